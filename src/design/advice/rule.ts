/** What a rule of advice is: a reason that can be explained, and a way to find where a design goes against it. */
import { formatQuantity } from '../../std/quantity.ts';
import type { Problem } from '../document.ts';
import type { Drawing } from './drawing.ts';

export interface Rule {
  /** Code of the problems it finds; stable. */
  readonly id: string;
  /** What it looks for, as a heading. */
  readonly title: string;
  /** Why it matters, in a sentence or two that hold for every design. */
  readonly why: string;
  readonly find: (drawing: Drawing) => readonly Finding[];
}

/** Where, and what is so in this design, with its numbers. */
export type Finding = Pick<Problem, 'place' | 'message'>;

/** A duration in ms as people read it. */
export function duration(ms: number): string {
  return formatQuantity(ms, 'ms', 3);
}

/** "1 attempt", "3 attempts". */
export function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}

/** "a, b and c", cut off after a few. */
export function listed(words: readonly string[], most = 5): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : words;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
