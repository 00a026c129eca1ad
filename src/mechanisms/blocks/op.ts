/** One use of one data node's disk, asked for by a request or a repair: where it has got to, and whom it concerns. */

/** On its way there; in line for the disk; on the disk; on its way back. */
export const THERE = 0;
export const IN_LINE = 1;
export const ON_DISK = 2;
export const BACK = 3;
export const FREE = 4;

/** Who asked. Either comes exactly once for every operation begun, and not before `begin` has returned. Undefined asker: nobody waits any more. */
export interface Asker {
  opDone(op: Op): void;
  opFailed(op: Op): void;
}

export class Op {
  readonly number: number;
  /** Counts its uses: events of earlier ones are void. */
  life = 0;
  stage = FREE;
  node = 0;
  bytes = 0;
  write = false;
  /** ns from the disk to who asked. */
  back = 0;
  /** Instance of the simulation that asked. */
  from = 0;
  /** The message that carries it does not arrive. */
  astray = false;
  asker: Asker | undefined;
  /** The asker's own: whose it is, which stage of that, which piece of which group, what is written. */
  job = 0;
  stageOfJob = 0;
  group = 0;
  piece = 0;
  key = 0;
  version = 0;

  constructor(number: number) {
    this.number = number;
  }
}
