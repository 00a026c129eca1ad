/** A number with its label, as popovers and dialogs of the timeline have them; `bare`: the label is read out only. */
import { useId } from 'react';
import type { NumberRange } from '../panels/fields/number-entry.ts';
import { QuantityInput } from '../panels/fields/QuantityInput.tsx';
import { useOwnError } from '../panels/fields/use-own-error.ts';
import styles from './EntryPopover.module.css';

export interface NumberRowProps {
  readonly label: string;
  readonly range: NumberRange;
  readonly value: number;
  readonly bare?: boolean;
  /** Instead of the look of a popover's row. */
  readonly className?: string | undefined;
  readonly onChange: (value: number, gesture?: string) => void;
}

export function NumberRow({ label, range, value, bare = false, className = styles['row'], onChange }: NumberRowProps) {
  const id = useId();
  const { error, onError, describedBy } = useOwnError(id);
  const input = (
    <QuantityInput
      id={id}
      range={range}
      value={value}
      invalid={error !== undefined}
      describedBy={describedBy}
      onError={onError}
      onChange={onChange}
      {...(bare && { 'aria-label': label })}
    />
  );
  const why = error !== undefined && (
    <p id={describedBy} className={styles['error']} role="alert">
      {error}
    </p>
  );
  if (bare) {
    return (
      <div>
        {input}
        {why}
      </div>
    );
  }
  return (
    <div className={className}>
      <label htmlFor={id}>{label}</label>
      {input}
      {why}
    </div>
  );
}
