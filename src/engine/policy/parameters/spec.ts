/** How the parameters of a link are written down: live numbers, flags and choices unless said otherwise. */
import type { ChoiceSpec, FlagSpec, NumberSpec } from '../../../std/parameter.ts';

type NumberFields = Pick<NumberSpec, 'label' | 'help' | 'group' | 'source' | 'unit' | 'min' | 'max' | 'default'>;

export function number(fields: NumberFields & Partial<NumberSpec>): NumberSpec {
  return { type: 'number', whole: false, live: true, ...fields };
}

export function flag(fields: Pick<FlagSpec, 'label' | 'help' | 'group' | 'source' | 'default'> & Partial<FlagSpec>): FlagSpec {
  return { type: 'flag', live: true, ...fields };
}

export function choice(
  fields: Pick<ChoiceSpec, 'label' | 'help' | 'group' | 'source' | 'default' | 'options'> & Partial<ChoiceSpec>,
): ChoiceSpec {
  return { type: 'choice', live: true, ...fields };
}

export const MINUTE = 60_000;
