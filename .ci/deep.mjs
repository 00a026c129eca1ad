// `npm run test:deep`: the laws asked of a hundred thousand random scenarios, and the promises of a log and of Raft of ten
// thousand schedules of faults each, other ones every day. RANDOM_SEED and RANDOM_COUNT
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
const scenarios = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit', env }).status ?? 1;

// Raft under random faults, by itself: RAFT_SEED and RAFT_COUNT.
const raftSeed = process.env.RAFT_SEED ?? String(1_000_000 + (day % 10_000) * 10_000);
const trials = { ...process.env, RAFT_SEED: raftSeed, RAFT_COUNT: process.env.RAFT_COUNT ?? '10000' };
const raft = [words[0], 'run', '--project', 'unit', 'src/mechanisms/replicate/raft/safety.test.ts'];
const safety = spawnSync(process.execPath, raft, { cwd: root, stdio: 'inherit', env: trials }).status ?? 1;
process.exitCode = scenarios === 0 ? safety : scenarios;
