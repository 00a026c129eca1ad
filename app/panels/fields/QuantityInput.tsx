/**
 * A number with its unit, typed as people write it. Taken over on Enter or when the field is left; what cannot be taken stays there to be
 * mended, the value in force stays as it was, and Escape or an empty field brings it back. Arrows and, only while it has the focus, the wheel step it.
 */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useBurst } from '../gesture.ts';
import { type NumberRange, readEntry, showEntry, stepEntry } from './number-entry.ts';
import styles from './QuantityInput.module.css';

export interface QuantityInputProps {
  readonly id?: string;
  readonly range: NumberRange;
  readonly value: number;
  readonly mixed?: boolean;
  readonly invalid?: boolean;
  readonly onChange: (value: number, gesture?: string) => void;
  readonly onError?: (why: string | undefined) => void;
  readonly 'aria-label'?: string;
  readonly describedBy?: string | undefined;
}

export function QuantityInput({
  range,
  value,
  mixed = false,
  invalid = false,
  onChange,
  onError,
  describedBy,
  ...rest
}: QuantityInputProps) {
  // A draft belongs to the value it was typed over: when that changes (undo, a slider, a replay), the draft is void.
  const [typed, setTyped] = useState<{ readonly text: string; readonly over: number }>();
  const draft = typed?.over === value ? typed.text : undefined;
  const burst = useBurst(`step-${rest.id ?? rest['aria-label'] ?? ''}`);
  const input = useRef<HTMLInputElement>(null);
  const forget = (): void => {
    setTyped(undefined);
    onError?.(undefined);
  };
  const take = (text: string): void => {
    const read = readEntry(text, range);
    if (text.trim() !== '' && !read.ok) {
      onError?.(mixed ? read.error : `${read.error} It is still ${showEntry(value, range)}.`);
      return;
    }
    forget();
    if (read.ok && (mixed || read.value !== value)) onChange(read.value);
  };
  const step = (direction: 1 | -1, times: number): void => {
    const read = draft === undefined ? undefined : readEntry(draft, range);
    const next = stepEntry(read?.ok ? read.value : value, direction, range, times);
    forget();
    onChange(next, burst());
  };
  useWheel(input, step);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && draft !== undefined) take(draft);
    if (event.key === 'Escape' && draft !== undefined) {
      event.stopPropagation();
      forget();
    }
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : undefined;
    if (direction === undefined) return;
    event.preventDefault();
    step(direction, event.shiftKey ? 10 : 1);
  };
  return (
    <input
      {...rest}
      ref={input}
      className={styles['input']}
      inputMode="text"
      autoComplete="off"
      spellCheck={false}
      placeholder={mixed ? 'mixed' : undefined}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      value={draft ?? (mixed ? '' : showEntry(value, range))}
      onChange={(event) => setTyped({ text: event.target.value, over: value })}
      onBlur={() => draft !== undefined && take(draft)}
      onKeyDown={onKeyDown}
    />
  );
}

/** React's own wheel events are passive: without this the pane would scroll away under the hand. */
function useWheel(input: React.RefObject<HTMLInputElement | null>, step: (direction: 1 | -1, times: number) => void): void {
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    const element = input.current;
    const onWheel = (event: WheelEvent): void => {
      if (document.activeElement !== element || event.deltaY === 0) return;
      event.preventDefault();
      latest.current(event.deltaY < 0 ? 1 : -1, event.shiftKey ? 10 : 1);
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [input]);
}
