/**
 * Data nodes: each has one disk that serves reads and writes in order of arrival, a positioning time and its bytes at so many
 * a second. What is asked of a node that is down is refused; of one that hangs or is cut off nothing comes back, and who
 * asked turns to another when its patience ends. A node that dies breaks what it was at. Nodes count from 0 here.
 */
import { UP } from '../../engine/knobs.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { IntRing } from '../../std/ring.ts';
import { NS_PER_S } from '../../std/units.ts';
import { type Asker, BACK, FREE, IN_LINE, ON_DISK, Op, THERE } from './op.ts';

export interface DiskSettings {
  /** Positioning, ns. */
  readonly seek: Sampler;
  readonly bytesPerSecond: number;
  /** Operations that one node does at a time. */
  readonly parallel: number;
  /** ns until who asked a silent node turns to another. */
  readonly patience: number;
}

/** Events of the station's own that belong here: `a` names the operation and its use. */
export const ARRIVES = 32;
const WRITTEN = 33;
const RETURNS = 34;
const BREAKS = 35;
const LAPSES = 36;
export const LAST_OF_NODES = LAPSES;

/** Uses of one operation that are told apart. */
const LIVES = 512;

export class DataNodes {
  settings: DiskSettings;
  readonly count: number;
  readonly #sim: Sim;
  readonly #station: number;
  readonly #first: number;
  readonly #luck: Stream[] = [];
  readonly #lines: IntRing[] = [];
  readonly #busy: Int32Array;
  /** Busy ns up to `#countedAt`, since the warm-up. */
  readonly #area: Float64Array;
  readonly #countedAt: Float64Array;
  readonly #ops: Op[] = [];
  readonly #free: number[] = [];
  #since = 0;

  /** `first`: the first data node's instance in the simulation. */
  constructor(sim: Sim, station: number, first: number, count: number, settings: DiskSettings) {
    this.#sim = sim;
    this.#station = station;
    this.#first = first;
    this.count = count;
    this.settings = settings;
    this.#busy = new Int32Array(count);
    this.#area = new Float64Array(count);
    this.#countedAt = new Float64Array(count);
    const { seed, streamNames } = sim.shape;
    for (let i = 0; i < count; i++) {
      this.#lines.push(new IntRing());
      this.#luck.push(new Stream(seed, `${streamNames[station]}/disk/${i}`));
    }
  }

  /** Whether a node's process runs. */
  up(node: number): boolean {
    return this.#sim.knobs.down[this.#first + node] === UP;
  }

  /** Whether a node runs and responds. */
  responds(node: number): boolean {
    return this.up(node) && this.#sim.knobs.hung[this.#first + node] === 0;
  }

  /** ns of the way from an instance of the simulation to a node, without transfer. */
  distance(from: number, node: number): number {
    return from === this.#first + node ? 0 : this.#sim.distance(from, this.#first + node);
  }

  /** ns that a message takes there now, and back, without transfer. */
  way(from: number, node: number): number {
    return from === this.#first + node ? 0 : this.#sim.apart(from, this.#first + node);
  }

  wayBack(from: number, node: number): number {
    return from === this.#first + node ? 0 : this.#sim.apart(this.#first + node, from);
  }

  instanceOf(node: number): number {
    return this.#first + node;
  }

  /** Mean share of the time that disks were busy since the warm-up. */
  utilisation(): number {
    const { now } = this.#sim;
    let sum = 0;
    for (let i = 0; i < this.count; i++) {
      this.#count(i);
      sum += this.#area[i]!;
    }
    return now > this.#since ? sum / (this.count * this.settings.parallel * (now - this.#since)) : 0;
  }

  forgetCounts(): void {
    for (let i = 0; i < this.count; i++) this.#count(i);
    this.#area.fill(0);
    this.#since = this.#sim.now;
  }

  /** Asks a node for `bytes`, `there` ns away and `back` ns back (transfers included). */
  begin(asker: Asker, node: number, from: number, bytes: number, there: number, back: number): Op {
    const op = this.#take();
    op.asker = asker;
    op.node = node;
    op.from = from;
    op.bytes = bytes;
    op.back = back;
    op.stage = THERE;
    op.astray = this.#sim.knobs.parted(from, this.#first + node);
    this.#wake(this.settings.patience, LAPSES, op);
    if (!op.astray) this.#wake(there, ARRIVES, op);
    return op;
  }

