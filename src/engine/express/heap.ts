/**
 * The heap of the express way: the ends of work that is under way, four children to a parent, as in the queue; ties go by the same
 * sequence. What is taken leaves a hole at the root, which the end scheduled next fills.
 */
import { due, ENDS_AT, HOLE, moments, numbers, order, PENDING, SEQUENCE, whose } from './stage.ts';

/** Schedules the end of work on a call for the moment ENDS_AT: in the hole at the root, if there is one, else from below. */
export function schedule(place: number): void {
  const ends = moments[ENDS_AT]!;
  const rank = numbers[SEQUENCE]!;
  numbers[SEQUENCE] = (rank + 1) | 0;
  if (numbers[HOLE] === 1) {
    numbers[HOLE] = 0;
    due[0] = ends;
    whose[0] = place;
    order[0] = rank;
    sink();
    return;
  }
  let at = numbers[PENDING]!;
  numbers[PENDING] = (at + 1) | 0;
  while (at > 0) {
    const parent = (at - 1) >> 2;
    if (due[parent]! <= ends) break;
    due[at] = due[parent]!;
    whose[at] = whose[parent]!;
    order[at] = order[parent]!;
    at = parent;
  }
  due[at] = ends;
  whose[at] = place;
  order[at] = rank;
}

/** The last of the heap takes the place of the first, and sinks. */
export function fillRoot(): void {
  numbers[HOLE] = 0;
  const end = (numbers[PENDING]! - 1) | 0;
  numbers[PENDING] = end;
  due[0] = due[end]!;
  whose[0] = whose[end]!;
  order[0] = order[end]!;
  due[end] = Number.POSITIVE_INFINITY;
  if (end > 0) sink();
}

/** Lets what is at the root sink to its place. */
function sink(): void {
  const time = due[0]!;
  const place = whose[0]!;
  const rank = order[0]!;
  const pending = numbers[PENDING]!;
  let at = 0;
  for (let child = 1; child < pending; child = ((at << 2) + 1) | 0) {
    const a = due[child]!;
    const b = due[child + 1]!;
    const c = due[child + 2]!;
    const d = due[child + 3]!;
    const left = (child + +(b < a)) | 0;
    const right = (child + 2 + +(d < c)) | 0;
    let sooner = due[right]! < due[left]! ? right : left;
    if (a === b || c === d || due[left] === due[right]) sooner = soonestOf(child);
    const soonest = due[sooner]!;
    if (time < soonest || (time === soonest && ((rank - order[sooner]!) | 0) < 0)) break;
    due[at] = soonest;
    whose[at] = whose[sooner]!;
    order[at] = order[sooner]!;
    at = sooner;
  }
  due[at] = time;
  whose[at] = place;
  order[at] = rank;
}

/** Which of four comes first when some are due at the same moment. */
function soonestOf(child: number): number {
  let sooner = child;
  for (let i = child + 1; i < child + 4; i++) {
    if (due[i]! < due[sooner]! || (due[i] === due[sooner] && due[i]! < Number.POSITIVE_INFINITY && ((order[i]! - order[sooner]!) | 0) < 0))
      sooner = i;
  }
  return sooner;
}

/** Brings what stands in it in any order into the order of a heap. */
export function heapify(): void {
  const count = numbers[PENDING]!;
  const sequence = numbers[SEQUENCE]!;
  numbers[PENDING] = 0;
  numbers[HOLE] = 0;
  for (let i = 0; i < count; i++) {
    moments[ENDS_AT] = due[i]!;
    numbers[SEQUENCE] = order[i]!;
    schedule(whose[i]!);
  }
  numbers[SEQUENCE] = sequence;
}
