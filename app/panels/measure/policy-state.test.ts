import { describe, expect, it } from 'vitest';
import { BREAKER_STATES, LINK, layoutOf } from '../../../src/run/frame.ts';
import type { Frame } from '../../state/frames.ts';
import { breakerView, levelsOf, type PolicyLimits } from './policy-state.ts';

const LIMITS: PolicyLimits = { breaker: true, opensAt: 0.5, slowAt: undefined, byCopy: false, openMs: 5000 };

/** A frame whose second link says this. */
function frameOf(said: Partial<Record<Exclude<keyof typeof LINK, 'size'>, number>>): Frame {
  const layout = layoutOf({ nodes: 1, instances: 1, links: 2, classes: 1 });
  const data = new Float64Array(layout.length).fill(Number.NaN);
  const at = layout.linkAt + LINK.size;
  data[at + LINK.breaker] = 0;
  for (const [column, value] of Object.entries(said)) data[at + LINK[column as Exclude<keyof typeof LINK, 'size'>]] = value;
  return { data, layout } as Frame;
}

const state = (name: (typeof BREAKER_STATES)[number]) => BREAKER_STATES.indexOf(name);

describe('the breaker of a link', () => {
  it('is none where none stands', () => {
    expect(breakerView(frameOf({}), 1, LIMITS)).toBeUndefined();
  });

  it('says what opens it while it is closed, and when it lets trials through while it is open', () => {
    const closed = breakerView(frameOf({ breaker: state('closed'), breakerShare: 0.2, breakerSlow: 0 }), 1, LIMITS);
    expect(closed).toEqual({ state: 'closed', share: 0.2, limit: 0.5, words: '20 % failed; opens at 50 %' });
    const open = breakerView(frameOf({ breaker: state('open'), breakerShare: 0, breakerSlow: 0, breakerWaitMs: 1250 }), 1, LIMITS);
    expect(open).toEqual({ state: 'open', share: 0.25, limit: undefined, words: 'lets trial calls through in 1.25 s' });
    const half = breakerView(frameOf({ breaker: state('half-open'), breakerShare: 0.25, breakerSlow: 0 }), 1, LIMITS);
    expect(half?.words).toBe('25 % of its trial calls failed; opens again at 50 %');
  });

  it('goes by slow calls when they are nearer to their limit, and counts the copies that are out', () => {
    const limits = { ...LIMITS, slowAt: 0.8, byCopy: true };
    const view = breakerView(frameOf({ breaker: state('closed'), breakerShare: 0.1, breakerSlow: 0.6, breakersAway: 1 }), 1, limits);
    expect(view).toMatchObject({ share: 0.6, limit: 0.8, words: '60 % slow; opens at 80 % · 1 copy out' });
  });
});

describe('the levels of a policy', () => {
  it('are those that there are, with who waits', () => {
    expect(levelsOf(frameOf({ poolSize: 0, poolUsed: 0 }), 1)).toEqual([]);
    const frame = frameOf({ poolSize: 8, poolUsed: 8, poolWaiting: 3, bulkheadSize: 12, bulkheadUsed: 3, bulkheadWaiting: 0, budget: 0 });
    expect(levelsOf(frame, 1)).toEqual([
      { id: 'pool', filled: 1, words: '8 of 8, 3 wait', tight: true },
      { id: 'bulkhead', filled: 0.25, words: '3 of 12', tight: false },
      { id: 'budget', filled: 0, words: '0 retries', tight: true },
    ]);
  });
});
