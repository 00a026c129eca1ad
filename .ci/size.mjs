// The size budget: what a visitor downloads, gzip-compressed, part by part. A part over its budget fails the tests; raising a
// budget is a decision to be made in the open, in this file.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './setup.mjs';

const kB = 1000;
const dist = join(root, 'dist');

// Raised in November 2026 from 400, 600 and 150 kB, when the catalogue grew from 7 kinds to 36: the page needs every kind's settings with
// their words to read any document, the worker what they do (vite.config.ts takes the other half out of each). What is not needed at
// first is fetched when it is (dialogs, labs, traces, the proof page, examples of single parts).
// The worker's from 240 kB, later that month, when stores that replicate, logs and what checks their consistency came; then from 320, for
// the kernel of the express way (10 kB).
// The first view's from 470, at the end of that month: the page foretells eight kinds more, before any run.
// A part is a name, a budget in bytes and what belongs to it. Files are paths inside dist.
const parts = [
  { name: 'page, first view', budget: 480 * kB, holds: (path, page) => isCode(path) && !isWorker(path) && page.includes(path) },
  { name: 'page, everything', budget: 900 * kB, holds: (path) => isCode(path) && !isWorker(path) },
  { name: 'worker', budget: 340 * kB, holds: (path) => isWorker(path) },
  { name: 'whole site', budget: 2000 * kB, holds: () => true },
];

/** Prints every part's size and answers whether all are within their budgets. */
export function size() {
  if (!existsSync(join(dist, 'index.html'))) return complain('there is no build to weigh');
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => ({ path: path.slice(dist.length + 1).replaceAll('\\', '/'), bytes: weigh(path) }));
  const within = parts.map((part) => {
    const bytes = files.filter((file) => part.holds(file.path, page)).reduce((sum, file) => sum + file.bytes, 0);
    const fits = bytes <= part.budget;
    console.log(`${part.name.padEnd(18)} ${show(bytes)} of ${show(part.budget)} ${fits ? '' : '  TOO BIG'}`);
    return fits;
  });
  return within.every(Boolean);
}

function isCode(path) {
  return /\.(js|css|html)$/.test(path) && path !== 'sw.js';
}

function isWorker(path) {
  return path.startsWith('assets/worker-');
}

function weigh(path) {
  const content = readFileSync(path);
  // Fonts and pictures are compressed already; a host sends them as they are.
  return /\.(woff2|png)$/.test(path) ? content.length : gzipSync(content, { level: 9 }).length;
}

function show(bytes) {
  return `${(bytes / kB).toFixed(1).padStart(7)} kB`;
}

function complain(reason) {
  console.error(reason);
  return false;
}
