/**
 * One setting: its label, its field, a way back to the default once it differs, and what is wrong with what was typed, in words. It does
 * not know where the value goes: the same row edits parts, links, faults, the scenario and request classes.
 */
import { RotateCcw } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import type { ParamSpec, ParamValue } from '../../../src/std/parameter.ts';
import { SpecField } from '../fields/SpecField.tsx';
import { explains } from '../help.ts';
import { defaultWords, rangeWords } from '../spec-words.ts';
import type { SharedValue } from '../subject.ts';
import styles from './ParamRow.module.css';

export interface ParamRowProps {
  readonly spec: ParamSpec;
  readonly shared: SharedValue;
  /** undefined returns to the default. @returns why it was refused, in words. */
  readonly onSet: (value: ParamValue | undefined, gesture?: string) => string | undefined;
}

export function ParamRow({ spec, shared, onSet }: ParamRowProps) {
  const id = useId();
  const [error, setError] = useState<{ readonly why: string; readonly over: ParamValue }>();
  const why = error !== undefined && error.over === shared.value ? error.why : undefined;
  const tell = (text: string | undefined): void => setError(text === undefined ? undefined : { why: text, over: shared.value });
  const watch = useCallback((row: HTMLElement | null) => (row === null ? undefined : explains(row, spec)), [spec]);
  const described = [`${id}-help`, why === undefined ? '' : `${id}-error`].join(' ').trim();
  return (
    <div className={styles['row']} data-modified={shared.modified || undefined} ref={watch}>
      <span className={styles['name']}>
        <label htmlFor={id} className={styles['label']} title={spec.label}>
          {spec.label}
        </label>
        {shared.modified && (
          <button
            type="button"
            className={styles['reset']}
            aria-label={`Reset ${spec.label} to ${defaultWords(spec)}`}
            title={`Changed. Back to ${defaultWords(spec)}`}
            onClick={() => tell(onSet(undefined))}
          >
            <RotateCcw aria-hidden="true" />
          </button>
        )}
      </span>
      <SpecField
        id={id}
        spec={spec}
        value={shared.value}
        mixed={shared.mixed}
        invalid={why !== undefined}
        describedBy={described}
        onChange={(value, gesture) => tell(onSet(value, gesture))}
        onError={tell}
      />
      <span id={`${id}-help`} className={styles['spoken']}>
        {spec.help} {rangeWords(spec)}.{shared.modified ? ' Changed.' : ''}
      </span>
      {why !== undefined && (
        <p id={`${id}-error`} className={styles['error']} role="alert">
          {why}
        </p>
      )}
    </div>
  );
}
