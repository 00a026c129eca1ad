/** When an entry happens, and how long it lasts, as typed quantities: the way without a drag. */
import { useId } from 'react';
import type { NumberRange } from '../panels/fields/number-entry.ts';
import { QuantityInput } from '../panels/fields/QuantityInput.tsx';
import { useOwnError } from '../panels/fields/use-own-error.ts';
import styles from './EntryPopover.module.css';

export interface TimeFieldsProps {
  readonly at: number;
  /** undefined: it has no length; 0: until the end of the run. */
  readonly duration: number | undefined;
  readonly runMs: number;
  readonly onAt: (ms: number, gesture?: string) => void;
  readonly onDuration: (ms: number, gesture?: string) => void;
}

export function TimeFields({ at, duration, runMs, onAt, onDuration }: TimeFieldsProps) {
  const moment: NumberRange = { unit: 'ms', min: 0, max: runMs, whole: false };
  return (
    <>
      <TimeField label={duration === undefined ? 'Happens at' : 'Begins at'} range={moment} value={at} onChange={onAt} />
      {duration !== undefined && (
        <TimeField
          label="Lasts"
          range={{ ...moment, max: Math.max(runMs, duration), zero: 'to the end' }}
          value={duration}
          onChange={onDuration}
        />
      )}
    </>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly range: NumberRange;
  readonly value: number;
  readonly onChange: (ms: number, gesture?: string) => void;
}

function TimeField({ label, range, value, onChange }: TimeFieldProps) {
  const id = useId();
  const { error, onError, describedBy } = useOwnError(id);
  return (
    <div className={styles['row']}>
      <label htmlFor={id}>{label}</label>
      <QuantityInput
        id={id}
        range={range}
        value={value}
        invalid={error !== undefined}
        describedBy={describedBy}
        onError={onError}
        onChange={onChange}
      />
      {error !== undefined && (
        <p id={describedBy} className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
