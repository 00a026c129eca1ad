/** Histories written by hand: what each model forbids and the next weaker one allows, from the literature. */
import { describe, expect, it } from 'vitest';
import { Stream } from '../std/random.ts';
import { converged } from './converged.ts';
import { MODELS, type ModelId } from './index.ts';
import { history, mutated, played } from './made-up.ts';
import { type Operations, operationsOf } from './operations.ts';
import { ENOUGH } from './verdict.ts';

const AROUND = { storms: [], quiet: 100 };

/** The models that this history breaks, in order, with the operations of the example. */
function broken(ops: Operations): Partial<Record<ModelId, readonly number[]>> {
  const found: Partial<Record<ModelId, readonly number[]>> = {};
  for (const { id, check } of MODELS) {
    const verdict = check(ops, AROUND);
    if (verdict.state === 'violated') found[id] = [...(verdict.example?.operations ?? [])].sort((a, b) => a - b);
  }
  return found;
}

describe('what the models forbid', () => {
  it('a read of an old value after a newer one was acknowledged is not linearizable, and nothing else', () => {
    const ops = history('A w x1 0-10', 'A w x2 20-30', 'B r x1 40-50');
    expect(broken(ops)).toEqual({ linearizable: [0, 1, 2] });
  });

  it('needs two operations where the old value is the one from before the run', () => {
    expect(broken(history('A w x1 0-10', 'B r x0 20-30'))).toEqual({ linearizable: [0, 1] });
  });

  it('a value read, then an older one, while both were being written (new–old inversion)', () => {
    const ops = history('A w x1 0-100', 'B r x1 10-20', 'C r x0 30-40');
    expect(broken(ops)).toEqual({ linearizable: [0, 1, 2] });
  });

  it('reads and writes at the same time may go either way', () => {
    const ops = history('A w x1 0-100', 'B r x0 50-60', 'C w x2 0-100', 'B r x2 70-80', 'D r x2 90-95');
    expect(broken(ops)).toEqual({});
  });

  it('two sessions that each miss the other’s write (Dekker’s race) are causal and not sequential', () => {
    const ops = history('A w x1 0-10', 'A r y0 20-30', 'B w y1 0-10', 'B r x0 20-30');
    expect(broken(ops)).toEqual({ linearizable: [0, 3], sequential: [0, 1, 2, 3] });
  });

  it('an answer that is seen before its question is not causal, though every session keeps its guarantees', () => {
    const ops = history('A w x1 0-10', 'B r x1 20-30', 'B w y1 40-50', 'C r y1 60-70', 'C r x0 80-90');
    expect(broken(ops)).toEqual({ linearizable: [0, 4], sequential: [0, 1, 2, 3, 4], causal: [0, 1, 2, 3, 4] });
  });

  it('a session that does not see its own write', () => {
    const ops = history('A w x1 0-10', 'A r x0 20-30');
    const all: ModelId[] = ['linearizable', 'sequential', 'causal', 'session', 'readYourWrites'];
    expect(Object.keys(broken(ops))).toEqual(all);
    expect(broken(ops).readYourWrites).toEqual([0, 1]);
  });

  it('a session whose reads go back', () => {
    const ops = history('A w x1 0-10', 'A w x2 20-30', 'B r x2 40-50', 'B r x1 60-70');
    expect(Object.keys(broken(ops))).toEqual(['linearizable', 'sequential', 'causal', 'session', 'monotonicReads']);
    expect(broken(ops).monotonicReads).toEqual([2, 3]);
  });

  it('a session whose writes are taken in the opposite order', () => {
    const ops = history('A w x2 0-10', 'A w x1 20-30');
    expect(Object.keys(broken(ops))).toEqual(['sequential', 'causal', 'session', 'monotonicWrites']);
  });

  it('a write that goes below what its session had read', () => {
    const ops = history('B w x2 0-10', 'A r x2 20-30', 'A w x1 40-50');
    expect(Object.keys(broken(ops))).toEqual(['sequential', 'causal', 'session', 'writesFollowReads']);
  });

  it('a value that nobody wrote', () => {
    expect(broken(history('A w x1 0-10', 'B r x7 20-30'))).toMatchObject({ weak: [1] });
  });

  it('a write whose end nobody heard may take effect late, or never', () => {
    expect(broken(history('? w x1 0-?', 'B r x0 50-60', 'B r x1 500-510', 'C r x1 600-610'))).toEqual({});
    expect(broken(history('? w x1 0-?', 'B r x1 50-60', 'C r x0 70-80'))).toEqual({ linearizable: [0, 1, 2] });
    expect(broken(history('? w x1 0-?', 'B r x0 50-60'))).toEqual({});
  });

  it('operations of nobody known are in no session', () => {
    expect(Object.keys(broken(history('? w x1 0-10', '? r x0 20-30')))).toEqual(['linearizable']);
  });

  it('two operations of a session that overlap are in no order', () => {
    expect(broken(history('A w x1 0-30', 'A r x0 10-20'))).toEqual({});
  });
});

describe('eventual convergence', () => {
  it('is broken when reads of a key that was left alone do not agree', () => {
    const ops = history('A w x1 0-10', 'B r x1 150-160', 'C r x0 170-180');
    expect(broken(ops)).toMatchObject({ eventual: [1, 2] });
  });

  it('asks for nothing until the key has been left alone for a while', () => {
    expect(broken(history('A w x1 0-10', 'B r x1 50-60', 'C r x0 70-80'))).not.toHaveProperty('eventual');
  });

  it('waits out a storm', () => {
    const ops = history('A w x1 0-10', 'B r x1 350-360', 'C r x0 370-380');
    expect(converged(ops, [{ from: 200, to: 300 }], 100).violations).toBe(0);
    expect(converged(ops, [{ from: 200, to: 240 }], 100).violations).toBe(1);
  });

  it('begins anew with each write', () => {
    const ops = history('A w x1 0-10', 'B r x1 150-160', 'A w x2 170-180', 'B r x2 300-310', 'C r x2 320-330');
    const { chances, violations } = converged(ops, [], 100);
    expect([chances, violations]).toEqual([1, 0]);
  });
});

describe('a verdict', () => {
  it('says held only when there were chances enough to see it broken, and how many', () => {
    const some = (reads: number) =>
      history('A w x1 0-10', ...Array.from({ length: reads }, (_, i) => `B r x1 ${20 + 10 * i}-${25 + 10 * i}`));
    const linearizable = MODELS[0]!;
    expect(linearizable.check(some(ENOUGH - 1), AROUND)).toMatchObject({ state: 'unknown', chances: ENOUGH - 1 });
    expect(linearizable.check(some(ENOUGH), AROUND)).toMatchObject({ state: 'held', chances: ENOUGH });
  });

  it('of a long good history is held by all models, and one changed read is found', () => {
    const luck = new Stream(5, 'long');
    const good = played(luck, { sessions: 12, objects: 4, operations: 6000, writes: 0.3, overlapping: false });
    for (const { id, check } of MODELS) {
      const { state } = check(operationsOf(good), AROUND);
      expect(`${id} ${state}`).toBe(`${id} ${id === 'eventual' ? 'unknown' : 'held'}`);
    }
    const bad = mutated(luck, good, 3);
    const verdict = MODELS[0]!.check(operationsOf(bad), AROUND);
    expect(verdict.state).toBe('violated');
    expect(verdict.example?.operations.length).toBeLessThanOrEqual(3);
  });
});
