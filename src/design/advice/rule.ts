/** What a rule of advice is: a reason that can be explained, and a way to find where a design goes against it. */
import type { ParamValue } from '../../std/parameter.ts';
import { formatQuantity } from '../../std/quantity.ts';
import type { Fix } from '../command.ts';
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

/** Where, and what is so in this design, with its numbers; and what one click could do about it. */
export type Finding = Pick<Problem, 'place' | 'message' | 'fix'>;

/** The fix that sets one parameter of links or parts; undefined returns to the default. */
export function setting(label: string, of: 'node' | 'link', ids: readonly string[], param: string, value: ParamValue | undefined): Fix {
  return { label, commands: [{ do: 'set-param', of, ids, param, value }] };
}

/** A number rounded up to one or two leading digits, as a person would set it: 1, 2, 5, 10, 20, 50, … */
export function roundUp(value: number): number {
  let step = 1;
  while (step < value / 1e3) step *= 10;
  for (;;) {
    for (const digit of [1, 2, 5]) if (step * digit >= value) return step * digit;
    step *= 10;
  }
}

/** A duration in ms as people read it. */
export function duration(ms: number): string {
  return formatQuantity(ms, 'ms', 3);
}

/** "1 attempt", "3 attempts". */
export function count(n: number, thing: string, things = `${thing}s`): string {
  return `${n} ${n === 1 ? thing : things}`;
}

/** "a, b and c", cut off after a few. */
export function listed(words: readonly string[], most = 5): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : words;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
