/** Columns that grow: the same numbers in a longer array. */

/** A longer copy; the new places hold 0. */
export function widenInts(from: Int32Array, length: number): Int32Array {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}

/** A longer copy; the new places hold 0. */
export function widenFloats(from: Float64Array, length: number): Float64Array {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
