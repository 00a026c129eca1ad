/** W1 written by hand for nothing else: one queue, one server, two moments to compare. See by-hand.ts for its manners. */
import {
  ARRIVED,
  BUCKETS,
  type ByHand,
  begin,
  counts,
  DONE,
  DRAWN,
  float,
  HEAD,
  LOWEST,
  moments,
  NEXT_ARRIVAL,
  NEXT_DEPARTURE,
  numbers,
  PLACES,
  result,
  SHIFT,
  SLICE,
  since,
  TAIL,
  TOTAL,
  upper,
} from './by-hand.ts';
import { DRAWS, exponentials, fillExponentials } from './draws.ts';

/** M/M/1 at utilisation 0.8, mean service 1 ms. */
export function byHandW1(customers: number, seed: number): ByHand {
  begin(seed);
  moments[NEXT_ARRIVAL] = exponentials[0]! * 1.25;
  numbers[DRAWN] = 1;
  moments[NEXT_DEPARTURE] = Infinity;
  while (numbers[DONE]! < customers) sliceOfW1(customers);
  return result(customers);
}

function sliceOfW1(customers: number): void {
  let arrival = moments[NEXT_ARRIVAL]!;
  let departure = moments[NEXT_DEPARTURE]!;
  let total = moments[TOTAL]!;
  let done = numbers[DONE]!;
  let arrived = numbers[ARRIVED]!;
  let drawn = numbers[DRAWN]!;
  let head = numbers[HEAD]!;
  let tail = numbers[TAIL]!;
  for (let left = SLICE; left > 0; left--) {
    if (drawn > DRAWS - 2) {
      fillExponentials();
      drawn = 0;
    }
    if (arrival < departure) {
      since[tail & (PLACES - 1)] = arrival;
      if (head === tail) departure = arrival + exponentials[drawn++]!;
      tail = (tail + 1) | 0;
      arrived = (arrived + 1) | 0;
      arrival = arrived < customers ? arrival + exponentials[drawn++]! * 1.25 : Infinity;
    } else {
      if (head === tail) break;
      const spent = departure - since[head & (PLACES - 1)]!;
      total += spent;
      float[0] = spent;
      counts[((upper[1]! >> SHIFT) - LOWEST) & (BUCKETS - 1)]!++;
      head = (head + 1) | 0;
      done = (done + 1) | 0;
      departure = head === tail ? Infinity : departure + exponentials[drawn++]!;
    }
  }
  moments[NEXT_ARRIVAL] = arrival;
  moments[NEXT_DEPARTURE] = departure;
  moments[TOTAL] = total;
  numbers[DONE] = done;
  numbers[ARRIVED] = arrived;
  numbers[DRAWN] = drawn;
  numbers[HEAD] = head;
  numbers[TAIL] = tail;
}
