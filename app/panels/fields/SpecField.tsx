/** The registry from spec type to field: the one place that knows which type is edited by what. */

import type { Distribution } from '../../../src/std/distribution.ts';
import type { ParamSpec, ParamValue } from '../../../src/std/parameter.ts';
import type { Trace } from '../../../src/std/trace.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { ClassesField } from './ClassesField.tsx';
import { DistributionField } from './DistributionField.tsx';
import { FlagField } from './FlagField.tsx';
import type { FieldProps } from './field-props.ts';
import { NumberField } from './NumberField.tsx';
import { TraceField } from './TraceField.tsx';

/** The value of a document that has passed `read` has the type of its spec. */
export function SpecField({ spec, value, ...rest }: FieldProps<ParamSpec, ParamValue>) {
  switch (spec.type) {
    case 'number':
      return <NumberField {...rest} spec={spec} value={value as number} />;
    case 'choice':
      return <ChoiceField {...rest} spec={spec} value={value as string} />;
    case 'flag':
      return <FlagField {...rest} spec={spec} value={value as boolean} />;
    case 'distribution':
      return <DistributionField {...rest} spec={spec} value={value as Distribution} />;
    case 'trace':
      return <TraceField {...rest} spec={spec} value={value as Trace} />;
    default:
      return <ClassesField {...rest} spec={spec} value={value as readonly string[]} />;
  }
}
