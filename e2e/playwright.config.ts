// Drives the built site the way a visitor meets it: static files, under a path of their own, on this machine. `npm run test:e2e` builds
// first and finds the browser.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const ci = Boolean(process.env['CI']);
const root = fileURLToPath(new URL('..', import.meta.url));
// Set once and inherited by Playwright's own processes, which read this file too.
process.env['E2E_PORT'] ??= String(20_000 + (process.pid % 20_000));
const base = '/loadbearing/';
const address = `http://127.0.0.1:${process.env['E2E_PORT']}${base}`;

const browser =
  process.env['CHROMIUM_PATH'] ??
  ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
// Letters and colours are drawn the same way on every machine; the whole browser, which is not told so, takes the same hinting on most.
const even = ['--font-render-hinting=slight', '--disable-lcd-text', '--force-color-profile=srgb'];
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const args = [...quiet, ...even, '--disable-sync', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];

const MEASURES = ['**/flat-out.spec.ts', '**/seek.spec.ts', '**/speed.spec.ts'];

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  fullyParallel: true,
  forbidOnly: ci,
  workers: 2,
  retries: ci ? 1 : 0,
  timeout: 120_000,
  updateSnapshots: ci ? 'none' : 'missing',
  // Pictures use the site's own fonts; what differs between machines is the smoothing of edges.
  expect: { timeout: 15_000, toHaveScreenshot: { maxDiffPixelRatio: 0.02, animations: 'disabled', caret: 'hide', scale: 'css' } },
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: 'light',
    contextOptions: { reducedMotion: 'reduce' },
    // A trace of every test takes a third of the processor's time; a failure shows its page, and the second try is traced.
    trace: 'on-first-retry',
    // Only where it is asked what it keeps: it fetches the whole site anew for every journey.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    launchOptions: { args, ...(browser === undefined ? {} : { executablePath: browser }) },
  },
  // What measures how quick the page is comes by itself, after all others: `npm run test:e2e` runs one project, then the other.
  projects: [
    { name: 'journeys', testIgnore: MEASURES },
    { name: 'measures', testMatch: MEASURES, workers: 1 },
  ],
  webServer: {
    command: `node .ci/start.mjs --strict --port ${process.env['E2E_PORT']} --base ${base}`,
    cwd: root,
    url: address,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
