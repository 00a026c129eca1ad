// `npm run fix`: formats, sorts imports and applies the lint repairs that cannot change what the code does.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, setUp } from './setup.mjs';

setUp();
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
const paths = process.argv.slice(2);
const words = [biome, 'check', '--write', ...(paths.length > 0 ? paths : ['.'])];
process.exitCode = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1;
