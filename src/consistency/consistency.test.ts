/** Fast checkers against slow judges, on small random histories: good ones by the way they are made, and mutations of them. */
import { describe, expect, it } from 'vitest';
import { Stream } from '../std/random.ts';
import { causal } from './causal.ts';
import { linearizable } from './linearizable.ts';
import { mutated, type Play, played } from './made-up.ts';
import { type Operations, operationsOf } from './operations.ts';
import { badPattern, causallyBroken, realTime, sessionOrder, someOrder, versionOrder } from './oracle.ts';
import { sequential } from './sequential.ts';
import { monotonicReads, monotonicWrites, readYourWrites, writesFollowReads } from './sessions.ts';
import type { Example } from './verdict.ts';

const HISTORIES = 2400;

const broken = (verdict: { readonly violations: number }): boolean => verdict.violations > 0;
const everything = (ops: Operations): number[] => Array.from({ length: ops.count }, (_, i) => i);

function* histories(luck: Stream): Generator<{ readonly ops: Operations; readonly good: boolean }> {
  for (let n = 0; n < HISTORIES; n++) {
    const play: Play = {
      sessions: 1 + luck.below(4),
      objects: 1 + luck.below(3),
      operations: 3 + luck.below(6),
      writes: 0.3 + 0.4 * luck.uniform(),
      overlapping: luck.chance(0.3),
    };
    const good = played(luck, play);
    yield { ops: operationsOf(good), good: true };
    yield { ops: operationsOf(mutated(luck, good, 1 + luck.below(4))), good: false };
  }
}

/** What is needed for an example to stand alone: its operations, with the writes of what they read. */
function alone(ops: Operations, { operations }: Example): number[] {
  return [...new Set(operations.flatMap((i) => (ops.origin[i]! >= 0 ? [i, ops.origin[i]!] : [i])))];
}

/** The fewest operations that no order explains, reads with their writes. */
function fewest(ops: Operations, before: (a: number, b: number) => boolean): number {
  let best = Number.POSITIVE_INFINITY;
  for (let set = 1; set < 2 ** ops.count; set++) {
    const only = everything(ops).filter((i) => (set & (1 << i)) !== 0);
    if (only.length >= best || only.some((i) => ops.origin[i]! >= 0 && !only.includes(ops.origin[i]!))) continue;
    if (!someOrder(ops, only, before)) best = only.length;
  }
  return best;
}

describe(`${2 * HISTORIES} small random histories`, () => {
  it('are linearizable for the checker exactly when some order explains them, and its examples cannot be explained and are the smallest', {
    timeout: 60_000,
  }, () => {
    let found = 0;
    for (const { ops, good } of histories(new Stream(1, 'linearizable'))) {
      const verdict = linearizable(ops);
      if (good) expect(broken(verdict)).toBe(false);
      const one = someOrder(ops, everything(ops), realTime(ops));
      expect(broken(verdict)).toBe(!one);
      if (verdict.example === undefined) continue;
      const only = alone(ops, verdict.example);
      expect(someOrder(ops, only, realTime(ops))).toBe(false);
      expect(only).toHaveLength(verdict.example.operations.length);
      if (found++ % 6 === 0) expect(only.length).toBe(fewest(ops, realTime(ops)));
    }
    expect(found).toBeGreaterThan(500);
  });

  it('are sequentially consistent for the checker exactly when some order explains them that keeps sessions and versions in order', {
    timeout: 60_000,
  }, () => {
    let found = 0;
    for (const { ops, good } of histories(new Stream(2, 'sequential'))) {
      const verdict = sequential(ops);
      if (good) expect(broken(verdict)).toBe(false);
      const [sessions, versions] = [sessionOrder(ops), versionOrder(ops)];
      const before = (a: number, b: number): boolean => sessions(a, b) || versions(a, b);
      expect(broken(verdict)).toBe(!someOrder(withAll(ops), everything(ops), before));
      // Where an order is found, one is found without asking for the versions' order too.
      if (!broken(verdict)) expect(someOrder(ops, everything(ops), sessions)).toBe(true);
      if (verdict.example === undefined) continue;
      found++;
      expect(someOrder(withAll(ops), alone(ops, verdict.example), before)).toBe(false);
    }
    expect(found).toBeGreaterThan(500);
  });

  it('are causally consistent for the checker exactly when nothing follows a newer version, in the closure of all that follows', () => {
    let found = 0;
    let patterns = 0;
    for (const { ops, good } of histories(new Stream(3, 'causal'))) {
      // Nobody returns what will be written later: that is out of thin air, and another checker's business.
      if (everything(ops).some((i) => ops.origin[i]! >= 0 && ops.began[ops.origin[i]!]! > ops.ended[i]!)) continue;
      const verdict = causal(ops);
      if (good) expect(broken(verdict)).toBe(false);
      expect(broken(verdict)).toBe(causallyBroken(ops));
      if (badPattern(ops) !== undefined) {
        patterns++;
        expect(broken(verdict)).toBe(true);
      }
      if (verdict.example === undefined) continue;
      found++;
      const only = alone(ops, verdict.example);
      expect(causallyBroken(part(ops, only))).toBe(true);
    }
    expect(found).toBeGreaterThan(150);
    expect(patterns).toBeGreaterThan(50);
  });

  it('keep the session guarantees whenever they are causally consistent, and all of it whenever they are linearizable', () => {
    const guarantees = [readYourWrites, monotonicReads, monotonicWrites, writesFollowReads];
    let [some, none] = [0, 0];
    for (const { ops } of histories(new Stream(4, 'levels'))) {
      if (everything(ops).some((i) => ops.origin[i]! >= 0 && ops.began[ops.origin[i]!]! > ops.ended[i]!)) continue;
      const session = guarantees.some((check) => broken(check(ops)));
      if (session) {
        some++;
        expect(broken(causal(ops))).toBe(true);
      } else none++;
      if (broken(causal(ops))) expect(broken(sequential(ops))).toBe(true);
    }
    expect(some).toBeGreaterThan(100);
    expect(none).toBeGreaterThan(100);
  });
});

/** As if every write had been heard: the order of the versions names those that nobody heard of too. */
function withAll(ops: Operations): Operations {
  return { ...ops, ended: ops.ended.map((end, i) => (ops.write[i] === 1 && end === Number.POSITIVE_INFINITY ? 1e9 : end)) };
}

/** Some of the operations as a history of their own. */
function part(ops: Operations, only: readonly number[]): Operations {
  return operationsOf(
    only.map((i) => ({
      object: ops.object[i]!,
      session: ops.session[i]!,
      write: ops.write[i] === 1,
      version: ops.version[i]!,
      began: ops.began[i]!,
      ended: ops.ended[i]!,
    })),
  );
}
