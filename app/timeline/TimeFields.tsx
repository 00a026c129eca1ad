/** When an entry happens, and how long it lasts, as typed quantities: the way without a drag. */
import type { NumberRange } from '../panels/fields/number-entry.ts';
import { NumberRow } from './NumberRow.tsx';

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
      <NumberRow label={duration === undefined ? 'Happens at' : 'Begins at'} range={moment} value={at} onChange={onAt} />
      {duration !== undefined && (
        <NumberRow
          label="Lasts"
          range={{ ...moment, max: Math.max(runMs, duration), zero: 'to the end' }}
          value={duration}
          onChange={onDuration}
        />
      )}
    </>
  );
}
