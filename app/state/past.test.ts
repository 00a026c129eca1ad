import { expect, it } from 'vitest';
import { playedOn, startOf } from './past.ts';
import { stampedAt } from './past-edit.ts';

const LOOP = { fromMs: 2000, toMs: 5000 };

it('plays on from the moment shown, and round and round within a loop', () => {
  expect(playedOn(1000, 16.5, undefined)).toBe(1016.5);
  expect(playedOn(4990, 16, LOOP)).toBe(2000);
  expect(playedOn(4000, 16, LOOP)).toBe(4016);
});

it('begins within the loop, wherever it stood', () => {
  expect(startOf(1000, LOOP)).toBe(2000);
  expect(startOf(3000, LOOP)).toBe(3000);
  expect(startOf(9000, LOOP)).toBe(2000);
  expect(startOf(9000, undefined)).toBe(9000);
});

it('stamps what is done in the past with the moment after the one shown (B05)', () => {
  const scenario = { seed: 1, durationMs: 10_000, warmupMs: 0, objectives: [], timeline: [] };
  const fault = { type: 'fault', id: 'x', fault: 'crash', target: 'db', params: {} } as const;
  expect(stampedAt(3210.5, fault, scenario)).toEqual({ ...fault, at: 3211 });
  expect(stampedAt(10_000, fault, scenario).at).toBe(10_000);
});

it('turns a setting again at one moment in place of the value before', () => {
  const first = { type: 'change', id: 'change', target: 'db', param: 'workers', value: 2 } as const;
  const timeline = [{ ...first, at: 3001 }];
  const scenario = { seed: 1, durationMs: 10_000, warmupMs: 0, objectives: [], timeline };
  expect(stampedAt(3000, { ...first, id: 'change-2', value: 4 }, scenario)).toEqual({ ...first, value: 4, at: 3001 });
  expect(stampedAt(4000, { ...first, id: 'change-2', value: 4 }, scenario)).toMatchObject({ id: 'change-2', at: 4001 });
});
