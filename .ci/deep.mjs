// `npm run test:deep`: the laws asked of a hundred thousand random scenarios, and a log's promises of ten thousand schedules of faults, other
// ones every day. RANDOM_SEED and RANDOM_COUNT
// say which and how many; a failure prints its number, and the file with the design that it was shrunk to.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './setup.mjs';

/** Far from the scenarios of `npm test`; a day's begin where the day before's end. */
const COUNT = Number(process.env.RANDOM_COUNT ?? 100_000);
const day = Math.floor(Date.now() / 86_400_000);
const seed = process.env.RANDOM_SEED ?? String(100_000_000 + (day % 10_000) * 100_000);

console.log(`${COUNT} scenarios from RANDOM_SEED=${seed}`);
const words = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'laws', 'src/laws/random', 'src/laws/log-promises'];
const env = {
  ...process.env,
  RANDOM_SEED: seed,
  RANDOM_COUNT: String(COUNT),
  LOG_SEED: seed,
  LOG_SCHEDULES: String(Math.min(10_000, COUNT)),
};
process.exitCode = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit', env }).status ?? 1;
