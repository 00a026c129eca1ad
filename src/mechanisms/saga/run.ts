/**
 * One saga under way: how many of its steps are done, whether it goes forward or undoes them, and who waits for it. Steps are done one
 * after the other; when one fails, those done before it are undone in reverse. A step that timed out may have been done all the same,
 * so it is undone too. Nobody but the saga's own log knows where it is: it is written down before each move.
 */

/** Where a saga is going. */
export type Going = 'forward' | 'back';

export class SagaRun {
  /** By this its calls and events know it. */
  readonly serial: number;
  readonly instance: number;
  readonly cls: number;
  readonly key: number;
  readonly session: number;
  readonly flags: number;
  readonly hops: number;
  /** The call that began it, with its generation; −1 when nobody waits any more. */
  row: number;
  readonly generation: number;
  readonly began: number;
  going: Going = 'forward';
  /** Forward: the step that is next. Back: how many of the steps to undo are left. */
  step = 0;
  /** Steps to undo, in the order in which they were done. */
  readonly done: number[] = [];
  attempts = 0;
  /** An earlier attempt at its step may have been done: it timed out, or its answer went by a copy that was down. */
  perhaps = false;
  /** When it moves next, ns; what was planned for another moment is void. */
  due = -1;
  /** Why it turned back. */
  cause = 0;

  constructor(serial: number, instance: number, row: number, generation: number, asked: Asked, began: number) {
    this.serial = serial;
    this.instance = instance;
    this.row = row;
    this.generation = generation;
    this.cls = asked.cls;
    this.key = asked.key;
    this.session = asked.session;
    this.flags = asked.flags;
    this.hops = asked.hops;
    this.began = began;
  }

  /** Its step was done. */
  advance(): void {
    this.done.push(this.step);
    this.step++;
    this.attempts = 0;
    this.perhaps = false;
  }

  /** Its step failed for good. */
  turn(cause: number): void {
    if (this.perhaps) this.done.push(this.step);
    this.going = 'back';
    this.cause = cause;
    this.attempts = 0;
  }

  /** The step to undo next, or −1 when there is none left. */
  get toUndo(): number {
    return this.done.at(-1) ?? -1;
  }

  undone(): void {
    this.done.pop();
    this.attempts = 0;
  }
}

/** What the call that began a saga asked for. */
export interface Asked {
  readonly cls: number;
  readonly key: number;
  readonly session: number;
  readonly flags: number;
  readonly hops: number;
}
