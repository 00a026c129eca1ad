/**
 * A fault as the agenda plans it: from when to when it is at work, how often, and how far it has set in. Times in ns. It may come
 * again every so often, each time anew; where it sets in or recedes gradually, its size changes in steps, since knobs stand still between
 * the moments of the agenda.
 */
import { type Fault, grown, type Reach } from '../faults/fault.ts';

export interface Planned {
  /** The entry of the timeline it comes from. */
  readonly entry: string;
  readonly target: string;
  readonly fault: Fault;
  readonly reach: Reach;
  /** It hits only the instance in reach that leads when it begins. */
  readonly leader: boolean;
  readonly values: Readonly<Record<string, never>>;
  readonly from: number;
  /** How long it is at work each time; Infinity: to the end. */
  readonly length: number;
  /** From one beginning to the next; Infinity: once. */
  readonly every: number;
  /** End of the last time, exclusive. */
  readonly until: number;
  /** Over how long its size grows, and recedes before its end; 0: all at once. */
  readonly ramp: number;
  readonly fall: number;
}

/** Steps in which a size grows (chosen: 5 % each). */
const STEPS = 20;

/** When the time at or before this moment began; NaN when it is not at work. */
export function beganAt(planned: Planned, time: number): number {
  const { from, every, length, until } = planned;
  if (time < from || time >= until) return Number.NaN;
  const began = every === Number.POSITIVE_INFINITY ? from : from + Math.floor((time - from) / every) * every;
  return time < began + length ? began : Number.NaN;
}

/** Whether a time begins at this very moment. */
export function begins({ from, every, until }: Planned, time: number): boolean {
  // One without length is at work at no moment, and strikes all the same.
  return time === from || (time > from && time < until && (time - from) % every === 0);
}

/** Whether a time ends at this very moment. */
export function ends({ from, every, length, until }: Planned, time: number): boolean {
  if (length === Number.POSITIVE_INFINITY || time <= from || time > until) return false;
  const since = time - from - length;
  return since === 0 || (every !== Number.POSITIVE_INFINITY && since > 0 && since % every === 0);
}

/** The first moment at or after `time` at which it begins, ends or changes; Infinity when never again. */
export function nextOf(planned: Planned, time: number): number {
  const { from, every, length, until } = planned;
  if (time <= from) return from;
  if (time > until) return Number.POSITIVE_INFINITY;
  const began = every === Number.POSITIVE_INFINITY ? from : from + Math.floor((time - from) / every) * every;
  if (began === time) return time;
  const end = began + length;
  if (time > end) return began + every < until ? began + every : Number.POSITIVE_INFINITY;
  return Math.min(end, changeOf(planned, began, time));
}

/** The next moment at which one that began then turns the knobs otherwise. */
function changeOf(planned: Planned, began: number, time: number): number {
  const { fault, values, reach, ramp, fall, length } = planned;
  const since = time - began;
  const own = fault.changes === undefined ? Number.POSITIVE_INFINITY : Math.ceil(fault.changes(values, since, reach));
  const up = nextStep(ramp, since);
  const recedes = length - fall;
  const down = fall === 0 || length === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : recedes + nextStep(fall, since - recedes, 0);
  const next = Math.min(own, up, down);
  return next < length ? began + next : Number.POSITIVE_INFINITY;
}

/** The first step, from that number on, at or after `since` on a slope of this length; Infinity when there is none. */
function nextStep(slope: number, since: number, first = 1): number {
  let step = Number.POSITIVE_INFINITY;
  for (let k = STEPS; slope > 0 && k >= first && stepAt(slope, k) >= since; k--) step = stepAt(slope, k);
  return step;
}

function stepAt(slope: number, k: number): number {
  return Math.round((k * slope) / STEPS);
}

/** How far up a slope of this length one is: the middle of the present step, as a share; 1 beyond. */
function climbed(slope: number, since: number): number {
  if (since >= slope) return 1;
  let k = 0;
  while (k < STEPS && stepAt(slope, k + 1) <= since) k++;
  return (k + 0.5) / STEPS;
}

/** Its parameters so many ns after it began: those it has, or as much of them as has grown or is left by then. */
export function valuesAt({ fault, values, ramp, fall, length }: Planned, since: number): Planned['values'] {
  const recedes = length - fall;
  const receded = fall > 0 && since >= recedes ? climbed(fall, since - recedes) : 0;
  const share = Math.min(climbed(ramp, since), 1 - receded);
  return share >= 1 ? values : (grown(fault, values, share) as Planned['values']);
}

/** How long one time counts as at work for whoever watches: a fault of one moment leaves its mark and is over. */
function span({ fault, length }: Planned): number {
  return fault.lasts === 0 ? 1 : length;
}

/** Whether it is at work at any moment from `a` up to and without `b`. */
export function activeIn(planned: Planned, a: number, b: number): boolean {
  const { from, every, until } = planned;
  if (b <= from || a >= Math.max(until, from + 1)) return false;
  const before = every === Number.POSITIVE_INFINITY || a <= from ? from : from + Math.floor((a - from) / every) * every;
  if (before < b && before + span(planned) > a) return true;
  return every !== Number.POSITIVE_INFINITY && before + every < Math.min(b, until);
}

/** When it last began at or before this moment; -Infinity when it has not. */
export function lastBegin({ from, every, until }: Planned, time: number): number {
  if (time < from) return Number.NEGATIVE_INFINITY;
  return every === Number.POSITIVE_INFINITY ? from : from + Math.floor((Math.min(time, until - 1) - from) / every) * every;
}

/** When it last came to an end at or before this moment; -Infinity when it has not. */
export function lastEnd(planned: Planned, time: number): number {
  const { from, every, until } = planned;
  const first = from + span(planned);
  if (time < first || first === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  if (every === Number.POSITIVE_INFINITY) return first;
  const last = Math.floor((Math.min(time, until - 1) - from) / every);
  const end = first + last * every;
  return end <= time ? end : end - every;
}
