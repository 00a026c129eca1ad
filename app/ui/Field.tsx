/**
 * A labelled control. Help and error are tied to the control, so that they are read with it: the child is a function
 * that gets the ids to use.
 */
import { type ReactNode, useId } from 'react';
import styles from './Field.module.css';

export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

export interface FieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  /** What is wrong with what was typed, in words with a way out. */
  readonly error?: string | undefined;
  readonly children: (ids: FieldIds) => ReactNode;
}

export function Field({ label, help, error, children }: FieldProps) {
  const id = useId();
  const notes = [help !== undefined && `${id}-help`, error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <div className={styles['control']}>
        {children({ id, 'aria-describedby': notes === '' ? undefined : notes, 'aria-invalid': error !== undefined })}
      </div>
      {help !== undefined && (
        <p id={`${id}-help`} className={styles['help']}>
          {help}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
