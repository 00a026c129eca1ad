import { describe, expect, it } from 'vitest';
import { History } from './history.ts';
import { Tied } from './tied.ts';

describe('versions that one write made together', () => {
  it('are acknowledged with the one whose writer is told, as one write', () => {
    const history = new History(1);
    const parts = [5, 6, 7].map((key) => ({ key, version: history.make(0, key) }));
    history.make(0, 6);
    const [first, ...others] = parts;
    history.tied.tie(0, [first!, ...others]);
    history.acknowledge(0, 6, 2, 10);
    expect([5, 6, 7].map((key) => history.newest(0, key))).toEqual([0, 2, 0]);
    history.acknowledge(0, 5, 1, 20);
    expect([5, 6, 7].map((key) => history.newest(0, key))).toEqual([1, 2, 1]);
    expect(history.writes).toBe(2);
    expect(history.observe(0, 7, 0, history.newest(0, 7), 30)).toBe(true);
  });

  it('are lost like any', () => {
    const history = new History(1);
    const [a, b] = [5, 6].map((key) => ({ key, version: history.make(0, key) }));
    history.tied.tie(0, [a!, b!]);
    history.lose(0, 6, 0);
    history.acknowledge(0, 5, 1, 20);
    expect([history.newest(0, 5), history.newest(0, 6), history.lostWrites]).toEqual([1, 0, 1]);
  });

  it('are told apart by data set, key and version, and forgotten when many others followed', () => {
    const tied = new Tied();
    tied.tie(0, [
      { key: 1, version: 1 },
      { key: 2, version: 9 },
    ]);
    expect([tied.with(0, 1, 1), tied.with(1, 1, 1), tied.with(0, 2, 9), tied.with(0, 1, 2)]).toEqual([
      [{ key: 2, version: 9 }],
      [],
      [],
      [],
    ]);
    for (let version = 2; version <= 1 << 14; version++) tied.tie(0, [{ key: 1, version }]);
    expect(tied.with(0, 1, 1)).toHaveLength(1);
    tied.tie(0, [{ key: 3, version: 1 }]);
    expect(tied.with(0, 1, 1)).toHaveLength(0);
  });
});
