/**
 * Breakpoints as data: a condition that is to hold, or something that is to happen. They belong to whoever looks and not to the
 * document, since a pause changes nothing of what happens. How they are watched: run/breakpoint.
 */
import { type ConditionDoc, conditionText } from './condition-doc.ts';
import type { Design } from './document.ts';

/** What can happen in a chart window, in words that go on "pause when …". */
export const HAPPENINGS = {
  'fault-begins': 'a fault begins',
  'fault-ends': 'a fault ends',
  'copy-down': 'a copy goes down',
  'breaker-opens': 'a breaker opens',
  'leader-changes': 'another copy becomes the leader',
  failure: 'a request fails',
  rejection: 'a request is rejected',
} as const;
export type Happening = keyof typeof HAPPENINGS;

export type Breakpoint =
  | { readonly is: 'condition'; readonly condition: ConditionDoc }
  | { readonly is: 'happening'; readonly what: Happening };

/** A pause: when, ms, and for which breakpoint. */
export interface Stop {
  readonly atMs: number;
  readonly breakpoint: Breakpoint;
  /** The figure of a condition then, in document units. */
  readonly figure: number | undefined;
}

/** `p99 latency > 1 s for 5 s`, `a breaker opens`. */
export function breakpointText(breakpoint: Breakpoint, design: Pick<Design, 'classes' | 'nodes'>): string {
  return breakpoint.is === 'condition' ? conditionText(breakpoint.condition, design) : HAPPENINGS[breakpoint.what];
}
