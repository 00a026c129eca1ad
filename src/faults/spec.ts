/** Parameters of faults as they are written down again and again: a share, a time, a factor. None is live: a fault is planned. */
import type { NumberSpec } from '../std/parameter.ts';

type Words = Pick<NumberSpec, 'label' | 'group' | 'help' | 'default'> & Partial<Pick<NumberSpec, 'min' | 'max' | 'source'>>;

const PLANNED = { type: 'number', whole: false, live: false, source: 'chosen' } as const;

export function share(words: Words) {
  return { ...PLANNED, unit: 'ratio', min: 0, max: 1, ...words } as const satisfies NumberSpec;
}

export function millis(words: Words) {
  return { ...PLANNED, unit: 'ms', min: 1, max: 600_000, ...words } as const satisfies NumberSpec;
}

export function factor(words: Words) {
  return { ...PLANNED, unit: 'factor', min: 1, max: 1000, ...words } as const satisfies NumberSpec;
}
