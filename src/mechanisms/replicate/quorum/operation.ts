/**
 * Operations that a coordinator has under way: whom it asked, who has answered and what. One stays until its time-out is over, so that
 * late answers still find it; numbers are used again, and tell by `run` which operation they mean.
 */
import { NOTHING, type Value } from '../values.ts';
import type { KeyRing } from './key-ring.ts';

/** States of a copy within an operation. */
const LEFT_OUT = 0;
export const ASKED = 1;
export const ANSWERED = 2;

export class Operation {
  readonly number: number;
  run = 0;
  write = false;
  /** The call that waits; -1: nobody. */
  row = -1;
  generation = 0;
  cls = 0;
  session = 0;
  /** Its coordinator; gone when that died. */
  at = 0;
  gone = false;
  key = 0;
  /** The newest version acknowledged when it began. */
  owed = 0;
  /** What is written; of a read the best that was found. */
  value: Value = NOTHING;
  /** The call has been answered. */
  over = false;
  /** Repairs that it waits for. */
  repairing = 0;
  /** Copies, in the order of the ring; who stands in for one (else the copy itself), its state and what it had. */
  copies = 0;
  readonly copy: Int32Array;
  readonly standIn: Int32Array;
  readonly state: Uint8Array;
  readonly found: Value[];
  /** Answers by region. */
  readonly got: Int32Array;

  constructor(number: number, ring: KeyRing) {
    this.number = number;
    this.copy = new Int32Array(ring.total);
    this.standIn = new Int32Array(ring.total);
    this.state = new Uint8Array(ring.total);
    this.found = Array.from({ length: ring.total }, () => NOTHING);
    this.got = new Int32Array(ring.regions);
  }
}

export class Operations {
  readonly #ring: KeyRing;
  readonly #all: Operation[] = [];
  readonly #free: number[] = [];

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  take(at: number, key: number): Operation {
    const number = this.#free.pop();
    const op = number === undefined ? new Operation(this.#all.length, this.#ring) : this.#all[number]!;
    if (number === undefined) this.#all.push(op);
    op.run++;
    op.at = at;
    op.key = key;
    op.row = -1;
    op.gone = false;
    op.value = NOTHING;
    op.over = false;
    op.repairing = 0;
    op.copies = this.#ring.find(key, op.copy);
    op.standIn.set(op.copy);
    op.state.fill(LEFT_OUT);
    op.got.fill(0);
    return op;
  }

  at(number: number): Operation {
    return this.#all[number]!;
  }

  /** The operation that a message belongs to, if it is still under way. */
  of(number: number, run: number): Operation | undefined {
    const op = this.#all[number]!;
    return op.run === run && !op.gone ? op : undefined;
  }

  free(op: Operation): void {
    op.run++;
    op.value = NOTHING;
    op.found.fill(NOTHING);
    this.#free.push(op.number);
  }

  /** A coordinator died: nobody goes on with what it had under way. */
  crash(at: number): void {
    for (const op of this.#all) if (op.at === at) op.gone = true;
  }
}

/** Whether a copy could be asked and has not been. */
export function isLeft(op: Operation, k: number): boolean {
  return op.state[k] === LEFT_OUT && op.standIn[k]! >= 0;
}
