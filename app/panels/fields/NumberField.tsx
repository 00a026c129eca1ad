/** A number of a spec: typed with its unit, and as a slider when it can be turned during a run. */
import type { NumberSpec } from '../../../src/std/parameter.ts';
import type { FieldProps } from './field-props.ts';
import styles from './NumberField.module.css';
import { QuantityInput } from './QuantityInput.tsx';
import { Slider } from './Slider.tsx';

export function NumberField({ id, spec, value, mixed, describedBy, invalid, onChange, onError }: FieldProps<NumberSpec, number>) {
  return (
    <>
      <span className={styles['number']}>
        <QuantityInput
          id={id}
          range={spec}
          value={value}
          mixed={mixed}
          invalid={invalid}
          describedBy={describedBy}
          onChange={onChange}
          onError={onError}
        />
      </span>
      {spec.live && (
        <div className={styles['wide']}>
          <Slider label={spec.label} range={spec} value={value} onChange={onChange} />
        </div>
      )}
    </>
  );
}
