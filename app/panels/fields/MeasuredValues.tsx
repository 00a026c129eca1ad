/** Measured values, pasted as text in milliseconds. */
import { useId, useState } from 'react';
import type { Distribution } from '../../../src/std/distribution.ts';
import { readValues } from './distribution-entry.ts';
import styles from './MeasuredValues.module.css';

type Empirical = Extract<Distribution, { type: 'empirical' }>;

export interface MeasuredValuesProps {
  readonly value: Empirical;
  readonly onChange: (value: Empirical) => void;
}

export function MeasuredValues({ value, onChange }: MeasuredValuesProps) {
  const id = useId();
  const [draft, setDraft] = useState<string>();
  return (
    <div className={styles['values']}>
      <label htmlFor={id}>Values in ms</label>
      <textarea
        id={id}
        className={styles['text']}
        rows={4}
        spellCheck={false}
        aria-describedby={`${id}-count`}
        value={draft ?? value.values.join('  ')}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => {
          if (draft !== undefined) onChange({ ...value, values: readValues(draft) });
          setDraft(undefined);
        }}
      />
      <p id={`${id}-count`} className={styles['count']}>
        {value.values.length === 1 ? 'One value.' : `${value.values.length} values.`} Paste a column from anywhere.
      </p>
    </div>
  );
}
