/** On or off. Where several things differ it says so; the next press turns all of them on. */
import type { FlagSpec } from '../../../src/std/parameter.ts';
import { Switch } from '../../ui/Switch.tsx';
import styles from './FlagField.module.css';
import type { FieldProps } from './field-props.ts';

export function FlagField({ id, value, mixed, describedBy, onChange }: FieldProps<FlagSpec, boolean>) {
  return (
    <span className={styles['flag']}>
      {mixed && <span className={styles['mixed']}>mixed</span>}
      <Switch id={id} checked={!mixed && value} onChange={onChange} aria-describedby={describedBy} />
    </span>
  );
}
