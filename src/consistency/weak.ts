/** The least that can be asked: a read returns what somebody wrote, and not before it was begun ("no values out of thin air"). */
import { INITIAL, NOWHERE, type Operations } from './operations.ts';
import { type Example, type Verdict, verdictOf } from './verdict.ts';

export function weak(ops: Operations): Verdict {
  const { write, origin, began, ended } = ops;
  let [chances, violations] = [0, 0];
  let example: Example | undefined;
  for (let i = 0; i < ops.count; i++) {
    if (write[i] === 1) continue;
    chances++;
    const writer = origin[i]!;
    if (writer === INITIAL || (writer !== NOWHERE && began[writer]! <= ended[i]!)) continue;
    violations++;
    if (example === undefined || ended[i]! < ended[example.pair[1]]!)
      example = writer === NOWHERE ? { operations: [i], pair: [i, i] } : { operations: [i, writer], pair: [writer, i] };
  }
  return verdictOf(chances, violations, example);
}
