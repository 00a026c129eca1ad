/**
 * The disks of an instance: each does one operation at a time, in order; what a read or a write of a block takes follows from the
 * array's level (see `raid`). A lost disk is replaced and rebuilt from the others, which takes a share of their time; when too many are
 * lost at once the data is gone. It allocates per operation: who sets disks pays for them.
 */
import { NOW, SPAN } from '../../engine/clock.ts';
import { GENERATION, THERE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import type { Stream } from '../../std/random.ts';
import { type Level, reading, survives, writing } from './raid.ts';

export interface ArraySettings {
  readonly level: Level;
  readonly disks: number;
  /** Time of one operation. */
  readonly time: Sampler;
  /** ns until a lost disk is whole again, and the share of the others' time that this takes. */
  readonly rebuild: number;
  readonly rebuildShare: number;
}

interface Job {
  readonly row: number;
  readonly generation: number;
  /** Operations of this turn that are not done; the next turn. */
  left: number;
  later: readonly number[];
}

/** Events of the station's own: an operation is done, a disk is rebuilt; `a` names the disk and its run. */
export interface ArrayWakes {
  readonly done: number;
  readonly rebuilt: number;
}

/** Disks of all instances of a station at most. */
const PLACES = 1024;

export class DiskArrays {
  settings: ArraySettings;
  /** Operations, and disks lost, since the warm-up. */
  operations = 0;
  failures = 0;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #wakes: ArrayWakes;
  readonly #luck: Stream;
  readonly #which: Stream;
  readonly #finished: (row: number) => void;
  readonly #disks: number;
  readonly #lines: Job[][];
  readonly #runs: Int32Array;
  readonly #failed: Uint8Array;
  readonly #broken: Int32Array;
  /** Busy × ns up to `countedAt`. */
  readonly #area: Float64Array;
  readonly #countedAt: Float64Array;

  constructor(
    sim: Sim,
    place: { readonly node: number; readonly firstInstance: number; readonly instances: number },
    settings: ArraySettings,
    wakes: ArrayWakes,
    luck: { readonly times: Stream; readonly which: Stream },
    finished: (row: number) => void,
  ) {
    this.#sim = sim;
    this.#node = place.node;
    this.#first = place.firstInstance;
    this.settings = settings;
    this.#wakes = wakes;
    this.#luck = luck.times;
    this.#which = luck.which;
    this.#finished = finished;
    this.#disks = settings.disks;
    const all = place.instances * settings.disks;
    this.#lines = Array.from({ length: all }, () => []);
    this.#runs = new Int32Array(all);
    this.#failed = new Uint8Array(all);
    this.#broken = new Int32Array(all);
    this.#area = new Float64Array(all);
    this.#countedAt = new Float64Array(all);
  }

  /** A call reads, or writes, one block of its instance; `finished` follows. */
  add(row: number, instance: number, block: number, write: boolean): void {
    const i = instance - this.#first;
    const failed = this.#failedOf(i);
    const { level } = this.settings;
    const job: Job = { row, generation: this.#sim.requests.ints[row + GENERATION]!, left: 0, later: [] };
    if (write) {
      const turns = writing(level, block, failed);
      job.later = turns.write;
      this.#turn(job, i, turns.read);
    } else {
      const { disks, any } = reading(level, block, failed);
      this.#turn(job, i, any ? [this.#freest(i, disks)] : disks);
    }
  }

  wake(what: number, a: number): void {
    const place = a % PLACES;
    const run = Math.floor(a / PLACES);
    if (what === this.#wakes.rebuilt) {
      if (this.#broken[place] === run) this.#failed[place] = 0;
      return;
    }
    if (this.#runs[place] !== run) return;
    this.#count(place);
    const job = this.#lines[place]!.shift()!;
    if (this.#lines[place]!.length > 0) this.#begin(place);
    this.#did(job, Math.floor(place / this.#disks));
  }

  /** A disk of an instance is lost, any of those that are well. Whether the data is still there. */
  fail(instance: number): boolean {
    const i = instance - this.#first;
    const well = Array.from({ length: this.#disks }, (_, d) => i * this.#disks + d).filter((place) => this.#failed[place] === 0);
    if (well.length > 0) {
      const place = well[this.#which.below(well.length)]!;
      this.failures++;
      this.#failed[place] = 1;
      this.#broken[place]!++;
      this.#sim.wake(this.#node, this.settings.rebuild, this.#wakes.rebuilt, this.#broken[place]! * PLACES + place);
      this.#drop(place);
    }
    return survives(this.settings.level, this.#failedOf(i));
  }

  /** All disks of an instance are new. */
  replace(instance: number): void {
    const i = instance - this.#first;
    for (let place = i * this.#disks; place < (i + 1) * this.#disks; place++) {
      this.#failed[place] = 0;
      this.#broken[place]!++;
    }
  }

  /** An instance went down: nobody waits for its disks any more. */
  clear(instance: number): void {
    const i = instance - this.#first;
    for (let place = i * this.#disks; place < (i + 1) * this.#disks; place++) {
      this.#count(place);
      this.#lines[place]!.length = 0;
      this.#runs[place]!++;
    }
  }

  /** Disks that are lost or being rebuilt now, at all instances. */
  degraded(): number {
    return this.#failed.reduce((sum, one) => sum + one, 0);
  }

  /** Share of all disks' time in which they were busy, since the warm-up began at `since` (ns). */
  utilisation(since: number): number {
    let sum = 0;
    for (let place = 0; place < this.#lines.length; place++) {
      this.#count(place);
      sum += this.#area[place]!;
    }
    return sum / ((this.#sim.now - since) * this.#lines.length);
  }

  forgetCounts(): void {
    this.operations = 0;
    this.failures = 0;
    for (let place = 0; place < this.#lines.length; place++) this.#count(place);
    this.#area.fill(0);
  }

  #failedOf(i: number): Uint8Array {
    return this.#failed.subarray(i * this.#disks, (i + 1) * this.#disks);
  }

  #freest(i: number, disks: readonly number[]): number {
    let best = disks[0]!;
    for (const d of disks) if (this.#lines[i * this.#disks + d]!.length < this.#lines[i * this.#disks + best]!.length) best = d;
    return best;
  }

  /** Operations of one turn begin, or the next turn where this one has none. */
  #turn(job: Job, i: number, disks: readonly number[]): void {
    if (disks.length === 0) {
      const next = job.later;
      job.later = [];
      if (next.length > 0) this.#turn(job, i, next);
      else this.#over(job);
      return;
    }
    job.left = disks.length;
    for (const d of disks) {
      const place = i * this.#disks + d;
      this.#count(place);
      this.#lines[place]!.push(job);
      this.operations++;
      if (this.#lines[place]!.length === 1) this.#begin(place);
    }
  }

  #begin(place: number): void {
    const { clock } = this.#sim;
    const i = Math.floor(place / this.#disks);
    this.#sim.workTakes(this.#first + i, this.settings.time, this.#luck);
    const slow = this.#sim.knobs.slowDisk[this.#first + i]!;
    if (slow !== 1) clock[SPAN] = Math.floor(clock[SPAN]! * slow + 0.5);
    if (this.#failedOf(i).includes(1)) clock[SPAN] = Math.floor(clock[SPAN]! / (1 - this.settings.rebuildShare) + 0.5);
    this.#sim.wakeLater(this.#node, this.#wakes.done, this.#runs[place]! * PLACES + place);
  }

  #did(job: Job, i: number): void {
    job.left--;
    if (job.left === 0) this.#turn(job, i, []);
  }

  #over(job: Job): void {
    const r = this.#sim.requests;
    if (r.ints[job.row + GENERATION] === job.generation && r.has(job.row, THERE)) this.#finished(job.row);
  }

  /** What stood in line at a lost disk is served from the others, which is taken for done. */
  #drop(place: number): void {
    this.#count(place);
    this.#runs[place]!++;
    for (const job of this.#lines[place]!.splice(0)) this.#did(job, Math.floor(place / this.#disks));
  }

  #count(place: number): void {
    const now = this.#sim.clock[NOW]!;
    if (this.#lines[place]!.length > 0) this.#area[place] = this.#area[place]! + now - this.#countedAt[place]!;
    this.#countedAt[place] = now;
  }
}
