// Tells whether something built is older than what it was built from, by a fingerprint of names, sizes and times.
// Looking at a few hundred files takes some ten milliseconds; a file taken away changes the fingerprint too.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** One short word for the state of these files and folders (paths from the root); tests are left out. */
export function fingerprint(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) add(hash, path);
  return hash.digest('hex').slice(0, 16);
}

function add(hash, path) {
  const at = join(root, path);
  const stat = statSync(at, { throwIfNoEntry: false });
  if (stat === undefined || path.endsWith('.test.ts') || path === 'src/laws' || path === 'src/tidy') return;
  if (stat.isDirectory()) for (const name of readdirSync(at).sort()) add(hash, `${path}/${name}`);
  else hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
}
