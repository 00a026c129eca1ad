/** The parameters that say which requests are attacks and how well they are told from others: the same for every part that looks. */
import { number } from '../../engine/policy/parameters/spec.ts';
import type { ClassesSpec, NumberSpec } from '../../std/parameter.ts';

export function attackClasses(): ClassesSpec {
  return {
    type: 'classes',
    label: 'Attack classes',
    group: 'Detection',
    default: [],
    empty: 'none',
    live: true,
    source: 'chosen',
    help: 'Request classes that are attacks in truth. The part does not know them; it finds them by chance, at the rates below.',
  };
}

export function share(fields: Pick<NumberSpec, 'label' | 'help' | 'default' | 'source'> & Partial<NumberSpec>): NumberSpec {
  return number({ group: 'Detection', unit: 'ratio', min: 0, max: 1, ...fields });
}
