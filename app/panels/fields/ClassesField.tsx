/** A set of request classes; none chosen means every class, unless the parameter says otherwise. */
import type { ClassesSpec } from '../../../src/std/parameter.ts';
import { useDesign } from '../../state/design-store.ts';
import styles from './ClassesField.module.css';
import type { FieldProps } from './field-props.ts';

export function ClassesField({ id, spec, value, mixed, describedBy, onChange }: FieldProps<ClassesSpec, readonly string[]>) {
  const classes = useDesign((state) => state.design.classes);
  const toggle = (cls: string): void =>
    onChange(mixed || !value.includes(cls) ? [...(mixed ? [] : value), cls] : value.filter((one) => one !== cls));
  return (
    <>
      <span className={styles['summary']}>
        {mixed ? 'mixed' : value.length === 0 ? (spec.empty ?? 'all classes') : `${value.length} of ${classes.length}`}
      </span>
      {/* The group is what the label names. */}
      <fieldset id={id} className={styles['set']} aria-label={spec.label} aria-describedby={describedBy}>
        {classes.map((cls) => (
          <button
            key={cls.id}
            type="button"
            className={styles['chip']}
            aria-pressed={!mixed && value.includes(cls.id)}
            onClick={() => toggle(cls.id)}
            title={cls.route}
          >
            {cls.name}
          </button>
        ))}
      </fieldset>
    </>
  );
}
