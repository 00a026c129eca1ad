/** Plans of calls from what stands at the far ends of a service's links. */
import { describe, expect, it } from 'vitest';
import type { CallPlan, FarEnd } from '../../engine/station.ts';
import { planFor } from './plan.ts';

function far(link: number, plan: Partial<CallPlan> = {}, more: Partial<FarEnd> = {}): FarEnd {
  const call = { step: 1, probability: 1, count: 1, together: false, classes: [], async: false, weight: 1, ...plan };
  return {
    link,
    node: link,
    firstInstance: link,
    instances: 1,
    choosesInstance: false,
    role: 'compute',
    aside: false,
    dataset: -1,
    plan: call,
    ...more,
  };
}

const store = (link: number, dataset: number, plan: Partial<CallPlan> = {}) => far(link, plan, { role: 'store', dataset });
const aside = (link: number, dataset: number, plan: Partial<CallPlan> = {}) => far(link, plan, { role: 'cache', aside: true, dataset });

/** Links by step; a call through a cache as `cache>store`. */
function steps(cls: number, ends: readonly FarEnd[]): string[][] {
  const plan = planFor(cls, ends);
  const names = plan.calls.map((c) => (c.cache >= 0 ? `${c.cache}>${c.link}` : `${c.link}`));
  return plan.steps.slice(1).map((end, i) => names.slice(plan.steps[i], end));
}

describe('a plan', () => {
  it('orders calls by step, then by link', () => {
    expect(steps(0, [far(3, { step: 2 }), far(1, { step: 5 }), far(2, { step: 2 }), far(0, { step: 5 })])).toEqual([
      ['2', '3'],
      ['0', '1'],
    ]);
  });

  it('is empty without links, and for a class that no link takes', () => {
    expect(steps(0, [])).toEqual([]);
    expect(steps(0, [far(0, { classes: [1] })])).toEqual([]);
    expect(steps(1, [far(0, { classes: [1] }), far(1, { classes: [0] })])).toEqual([['0']]);
  });

  it('reaches a store through the cache-aside cache that holds its data, in the step of the store', () => {
    expect(steps(0, [store(0, 7, { step: 2 }), aside(1, 7), far(2)])).toEqual([['2'], ['1>0']]);
  });

  it('calls a cache for itself when no store of its data is called', () => {
    expect(steps(0, [store(0, 7), aside(1, 8)])).toEqual([['0', '1']]);
  });

  it('leaves a cache aside for a class that does not use it', () => {
    expect(steps(0, [store(0, 7), aside(1, 7, { classes: [1] })])).toEqual([['0']]);
    expect(steps(1, [store(0, 7), aside(1, 7, { classes: [1] })])).toEqual([['1>0']]);
  });

  it('waits for what it reads through a cache, even over a link that forgets', () => {
    const [plain] = planFor(0, [store(0, 7, { async: true })]).calls;
    const [cached] = planFor(0, [store(0, 7, { async: true }), aside(1, 7)]).calls;
    expect([plain?.async, cached?.async]).toEqual([true, false]);
  });
});
