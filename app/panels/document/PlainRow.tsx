/** A row for a value that always has one: without a default to go back to. */
import type { ParamSpec, ParamValue } from '../../../src/std/parameter.ts';
import { ParamRow } from '../set/ParamRow.tsx';

export interface PlainRowProps {
  readonly spec: ParamSpec;
  readonly value: ParamValue;
  /** @returns why it was refused, in words. */
  readonly onSet: (value: ParamValue, gesture?: string) => string | undefined;
}

export function PlainRow({ spec, value, onSet }: PlainRowProps) {
  return (
    <ParamRow
      spec={spec}
      shared={{ value, mixed: false, modified: false }}
      onSet={(next, gesture) => (next === undefined ? undefined : onSet(next, gesture))}
    />
  );
}
