/**
 * A recorded trace: folded, what it holds and what it looks like; unfolded, a place to paste it or to choose a file. What is wrong with a
 * text is said with its line, and the trace in force stays as it was.
 */
import { ChevronDown, FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import { linkCharacters } from '../../../src/design/share/weight.ts';
import { MAX_TRACE_BYTES, readTraceText, traceWords } from '../../../src/design/trace-text.ts';
import type { TraceSpec } from '../../../src/std/parameter.ts';
import type { Trace } from '../../../src/std/trace.ts';
import type { FieldProps } from './field-props.ts';
import styles from './TraceField.module.css';

export function TraceField({ id, spec, value, mixed, describedBy, invalid, onChange, onError }: FieldProps<TraceSpec, Trace>) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const file = useId();
  const take = (given: string): void => {
    const read = readTraceText(given);
    onError(read.ok ? undefined : read.error);
    if (!read.ok) return;
    onChange(read.value);
    setText('');
  };
  const choose = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    if (chosen.size > MAX_TRACE_BYTES) onError(`${chosen.name} is larger than a megabyte: cut it to what is to be played back.`);
    else take(await chosen.text());
  };
  return (
    <>
      <button
        type="button"
        id={id}
        className={styles['summary']}
        aria-expanded={open}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        onClick={() => setOpen(!open)}
      >
        <span className={styles['words']}>{mixed ? 'mixed' : traceWords(value)}</span>
        <ChevronDown aria-hidden="true" className={styles['arrow']} />
      </button>
      {!mixed && value.every > 0 && <Bars of={value} />}
      {open && (
        <fieldset className={styles['editor']} aria-label={spec.label}>
          <textarea
            className={styles['text']}
            aria-label="Trace as text"
            rows={5}
            spellCheck={false}
            placeholder={'every 1000\n120\n340\n…\n\nor moments:\n2026-01-01T00:00:00.250Z\n…'}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <div className={styles['row']}>
            <button type="button" className={styles['take']} disabled={text.trim() === ''} onClick={() => take(text)}>
              Use this
            </button>
            <label className={styles['file']} htmlFor={file}>
              <FileUp aria-hidden="true" /> From a file
            </label>
            <input
              id={file}
              className={styles['chooser']}
              type="file"
              accept=".csv,.txt,text/csv,text/plain"
              onChange={(event) => void choose(event.target.files?.[0])}
            />
          </div>
          <p className={styles['note']}>
            One value a line: requests in each interval, or moments (ms, or date and time), rising. It adds about{' '}
            {linkCharacters(value).toLocaleString('en')} characters to a link.
          </p>
        </fieldset>
      )}
    </>
  );
}

/** The counts as bars, at most so many, each the highest of those that it stands for. */
const MOST_BARS = 120;

function Bars({ of }: { readonly of: Trace }) {
  const each = Math.max(1, Math.ceil(of.values.length / MOST_BARS));
  const heights: number[] = [];
  for (let i = 0; i < of.values.length; i += each) heights.push(Math.max(...of.values.slice(i, i + each)));
  const top = Math.max(1, ...heights);
  const path = heights.map((height, i) => `M${i + 0.5} 24V${(24 - (23 * height) / top).toFixed(1)}`).join('');
  return (
    <svg className={styles['bars']} viewBox={`0 0 ${Math.max(1, heights.length)} 24`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
