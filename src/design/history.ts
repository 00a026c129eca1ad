/**
 * Undo and redo as plain data: the states before, the present one, the states after. It knows no commands; since states
 * share what did not change between them, keeping hundreds costs little. Changes with the same gesture id in a row (a
 * drag, a slider being pulled) are one step. It is bounded: the oldest steps fall off.
 */

/** Steps that can be undone (chosen; a person who goes back further opens a file). */
export const MAX_STEPS = 500;

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** The gesture that led to the present and may go on; undefined when the next change is a step of its own. */
  readonly gesture: string | undefined;
}

export function newHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], gesture: undefined };
}

/** A change of state. The same state as before is no change; anything that had been undone is gone. */
export function changed<T>(history: History<T>, present: T, gesture?: string): History<T> {
  if (present === history.present) return history;
  const goesOn = gesture !== undefined && gesture === history.gesture;
  const past = goesOn ? history.past : [...history.past, history.present].slice(-MAX_STEPS);
  return { past, present, future: [], gesture };
}

/** One step back; the same history when there is none. Ends a gesture. */
export function undone<T>(history: History<T>): History<T> {
  const [present] = history.past.slice(-1);
  if (present === undefined) return history;
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future], gesture: undefined };
}

/** One step forward again; the same history when there is none. */
export function redone<T>(history: History<T>): History<T> {
  const [present] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future: history.future.slice(1), gesture: undefined };
}
