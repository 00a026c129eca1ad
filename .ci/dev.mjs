// `npm run dev`: the page from its sources, reloading as they change, on this machine only.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, setUp } from './setup.mjs';

setUp();
const vite = join(root, 'node_modules/vite/bin/vite.js');
process.exitCode =
  spawnSync(process.execPath, [vite, '--host', '127.0.0.1', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }).status ?? 1;
