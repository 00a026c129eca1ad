/**
 * Where the machines of a link's policy stand, read from a frame: the breaker's state with what moves it on, and the levels that
 * fill or run out. Pure; `PolicyState` paints it.
 */
import { BREAKER_STATES, LINK } from '../../../src/run/frame.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import type { Frame } from '../../state/frames.ts';

/** What the settings say of a link's policy, besides what the frame shows. */
export interface PolicyLimits {
  readonly breaker: boolean;
  /** Share of failures, and of slow calls where they count, at which the breaker opens. */
  readonly opensAt: number;
  readonly slowAt: number | undefined;
  readonly byCopy: boolean;
  /** ms that an open breaker stays so. */
  readonly openMs: number;
}

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerView {
  readonly state: BreakerState;
  /** What moves it on, in words. */
  readonly words: string;
  /** The share nearest to its limit, and the limit, 0…1; while it is open, what is left of its time, which has no limit. */
  readonly share: number;
  readonly limit: number | undefined;
}

export interface Level {
  readonly id: 'pool' | 'bulkhead' | 'budget';
  /** 0…1 */
  readonly filled: number;
  readonly words: string;
  /** Worth a colour: nobody is let in, or nothing is left. */
  readonly tight: boolean;
}

function value({ data, layout }: Frame, link: number, column: Exclude<keyof typeof LINK, 'size'>): number {
  return data[layout.linkAt + link * LINK.size + LINK[column]] ?? Number.NaN;
}

const percent = (share: number): string => formatQuantity(share, 'ratio', 2);

/** The breaker that stands on a link; undefined where none does, or before anything ran. */
export function breakerView(frame: Frame, link: number, limits: PolicyLimits): BreakerView | undefined {
  const state = BREAKER_STATES[value(frame, link, 'breaker')] ?? 'none';
  if (state === 'none') return undefined;
  const failed = value(frame, link, 'breakerShare');
  const slow = value(frame, link, 'breakerSlow');
  const bySlow = limits.slowAt !== undefined && slow / limits.slowAt > failed / limits.opensAt;
  const [share, limit] = bySlow ? [slow, limits.slowAt ?? 1] : [failed, limits.opensAt];
  const away = value(frame, link, 'breakersAway');
  const copies = limits.byCopy && away > 0 ? ` · ${away} ${away === 1 ? 'copy' : 'copies'} out` : '';
  const waitMs = value(frame, link, 'breakerWaitMs');
  const words = wordsOf(state, share, limit, bySlow, waitMs) + copies;
  return state === 'open' ? { state, words, share: waitMs / limits.openMs, limit: undefined } : { state, words, share, limit };
}

function wordsOf(state: BreakerState, share: number, limit: number, bySlow: boolean, waitMs: number): string {
  const what = bySlow ? 'slow' : 'failed';
  if (state === 'open') return waitMs > 0 ? `lets trial calls through in ${formatQuantity(waitMs, 'ms')}` : 'the next call is a trial';
  if (state === 'half-open') return `${percent(share)} of its trial calls ${what}; opens again at ${percent(limit)}`;
  return `${percent(share)} ${what}; opens at ${percent(limit)}`;
}

/** The levels that a link's policy has, in the order in which they are shown. */
export function levelsOf(frame: Frame, link: number): readonly Level[] {
  const levels: Level[] = [];
  const places = (id: 'pool' | 'bulkhead'): void => {
    const size = value(frame, link, `${id}Size`);
    if (!(size > 0)) return;
    const used = value(frame, link, `${id}Used`);
    const waiting = value(frame, link, `${id}Waiting`);
    const wait = waiting > 0 ? `, ${waiting} wait` : '';
    levels.push({ id, filled: Math.min(1, used / size), words: `${used} of ${size}${wait}`, tight: used >= size });
  };
  places('pool');
  places('bulkhead');
  const budget = value(frame, link, 'budget');
  if (!Number.isNaN(budget)) {
    levels.push({ id: 'budget', filled: budget, words: `${Math.floor(budget * 100)} retries`, tight: budget < 0.01 });
  }
  return levels;
}
