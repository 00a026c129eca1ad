/**
 * A number typed as text: it takes what is typed when the field is left or Enter pressed, puts back the old value with
 * Escape, and steps with the arrows (Shift: ten times). What is not a number inside the range is never taken over.
 */
import { type KeyboardEvent, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './NumberInput.module.css';
import { readNumber } from './read-number.ts';

export interface NumberInputProps {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  readonly step?: number;
  /** Unit after the number, e.g. `s`. */
  readonly suffix?: string;
  readonly onCommit: (value: number) => void;
  /** Told in words when what was typed cannot be taken, and undefined when it can again. */
  readonly onRefuse?: (why: string | undefined) => void;
  readonly id?: string;
  readonly className?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: boolean;
}

export function NumberInput(props: NumberInputProps) {
  const { value, min, max, whole = false, step = 1, suffix, onCommit, onRefuse, className, ...rest } = props;
  const [draft, setDraft] = useState<string>();
  const take = (text: string): void => {
    const read = readNumber(text, { min, max, whole });
    onRefuse?.(typeof read === 'string' ? read : undefined);
    if (typeof read === 'string') return;
    setDraft(undefined);
    if (read !== value) onCommit(read);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') take(draft ?? String(value));
    if (event.key === 'Escape' && draft !== undefined) {
      event.stopPropagation();
      setDraft(undefined);
      onRefuse?.(undefined);
    }
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const next = value + direction * step * (event.shiftKey ? 10 : 1);
    take(String(Math.min(max, Math.max(min, Number(next.toPrecision(12))))));
  };
  return (
    <span className={classNames(styles['box'], className)}>
      <input
        {...rest}
        className={styles['input']}
        inputMode={whole ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        value={draft ?? String(value)}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => draft !== undefined && take(draft)}
        onKeyDown={onKeyDown}
      />
      {suffix !== undefined && <span className={styles['suffix']}>{suffix}</span>}
    </span>
  );
}
