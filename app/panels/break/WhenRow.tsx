/** When a fault is to begin: now, while the simulation runs, or at a moment of the scenario. */
import { useId } from 'react';
import { QuantityInput } from '../fields/QuantityInput.tsx';
import { useOwnError } from '../fields/use-own-error.ts';
import styles from './WhenRow.module.css';

export interface When {
  readonly now: boolean;
  readonly at: number;
}

export interface WhenRowProps {
  readonly when: When;
  readonly running: boolean;
  readonly runMs: number;
  readonly onChange: (when: When) => void;
}

export function WhenRow({ when, running, runMs, onChange }: WhenRowProps) {
  const id = useId();
  const { error, onError, describedBy } = useOwnError(id);
  const now = running && when.now;
  return (
    <div className={styles['row']}>
      <label htmlFor={id} className={styles['label']}>
        Begins
      </label>
      {running && (
        <button type="button" className={styles['now']} aria-pressed={now} onClick={() => onChange({ ...when, now: !when.now })}>
          now
        </button>
      )}
      <span className={styles['at']} data-off={now || undefined}>
        <QuantityInput
          id={id}
          range={{ unit: 'ms', min: 0, max: runMs, whole: false }}
          value={when.at}
          invalid={error !== undefined}
          describedBy={describedBy}
          onError={onError}
          onChange={(at) => onChange({ now: false, at })}
        />
      </span>
      {error !== undefined && (
        <p id={describedBy} className={styles['error']}>
          {error}
        </p>
      )}
    </div>
  );
}
