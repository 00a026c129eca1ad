// Finds or brings the browsers beside Chromium that digests are compared in, and opens a page in each: Firefox over WebDriver BiDi,
// WebKit through WebKitGTK's own WebDriver in a screen of its own. As root on Debian what is missing is installed; elsewhere it is said
// what to install. An open page is `{ name, version, run(design), close() }`; `run` is the function of e2e/engines/page.ts.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { chromium as chromiumPath } from './chromium.mjs';
import { installed } from './debian.mjs';

const root = process.getuid?.() === 0;
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
/** Longest that one run may take, and a driver may take to start, ms. */
const RUN_MS = 600_000;
const START_MS = 30_000;

export async function openChromium(address) {
  const { chromium } = await import('@playwright/test');
  const args = [...quiet, '--disable-sync', ...(root ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args });
  const page = await browser.newPage();
  await page.goto(address);
  const run = (design) => page.evaluate((given) => window.run(given), design);
  return { name: 'Chromium', version: browser.version(), run, close: () => browser.close() };
}

export async function openFirefox(address) {
  const executablePath = need('Firefox', 'FIREFOX_PATH', ['firefox-esr'], () => onPath('firefox-esr', 'firefox'));
  const { launch } = await import('puppeteer-core');
  const browser = await launch({ browser: 'firefox', executablePath, headless: true, protocolTimeout: RUN_MS });
  const page = await browser.newPage();
  await page.goto(address);
  const run = (design) => page.evaluate((given) => window.run(given), design);
  return { name: 'Firefox', version: (await browser.version()).replace(/^\D*/, ''), run, close: () => browser.close() };
}

export async function openWebKit(address) {
  const packages = ['webkit2gtk-driver', 'xvfb', 'xauth'];
  const browser = need('WebKitGTK', 'WEBKIT_MINIBROWSER', packages, miniBrowser);
  const driver = need('WebKitWebDriver', 'WEBKIT_DRIVER', packages, () => onPath('WebKitWebDriver'));
  const screen = need('xvfb-run', 'XVFB_RUN', packages, () => onPath('xvfb-run'));
  const port = await freePort();
  // Without a language that it knows, this engine's Intl throws.
  const env = { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8' };
  const words = ['-a', '-s', '-screen 0 1280x800x24', driver, '--host=127.0.0.1', `--port=${port}`];
  // A group of its own, so that the screen and the browser end with the driver.
  const child = spawn(screen, words, { stdio: 'ignore', env, detached: true });
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  };
  process.on('exit', end);
  const ask = webDriver(`http://127.0.0.1:${port}`);
  await answering(ask);
  const options = { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } };
  const { sessionId, capabilities } = await ask('POST', '/session', { capabilities: { alwaysMatch: options } });
  const at = `/session/${sessionId}`;
  await ask('POST', `${at}/timeouts`, { script: RUN_MS });
  await ask('POST', `${at}/url`, { url: address });
  const script =
    'const answer = arguments[1]; window.run(arguments[0]).then((ran) => answer({ ran }), (error) => answer({ error: String(error) }));';
  const run = async (design) => {
    const { ran, error } = await ask('POST', `${at}/execute/async`, { script, args: [design] });
    if (error !== undefined) throw new Error(error);
    return ran;
  };
  const close = async () => {
    await ask('DELETE', at).catch(() => undefined);
    end();
  };
  return { name: 'WebKit', version: capabilities.browserVersion, run, close };
}

/** Calls of the WebDriver protocol (W3C, 2018): its value, or an error with its message. */
function webDriver(origin) {
  return async (method, path, body) => {
    const response = await fetch(`${origin}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebDriver ${path}: ${value?.message ?? response.status}`);
    return value;
  };
}

async function answering(ask) {
  const until = performance.now() + START_MS;
  for (;;) {
    try {
      return await ask('GET', '/status');
    } catch (error) {
      if (performance.now() > until) throw new Error(`WebKitWebDriver does not answer: ${error.message}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The path of a program: as told by the environment, found, or found once it was installed. */
function need(what, variable, packages, find) {
  const told = process.env[variable];
  const found = told || find() || (installed(what, packages) && find());
  if (found) return found;
  throw new Error(`${what} was not found. Install it (on Debian: ${packages.join(' ')}) or set ${variable}.`);
}

function onPath(...names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** WebKitGTK's own small browser lies with its library, under the machine's name. */
function miniBrowser() {
  const libraries = ['/usr/lib', '/usr/libexec', '/usr/lib64', ...machines()];
  const versions = ['webkitgtk-6.0', 'webkit2gtk-4.1', 'webkit2gtk-4.0'];
  return libraries.flatMap((folder) => versions.map((name) => join(folder, name, 'MiniBrowser'))).find((path) => existsSync(path));
}

function machines() {
  if (!existsSync('/usr/lib')) return [];
  return readdirSync('/usr/lib').flatMap((name) => (name.includes('-linux-') ? [join('/usr/lib', name)] : []));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
