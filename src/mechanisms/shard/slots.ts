/**
 * Work slots of a store whose calls ask several of its instances: a job is a call's own work, or its part of the work at another
 * instance. Jobs wait in order, first come first served. It tells the meter; what comes after a job is its station's business.
 */
import { NOW, SPAN } from '../../engine/clock.ts';
import type { Sim } from '../../engine/sim.ts';

export interface Job {
  readonly row: number;
  readonly generation: number;
  readonly instance: number;
  /** The instance for whose answer it is done; its own: nobody else's. */
  readonly for: number;
  readonly write: boolean;
  readonly since: number;
  readonly run: number;
  /** Whose part it is, where it is one of a write; -1: of none. */
  readonly ticket: number;
}

export interface SlotSettings {
  readonly workers: number;
  readonly queueLimit: number;
}

export class Slots {
  settings: SlotSettings;
  readonly #sim: Sim;
  readonly #first: number;
  readonly #lines: Job[][];
  /** Counts crashes: jobs begun before are void. */
  readonly #run: Int32Array;
  readonly #begin: (job: Job) => void;

  /** `begin`: a job got its slot. */
  constructor(sim: Sim, first: number, instances: number, settings: SlotSettings, begin: (job: Job) => void) {
    this.#sim = sim;
    this.#first = first;
    this.settings = settings;
    this.#begin = begin;
    this.#lines = Array.from({ length: instances }, () => []);
    this.#run = new Int32Array(instances);
  }

  /** False when there is no room for it. */
  add(row: number, generation: number, instance: number, asker: number, write: boolean, ticket = -1): boolean {
    const { meter, now } = this.#sim;
    const job = { row, generation, instance, for: asker, write, since: now, run: this.#run[instance - this.#first]!, ticket };
    if (meter.atWork(instance) < this.settings.workers) this.#start(job);
    else {
      if (meter.queued.now(instance) >= this.settings.queueLimit) return false;
      this.#lines[instance - this.#first]!.push(job);
      meter.queued.up(instance);
    }
    return true;
  }

  isOn(job: Job): boolean {
    return job.run === this.#run[job.instance - this.#first];
  }

  /** A job's work is done: the next begins. */
  done(job: Job, took: number): void {
    const { meter, clock } = this.#sim;
    clock[SPAN] = took;
    meter.worked(job.instance);
    meter.busy.down(job.instance);
    this.fill(job.instance);
  }

  /** To be asked after the number of workers grew. */
  fill(instance: number): void {
    const { meter } = this.#sim;
    const line = this.#lines[instance - this.#first]!;
    while (line.length > 0 && meter.atWork(instance) < this.settings.workers) {
      meter.queued.down(instance);
      this.#start(line.shift()!);
    }
  }

  clear(instance: number): void {
    const { meter } = this.#sim;
    const i = instance - this.#first;
    this.#run[i] = this.#run[i]! + 1;
    this.#lines[i] = [];
    while (meter.queued.now(instance) > 0) meter.queued.down(instance);
    while (meter.busy.now(instance) > 0) meter.busy.down(instance);
  }

  #start(job: Job): void {
    const { clock, meter } = this.#sim;
    clock[SPAN] = clock[NOW]! - job.since;
    meter.began(job.instance);
    this.#begin(job);
  }
}
