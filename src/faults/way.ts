/** Faults of the network that may be felt in one direction only: the choice, and where the knobs of a direction, or between two sides, stand. */
import { directionOf, type Knobs, type Stretch } from '../engine/knobs.ts';
import type { ChoiceSpec } from '../std/parameter.ts';
import type { Reach } from './fault.ts';

export const WAY = {
  type: 'choice',
  label: 'Which way',
  group: 'Direction',
  default: 'both',
  live: false,
  source: 'chosen',
  help: 'In which direction messages feel it.',
  options: [
    { value: 'both', label: 'both ways', help: 'Whatever passes.' },
    {
      value: 'there',
      label: 'only there',
      help: 'On a link: requests, from the caller to whom it calls. At a part: what it sends. Between two sides: from the first to the second.',
    },
    {
      value: 'back',
      label: 'only back',
      help: 'On a link: answers. At a part: what reaches it. Between two sides: from the second to the first.',
    },
  ],
} as const satisfies ChoiceSpec;

/** Calls `turn` with the place of each direction in reach (see Knobs). Seen from a part, a link that leads to it carries its answers. */
export function eachWay({ links, inward }: Reach, way: string, turn: (direction: number) => void): void {
  for (const link of links) {
    const turned = inward?.has(link) === true ? 1 : 0;
    if (way !== 'back') turn(directionOf(link, turned));
    if (way !== 'there') turn(directionOf(link, 1 - turned));
  }
}

/**
 * Where it is aimed at what lies between two sides: lets their messages feel it, whichever links they take. @returns whether it was aimed there.
 */
export function between(knobs: Knobs, { between: aimed, sides }: Reach, way: string, feel: Partial<Stretch>): boolean {
  if (aimed !== true || sides === undefined) return false;
  for (const from of [1, 2]) {
    if (way === (from === 1 ? 'back' : 'there')) continue;
    knobs.between.push({ delay: 0, jitter: 0, loss: 0, ...feel, sides, from });
  }
  return true;
}

/** What a badge says of it: nothing where it is felt both ways. */
export function wayWords(way: string): string {
  return way === 'both' ? '' : ` ${way}`;
}
