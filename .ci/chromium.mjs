// Finds a Chromium for the tests, or brings one: CHROMIUM_PATH, one that the system has, Playwright's own, Debian's package
// (as root), and as a last way Playwright's download. Debian's shell, which has no windows, comes first: a journey costs it a quarter less.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installed } from './debian.mjs';
import { root } from './setup.mjs';

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a browser that can be started; throws, saying what to do, when none can be had. */
export async function chromium() {
  const found = (await present()) ?? (await fetched());
  if (found === undefined) throw new Error('No Chromium was found or could be installed; install one and set CHROMIUM_PATH.');
  return found;
}

async function present() {
  const told = process.env['CHROMIUM_PATH'];
  if (told) return told;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const playwright = await import('@playwright/test');
  return [...onPath, ...places, playwright.chromium.executablePath()].find((path) => existsSync(path));
}

async function fetched() {
  // Older releases of Debian do not know the shell by itself.
  if (installed('Chromium', ['chromium-headless-shell']) || installed('Chromium', ['chromium'])) {
    const found = await present();
    if (found !== undefined) return found;
  }
  console.error('Fetching Chromium for the tests (once) …');
  const words = [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'];
  spawnSync(process.execPath, words, { cwd: root, stdio: ['ignore', 'ignore', 2] });
  return present();
}
