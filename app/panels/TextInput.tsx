/** A line or a few lines of text, taken over on Enter or when the field is left; Escape brings back what was there. */
import { type KeyboardEvent, useId, useState } from 'react';
import { classNames } from '../ui/class-names.ts';
import styles from './TextInput.module.css';

export interface TextInputProps {
  readonly value: string;
  readonly onCommit: (text: string) => void;
  readonly id?: string;
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly suggestions?: readonly string[];
  /** More than one line: Enter makes a new one, and the field is taken over when it is left. */
  readonly lines?: number;
  readonly className?: string | undefined;
  readonly 'aria-label'?: string;
  /** Id of what is wrong with it, when something is. */
  readonly describedBy?: string | undefined;
}

export function TextInput({ value, onCommit, suggestions, lines = 1, className, describedBy, ...rest }: TextInputProps) {
  const list = useId();
  const [draft, setDraft] = useState<{ readonly text: string; readonly over: string }>();
  const text = draft?.over === value ? draft.text : value;
  const take = (): void => {
    setDraft(undefined);
    if (text !== value) onCommit(text);
  };
  const field = {
    ...rest,
    className: classNames(styles['text'], className),
    value: text,
    'aria-describedby': describedBy,
    'aria-invalid': describedBy !== undefined,
    spellCheck: false,
    onChange: (event: { readonly target: { readonly value: string } }) => setDraft({ text: event.target.value, over: value }),
    onBlur: take,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && lines === 1) take();
      if (event.key !== 'Escape' || text === value) return;
      event.stopPropagation();
      setDraft(undefined);
    },
  };
  if (lines > 1) return <textarea {...field} rows={lines} />;
  return (
    <>
      <input {...field} autoComplete="off" {...(suggestions !== undefined && { list })} />
      {suggestions !== undefined && (
        <datalist id={list}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </>
  );
}
