/** Jobs that a timer knows by number. A number is used again when its job was taken. */
import type { Job } from './slots.ts';

export class Jobs {
  readonly #jobs: Job[] = [];
  readonly #free: number[] = [];

  add(job: Job): number {
    const number = this.#free.pop();
    if (number === undefined) return this.#jobs.push(job) - 1;
    this.#jobs[number] = job;
    return number;
  }

  take(number: number): Job {
    this.#free.push(number);
    return this.#jobs[number]!;
  }
}
