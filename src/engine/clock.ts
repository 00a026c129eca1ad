/**
 * The clock, and the registers beside it. A fraction or a large number that crosses the border of a function which the
 * JavaScript engine does not inline is put into a box on the heap; at millions of events a second that is garbage. So on the
 * way of an event such numbers stand in these cells and are read there; what is passed are small whole numbers.
 */
export type Clock = Float64Array;

/** The present moment, ns. */
export const NOW = 0;
/** How long something took or will take, ns: set right before the call that reads it. */
export const SPAN = 1;

export function newClock(): Clock {
  return new Float64Array(2);
}
