import { describe, expect, it } from 'vitest';
import { History } from '../../engine/history.ts';
import { DOWN_REFUSING } from '../../engine/knobs.ts';
import { Sim } from '../../engine/sim.ts';
import { Standing } from './standing.ts';

/** So many instances from id 2 on, as the only node. */
function standingOf(count: number) {
  const all = count + 2;
  const shape = {
    seed: 1,
    nodes: 1,
    links: 0,
    classes: 0,
    bytesUp: new Float64Array(0),
    bytesDown: new Float64Array(0),
    nodeOf: new Int32Array(all),
    zoneOf: new Int32Array(all),
    zoneDelay: new Float64Array(1),
    zones: 1,
    streamNames: ['node'],
  };
  const sim = new Sim(shape, new History(0));
  const cut = (...side: number[]) => sim.knobs.cuts.push(Uint8Array.from({ length: all }, (_, id) => (side.includes(id - 2) ? 1 : 2)));
  return { standing: new Standing({ sim, node: 0, firstInstance: 2 }, count), knobs: sim.knobs, cut };
}

describe('standing', () => {
  it('of all: each reaches all', () => {
    const { standing } = standingOf(3);
    expect([0, 1, 2].map((i) => [standing.fit(i), standing.hasHalf(i), standing.hasMajority(i)])).toEqual(
      Array.from({ length: 3 }, () => [true, true, true]),
    );
  });

  it('counts votes among those that can take part', () => {
    const { standing, knobs } = standingOf(3);
    standing.gone[0] = 1;
    knobs.down[2 + 1] = DOWN_REFUSING;
    expect([standing.fit(0), standing.fit(1), standing.hasMajority(2)]).toEqual([false, false, true]);
    knobs.down[2 + 1] = 0;
    standing.stopped[1] = 1;
    expect([standing.responds(1), standing.fit(1), standing.hasMajority(2)]).toEqual([true, false, true]);
    knobs.hung[2 + 2] = 1;
    expect([standing.responds(2), standing.fit(2)]).toEqual([false, false]);
  });

  it('gives one side of a cut a majority at most; half is enough to go on, not to begin', () => {
    const { standing, cut } = standingOf(4);
    cut(0, 1);
    for (const i of [0, 1, 2, 3]) expect([standing.hasHalf(i), standing.hasMajority(i)]).toEqual([true, false]);
    standing.gone[3] = 1;
    expect([standing.hasHalf(2), standing.hasMajority(2), standing.hasMajority(0)]).toEqual([false, false, true]);
  });

  it('sees who reaches whom through all cuts', () => {
    const { standing, cut } = standingOf(3);
    cut(0);
    cut(1);
    expect([standing.connected(0, 1), standing.connected(0, 2), standing.connected(1, 2), standing.connected(2, 2)]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});
