/** Operations in orders that checkers walk in: indexes sorted by columns, ties by index, so that every machine walks the same way. */
import type { Operations } from './operations.ts';

/** The operations that pass, sorted by these columns, the first one first. */
export function sorted(ops: Operations, passes: (i: number) => boolean, ...columns: readonly ArrayLike<number>[]): Int32Array {
  const list: number[] = [];
  for (let i = 0; i < ops.count; i++) if (passes(i)) list.push(i);
  return Int32Array.from(list).sort((a, b) => {
    for (const column of columns) {
      const [x, y] = [column[a]!, column[b]!];
      if (x !== y) return x < y ? -1 : 1;
    }
    return a - b;
  });
}

/** Where each value of a column begins in a list sorted by it; one more place for the end. */
export function starts(list: Int32Array, column: Int32Array, values: number): Int32Array {
  const at = new Int32Array(values + 1);
  for (const i of list) at[column[i]! + 1] = at[column[i]! + 1]! + 1;
  for (let v = 0; v < values; v++) at[v + 1] = at[v + 1]! + at[v]!;
  return at;
}
