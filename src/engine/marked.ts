/**
 * Answers of sources' requests that are less than they should be, by class: degraded (a fallback had to do somewhere) and wrong
 * (somebody on the way gave a wrong answer that looked right). Beside the meter, for almost all answers are neither.
 */
import { CLASS, DEGRADED, type Requests, WRONG } from './requests.ts';

export class Marked {
  readonly degraded: Float64Array;
  readonly wrong: Float64Array;

  constructor(classes: number) {
    this.degraded = new Float64Array(classes);
    this.wrong = new Float64Array(classes);
  }

  /** A request that was answered ended. */
  count(r: Requests, row: number): void {
    const cls = r.ints[row + CLASS]!;
    if (r.has(row, DEGRADED)) this.degraded[cls] = this.degraded[cls]! + 1;
    if (r.has(row, WRONG)) this.wrong[cls] = this.wrong[cls]! + 1;
  }

  /** The warm-up is over. */
  reset(): void {
    this.degraded.fill(0);
    this.wrong.fill(0);
  }
}
