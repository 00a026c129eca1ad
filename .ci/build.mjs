// Builds the site into dist/. `buildIfStale` does it only when a source has changed since.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, root, setUp } from './setup.mjs';
import { fingerprint } from './sources.mjs';

const sources = ['index.html', 'vite.config.ts', 'package-lock.json', 'tsconfig.json', 'public', 'src', 'app'];
const stampFile = () => join(cacheFolder(), 'site.stamp');

/** Builds and remembers from what. Answers whether it went well. */
export function build() {
  const stamp = fingerprint(sources);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const done = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' }).status === 0;
  if (done) writeFileSync(stampFile(), stamp);
  return done;
}

export function buildIfStale() {
  const stamp = existsSync(stampFile()) ? readFileSync(stampFile(), 'utf8') : '';
  return (stamp === fingerprint(sources) && existsSync(join(root, 'dist/index.html'))) || build();
}

if (realpathSync(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  setUp();
  process.exitCode = build() ? 0 : 1;
}
