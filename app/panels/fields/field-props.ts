/** What every field gets from its row, whatever it edits. */
import type { ParamSpec, ParamValue } from '../../../src/std/parameter.ts';

export interface FieldProps<S extends ParamSpec, V extends ParamValue> {
  /** Id of the control that the row's label names. */
  readonly id: string;
  readonly spec: S;
  readonly value: V;
  /** Several things are edited and they differ; `value` is that of the first. */
  readonly mixed: boolean;
  /** Ids of help and error. */
  readonly describedBy: string;
  readonly invalid: boolean;
  /** Commands with the same gesture id are one step of undo. */
  readonly onChange: (value: V, gesture?: string) => void;
  /** What is wrong with what was typed, in words; undefined when all is well again. */
  readonly onError: (why: string | undefined) => void;
}
