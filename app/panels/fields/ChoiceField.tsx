/** One of several options, each with what it means. */
import type { ChoiceSpec } from '../../../src/std/parameter.ts';
import { Select, type SelectOption } from '../../ui/Select.tsx';
import styles from './ChoiceField.module.css';
import type { FieldProps } from './field-props.ts';

/** An option longer than this is cut beside its label: such a choice stands below it, characters (chosen: what 180 px hold). */
const LONG = 20;

export function ChoiceField({ id, spec, value, mixed, describedBy, onChange }: FieldProps<ChoiceSpec, string>) {
  const options = spec.options.map(
    ({ value: each, label, help }): SelectOption<string> => (help === '' ? { value: each, label } : { value: each, label, help }),
  );
  const long = spec.options.some(({ label }) => label.length > LONG);
  const chosen = spec.options.find((option) => option.value === value);
  return (
    <span className={styles['choice']} data-below={long || undefined} title={mixed ? undefined : chosen?.label}>
      <Select
        id={id}
        options={options}
        value={mixed ? '' : value}
        onChange={onChange}
        aria-describedby={describedBy}
        {...(mixed && { shown: 'mixed' })}
      />
    </span>
  );
}
