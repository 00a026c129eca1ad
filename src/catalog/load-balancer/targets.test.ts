/** What a balancer takes for a target, from what stands at the far ends of its links. */
import { describe, expect, it } from 'vitest';
import type { FarEnd } from '../../engine/station.ts';
import { targetList } from './targets.ts';

const PLAN = { step: 1, probability: 1, count: 1, together: false, classes: [], async: false, weight: 1 };

function far(link: number, firstInstance: number, instances: number, more: Partial<FarEnd> = {}): FarEnd {
  return {
    link,
    node: link,
    firstInstance,
    instances,
    choosesInstance: false,
    role: 'compute',
    aside: false,
    dataset: -1,
    plan: PLAN,
    ...more,
  };
}

const nameOf = (node: number) => `node-${node}`;

describe('targets', () => {
  it('are all copies behind all links, each with its share of the weight and a name that no other target changes', () => {
    const { targets, firstOf } = targetList([far(4, 10, 2), far(7, 20, 1)], 1, nameOf);
    expect(targets.map((t) => [t.link, t.instance, t.weight, t.name])).toEqual([
      [4, 10, 500_000, 'node-4/1'],
      [4, 11, 500_000, 'node-4/2'],
      [7, 20, 1_000_000, 'node-7/1'],
    ]);
    expect([...firstOf]).toEqual([
      [4, 0],
      [7, 2],
    ]);
  });

  it('are one where the far end chooses its copy itself', () => {
    const { targets } = targetList([far(0, 5, 3, { choosesInstance: true, role: 'store' })], 1, nameOf);
    expect(targets).toEqual([{ link: 0, firstInstance: 5, instances: 3, instance: -1, weight: 1_000_000, name: 'node-0/1' }]);
  });

  it('form a group for all classes that may choose the same', () => {
    const only = (...classes: number[]) => ({ plan: { ...PLAN, classes } });
    const { groups, groupOf } = targetList([far(0, 0, 1, only(0, 1)), far(1, 1, 1, only(2)), far(2, 2, 1, only(0, 1, 2))], 4, nameOf);
    expect([...groupOf]).toEqual([0, 0, 1, -1]);
    expect(groups.map((g) => [...g])).toEqual([
      [1, 0, 1],
      [0, 1, 1],
    ]);
  });
});
