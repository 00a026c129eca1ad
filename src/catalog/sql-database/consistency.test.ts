/**
 * Laws of the database under random load, random times and random failures, seed by seed: what synchronous replication
 * promises, what asynchronous replication does not, and what holds for both once everything has healed.
 */
import { describe, expect, it } from 'vitest';
import { Stream } from '../../std/random.ts';
import { Stage } from './stage.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const KEYS = 'abcde';
const INSTANCES = 3;
const CALLERS = 3;
/** ms: the load ends, everything has healed, and all is quiet. */
const LOADED = 2000;
const HEALED = 2500;
const QUIET = 20_000;

const lognormal = (p50: number, p99: number) => ({ type: 'lognormal', p50, p99 }) as const;

/** Random calls on random times, two thirds of them reads. */
function loaded(seed: number, replication: string, chance: Stream): Stage {
  const params = {
    replication,
    reads: 'any',
    readTime: lognormal(0.5, 5),
    writeTime: lognormal(2, 10),
    applyTime: lognormal(0.5, 8),
    replicationDelay: lognormal(1, 20),
    heartbeat: 20,
    promotion: 60,
    recovery: 40,
  };
  const stage = new Stage({ params, callers: CALLERS, timeout: 400, seed, apart: (a, b) => a + b });
  for (let n = 0; n < 2000; n++) {
    const at = chance.uniform() * LOADED;
    const key = KEYS[chance.below(KEYS.length)]!;
    if (chance.chance(0.33)) stage.write(at, key, 1 + chance.below(CALLERS));
    else stage.read(at, key, 1 + chance.below(CALLERS));
  }
  return stage;
}

/** One cut between random sides, callers included. */
function parted(stage: Stage, chance: Stream): void {
  const from = 100 + chance.uniform() * 1000;
  const some = (count: number) => Array.from({ length: count }, (_, i) => i + 1).filter(() => chance.chance(0.5));
  stage.cut(from, some(INSTANCES), some(CALLERS)).heal(from + 50 + chance.uniform() * 1000);
}

/** Crashes, pauses and kills of the leader besides. */
function broken(stage: Stage, chance: Stream): void {
  for (let n = 0; n < 4; n++) {
    const at = 50 + chance.uniform() * 1500;
    const instance = 1 + chance.below(INSTANCES);
    stage.crash(at, instance, 1 + chance.below(2)).restart(at + 20 + chance.uniform() * 400, instance);
  }
  const at = chance.uniform() * 1500;
  stage.pause(at).pause(at + chance.uniform() * 300, 0);
  for (let n = 0; n < 3; n++) stage.strike(chance.uniform() * LOADED, 1 + chance.below(INSTANCES));
  for (let i = 1; i <= INSTANCES; i++) stage.restart(HEALED, i);
}

/** What every copy answers in the end, key by key. */
function copies(stage: Stage): string[] {
  for (const key of KEYS) for (let n = 0; n < INSTANCES; n++) stage.read(QUIET - 1000, key);
  const log = stage.run(QUIET);
  return log
    .slice(-KEYS.length * INSTANCES)
    .map((line) => line.replace(/^\S+ /, ''))
    .sort();
}

const runs = new Map<string, ReturnType<typeof play>>();

/** Several laws look at the same run. */
function outcome(seed: number, replication: string, breaks: boolean) {
  const name = `${seed} ${replication} ${breaks}`;
  const run = runs.get(name) ?? play(seed, replication, breaks);
  runs.set(name, run);
  return run;
}

function play(seed: number, replication: string, breaks: boolean) {
  const chance = new Stream(seed, 'chaos');
  const stage = loaded(seed, replication, chance);
  parted(stage, chance);
  if (breaks) broken(stage, chance);
  stage.heal(HEALED);
  const answers = copies(stage);
  return { stage, answers, history: stage.sim.history };
}

describe('synchronous replication, reads anywhere, one partition', () => {
  it.each(SEEDS)('gives no stale read and loses no confirmed write (seed %i)', (seed) => {
    const { stage, history } = outcome(seed, 'sync', false);
    expect(history.reads).toBeGreaterThan(500);
    expect(history.writes).toBeGreaterThan(20);
    expect([history.staleReads, history.lostWrites, stage.figure('lostWrites')]).toEqual([0, 0, 0]);
  });

  it.each(SEEDS)('does so with crashes, pauses and kills besides (seed %i)', (seed) => {
    const { stage, history } = outcome(seed, 'sync', true);
    expect([history.staleReads, history.lostWrites, stage.figure('lostWrites')]).toEqual([0, 0, 0]);
  });
});

describe('asynchronous replication under the same', () => {
  it('gives stale reads in every run and loses confirmed writes in some', () => {
    const all = SEEDS.map((seed) => outcome(seed, 'async', true));
    expect(all.every(({ history }) => history.staleReads > 0)).toBe(true);
    expect(all.filter(({ stage }) => stage.figure('lostWrites') > 0).length).toBeGreaterThan(3);
  });
});

describe.each(['async', 'semi-sync', 'sync'])('once everything has healed, %s replication', (replication) => {
  it.each(SEEDS)('has the same data everywhere, the last confirmed versions or newer, and holds nothing (seed %i)', (seed) => {
    const { stage, answers, history } = outcome(seed, replication, true);
    const same = [...KEYS].flatMap((key) => {
      const version = /v\d+/.exec(answers.find((line) => line.includes(`read ${key}`)) ?? '')?.[0];
      return Array.from({ length: INSTANCES }, (_, i) => `1 read ${key}: ${version} at ${i + 1}`);
    });
    expect(answers).toEqual(same.sort());
    const newest = [...KEYS].map((_, key) => history.newest(0, key));
    expect([...KEYS].every((key, k) => Number(/v(\d+)/.exec(answers.find((l) => l.includes(`read ${key}`))!)![1]) >= newest[k]!)).toBe(
      true,
    );
    const { meter, requests, shape } = stage.sim;
    const ids = [...shape.nodeOf.keys()];
    expect([
      requests.used,
      Math.max(...ids.map((i) => meter.busy.now(i))),
      Math.max(...ids.map((i) => meter.queued.now(i))),
      stage.figure('lagMs'),
    ]).toEqual([0, 0, 0, 0]);
    expect([...stage.roles()].sort().join('')).toBe('FFL');
  });
});
