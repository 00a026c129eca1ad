/** A disk inside an instance: so many reads and writes at a time, the others in order; it takes no core while it is busy. */
import { SPAN } from '../../engine/clock.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import type { Stream } from '../../std/random.ts';
import { IntRing } from '../../std/ring.ts';

export interface DiskSettings {
  readonly time: Sampler;
  /** How many it does at a time. */
  readonly parallel: number;
}

export class Disk {
  settings: DiskSettings;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #wakes: number;
  readonly #luck: Stream;
  readonly #lines: readonly IntRing[];
  readonly #busy: Int32Array;
  /** Busy × ns up to `countedAt`, since the warm-up. */
  readonly #area: Float64Array;
  readonly #countedAt: Float64Array;

  /** `wakes`: what a wake of the station about a row means that is the end of the row's turn at the disk. */
  constructor(
    sim: Sim,
    place: { readonly node: number; readonly firstInstance: number; readonly instances: number },
    settings: DiskSettings,
    wakes: number,
    luck: Stream,
  ) {
    this.#sim = sim;
    this.settings = settings;
    this.#node = place.node;
    this.#first = place.firstInstance;
    this.#wakes = wakes;
    this.#luck = luck;
    this.#lines = Array.from({ length: place.instances }, () => new IntRing());
    this.#busy = new Int32Array(place.instances);
    this.#area = new Float64Array(place.instances);
    this.#countedAt = new Float64Array(place.instances);
  }

  /** A call wants the disk of its instance. */
  add(row: number, instance: number): void {
    const i = instance - this.#first;
    if (this.#busy[i]! >= this.settings.parallel) this.#lines[i]!.push(row);
    else this.#begin(row, instance);
  }

  /** A call's turn is over: the next one's begins. */
  done(instance: number): void {
    const i = instance - this.#first;
    this.#change(i, -1);
    if (this.#lines[i]!.length > 0 && this.#busy[i]! < this.settings.parallel) this.#begin(this.#lines[i]!.shift(), instance);
  }

  clear(instance: number): void {
    const i = instance - this.#first;
    this.#change(i, -this.#busy[i]!);
    this.#lines[i]!.clear();
  }

  /** Places at all disks that were busy × ns, since the warm-up. */
  area(): number {
    let sum = 0;
    for (let i = 0; i < this.#busy.length; i++) {
      this.#change(i, 0);
      sum += this.#area[i]!;
    }
    return sum;
  }

  forgetCounts(): void {
    this.area();
    this.#area.fill(0);
  }

  #begin(row: number, instance: number): void {
    this.#change(instance - this.#first, 1);
    this.#sim.workTakes(instance, this.settings.time, this.#luck);
    const slower = this.#sim.knobs.slowDisk[instance]!;
    if (slower !== 1) this.#sim.clock[SPAN] = Math.floor(this.#sim.clock[SPAN]! * slower + 0.5);
    this.#sim.wakeRow(this.#node, this.#wakes, row);
  }

  #change(i: number, by: number): void {
    const { now } = this.#sim;
    this.#area[i] = this.#area[i]! + this.#busy[i]! * (now - this.#countedAt[i]!);
    this.#countedAt[i] = now;
    this.#busy[i] = this.#busy[i]! + by;
  }
}