  wake(what: number, a: number): void {
    const op = this.#ops[Math.floor(a / LIVES)]!;
    if (op.stage === FREE || op.life % LIVES !== a % LIVES) return;
    if (what === ARRIVES) this.#arrives(op);
    else if (what === WRITTEN) this.#leaves(op);
    else if (what === LAPSES) this.#lapses(op);
    else {
      const { asker } = op;
      if (what === RETURNS) asker?.opDone(op);
      else asker?.opFailed(op);
      this.#release(op);
    }
  }

  /** A node's process ended: all that it was at breaks, and who asked hears it. */
  crash(node: number): void {
    this.#lines[node]!.clear();
    this.#setBusy(node, 0);
    for (const op of this.#ops) {
      if (op.node !== node || (op.stage !== IN_LINE && op.stage !== ON_DISK)) continue;
      op.life++;
      this.#refuse(op);
    }
  }

  /** Knobs were turned: disks of nodes that hung go on. */
  turned(): void {
    for (let node = 0; node < this.count; node++) this.#fill(node);
  }

  /** As many of the line as there are places for. */
  #fill(node: number): void {
    for (let k = 0; k < this.settings.parallel && this.#lines[node]!.length > 0; k++) this.#next(node);
  }

  #arrives(op: Op): void {
    if (!this.up(op.node)) {
      this.#refuse(op);
      return;
    }
    op.stage = IN_LINE;
    this.#lines[op.node]!.push(op.number);
    this.#next(op.node);
  }

  /** The connection is refused, or breaks: the news is on its way. */
  #refuse(op: Op): void {
    if (op.asker === undefined) {
      this.#release(op);
      return;
    }
    op.stage = BACK;
    op.astray = false;
    this.#wake(this.wayBack(op.from, op.node), BREAKS, op);
  }

  /** The disk begins with the next in line, unless it is busy or its node hangs. */
  #next(node: number): void {
    const line = this.#lines[node]!;
    if (line.length === 0 || this.#busy[node]! >= this.settings.parallel || !this.responds(node)) return;
    const op = this.#ops[line.shift()]!;
    op.stage = ON_DISK;
    this.#setBusy(node, this.#busy[node]! + 1);
    const ns = this.settings.seek.sampleNanos(this.#luck[node]!) + Math.round((op.bytes / this.settings.bytesPerSecond) * NS_PER_S);
    this.#wake(this.#sim.work(this.#first + node, ns), WRITTEN, op);
  }

  /** Its time on the disk is over. Nothing comes of it when its node hangs, or nobody waits. */
  #leaves(op: Op): void {
    const { node } = op;
    this.#setBusy(node, this.#busy[node]! - 1);
    if (op.asker === undefined) this.#release(op);
    else {
      op.stage = BACK;
      op.astray = this.#sim.knobs.parted(this.#first + node, op.from) || !this.responds(node);
      if (!op.astray) this.#wake(op.back, RETURNS, op);
    }
    this.#next(node);
  }

  /** Who asked waits no longer. A node works on for nobody; an answer that is on its way is taken all the same. */
  #lapses(op: Op): void {
    const { asker } = op;
    if (asker === undefined || (op.stage === BACK && !op.astray)) return;
    asker.opFailed(op);
    op.asker = undefined;
    if (op.astray) this.#release(op);
  }

  #release(op: Op): void {
    op.stage = FREE;
    op.life++;
    op.asker = undefined;
    this.#free.push(op.number);
  }

  #take(): Op {
    const number = this.#free.pop();
    if (number !== undefined) return this.#ops[number]!;
    const op = new Op(this.#ops.length);
    this.#ops.push(op);
    return op;
  }

  #wake(delay: number, what: number, op: Op): void {
    this.#sim.wake(this.#station, delay, what, op.number * LIVES + (op.life % LIVES));
  }

  #setBusy(node: number, busy: number): void {
    this.#count(node);
    this.#busy[node] = busy;
  }

  #count(node: number): void {
    const { now } = this.#sim;
    this.#area[node] = this.#area[node]! + this.#busy[node]! * (now - this.#countedAt[node]!);
    this.#countedAt[node] = now;
  }
}
