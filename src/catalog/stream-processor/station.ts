/** The stream processor at work: takes events in, counts them in windows by when they happened, and sends a result when a window is over. */
import { causeOf, OK, QUEUE_FULL, REJECTED } from '../../engine/outcome.ts';
import { CLASS, FLAGS, GENERATION, HOPS, INSTANCE, KEY, OUTCOME, SESSION, THERE, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { madeAt } from '../../mechanisms/deliver/age.ts';
import { type Held, type Result, Task } from '../../mechanisms/stream/task.ts';
import { Windows } from '../../mechanisms/stream/windows.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { StreamValues } from './parameters.ts';

const WORKED = 0;
const BARRIER = 1;
const SAVED = 2;

/** What becomes of the counts when a copy crashes. */
const AFTER_CRASH: Readonly<Record<string, 'back' | 'stay' | 'gone'>> = {
  'exactly-once': 'back',
  'at-least-once': 'stay',
  'at-most-once': 'gone',
};

export class StreamStation implements Station {
  /** Counts since the warm-up: results, events in them, events that came too late, checkpoints, results that were not taken. */
  results = 0;
  counted = 0;
  late = 0;
  checkpoints = 0;
  refused = 0;
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #tasks: readonly Task[];
  /** Per copy: whether a checkpoint is due or under way, and which of its lives it was begun in. */
  readonly #busy: Uint8Array;
  readonly #life: Int32Array;
  readonly #time: Stream;
  readonly #saving: Stream;
  #values: StreamValues;
  #work: Sampler;
  #save: Sampler;

  constructor(context: StationContext, values: StreamValues) {
    const { sim, node, firstInstance, instances } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#workers = new Workers(sim, firstInstance, instances, workersOf(values));
    const slide = values.window === 'sliding' ? values.slide : values.size;
    this.#tasks = Array.from(
      { length: instances },
      () => new Task(new Windows(ns(values.size), ns(slide), Math.round(values.lateness * NS_PER_MS))),
    );
    this.#busy = new Uint8Array(instances);
    this.#life = new Int32Array(instances);
    this.#time = new Stream(sim.shape.seed, `${name}/work`);
    this.#saving = new Stream(sim.shape.seed, `${name}/checkpoints`);
    this.#work = new Sampler(values.work, NS_PER_MS);
    this.#save = new Sampler(values.checkpointTime, NS_PER_MS);
  }

  arrive(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  wake(what: number, a: number): void {
    if (what === WORKED) this.#worked(a);
    else if (what === BARRIER) this.#barrier(a % this.#c.instances, Math.floor(a / this.#c.instances));
    else this.#saved(a % this.#c.instances, Math.floor(a / this.#c.instances));
  }

  answered(_row: number, child: number): void {
    if (this.#sim.requests.ints[child + OUTCOME] !== OK) this.refused++;
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#workers.clear(instance);
    this.#tasks[i]!.crash(AFTER_CRASH[this.#values.guarantee] ?? 'back');
    this.#busy[i] = 0;
    this.#life[i] = this.#life[i]! + 1;
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as StreamValues;
    this.#work = new Sampler(this.#values.work, NS_PER_MS);
    this.#save = new Sampler(this.#values.checkpointTime, NS_PER_MS);
    this.#workers.settings = workersOf(this.#values);
    for (const { windows } of this.#tasks) windows.lateness = Math.round(this.#values.lateness * NS_PER_MS);
    for (let i = this.#c.firstInstance; i < this.#c.firstInstance + this.#c.instances; i++) {
      for (let row = this.#workers.next(i); row >= 0; row = this.#workers.next(i)) this.#begin(row, i);
    }
  }

  forgetCounts(): void {
    this.results = 0;
    this.counted = 0;
    this.late = 0;
    this.checkpoints = 0;
    this.refused = 0;
  }

  figures(out: Float64Array, at: number): void {
    const sum = (of: (task: Task) => number) => this.#tasks.reduce((total, task) => total + of(task), 0);
    const seen = this.#tasks.map(({ windows }) => windows.watermark).filter((time) => time > Number.NEGATIVE_INFINITY);
    out[at] = this.results;
    out[at + 1] = seen.length === 0 ? Number.NaN : (this.#sim.now - Math.min(...seen)) / NS_PER_MS;
    out[at + 2] = this.counted;
    out[at + 3] = this.late;
    out[at + 4] = sum(({ windows }) => windows.open);
    out[at + 5] = sum(({ windows }) => windows.events);
    out[at + 6] = sum(({ held }) => held.length);
    out[at + 7] = this.checkpoints;
    out[at + 8] = this.refused;
  }

  #begin(row: number, instance: number): void {
    this.#sim.workTakes(instance, this.#work, this.#time);
    this.#sim.wakeRow(this.#c.node, WORKED, row);
  }

  /** An event was worked on: it counts where it belongs, and windows that are over by now give their results. */
  #worked(row: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    const task = this.#tasks[i]!;
    this.#workers.worked(row, instance);
    const next = this.#workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
    const time = madeAt(this.#sim, row);
    const cls = ints[row + CLASS]!;
    const key = (this.#values.by === 'key' ? ints[row + KEY]! : 0) * this.#c.classes.length + cls;
    if (task.windows.add(time, key * 2 + (ints[row + FLAGS]! & WRITE), ints[row + HOPS]!) === 0) this.late++;
    const exact = this.#values.guarantee === 'exactly-once';
    for (const { counts } of task.windows.advance(time)) {
      for (const [of, { events, hops }] of counts) {
        const result = { key: of, events, hops };
        if (exact) task.results.push(result);
        else this.#send(result, instance);
      }
    }
    if (this.#values.guarantee === 'at-most-once') {
      this.#sim.calls.answer(row, OK, 0);
      return;
    }
    task.held.push({ row, generation: ints[row + GENERATION]! });
    this.#checkpointLater(i);
  }

  #checkpointLater(i: number): void {
    if (this.#busy[i] === 1) return;
    this.#busy[i] = 1;
    this.#sim.wake(this.#c.node, ns(this.#values.checkpoint), BARRIER, this.#life[i]! * this.#c.instances + i);
  }

  #barrier(i: number, life: number): void {
    if (life !== this.#life[i]) return;
    this.#tasks[i]!.begin();
    this.#sim.workTakes(this.#c.firstInstance + i, this.#save, this.#saving);
    this.#sim.wakeLater(this.#c.node, SAVED, life * this.#c.instances + i);
  }

  /** A checkpoint is safe: its events are acknowledged, and its results go out. */
  #saved(i: number, life: number): void {
    if (life !== this.#life[i]) return;
    const task = this.#tasks[i]!;
    const saved = task.commit();
    this.#busy[i] = 0;
    if (saved === undefined) return;
    this.checkpoints++;
    for (const result of saved.results) this.#send(result, this.#c.firstInstance + i);
    for (const held of saved.held) this.#acknowledge(held);
    if (task.dirty) this.#checkpointLater(i);
  }

  #acknowledge({ row, generation }: Held): void {
    const { requests } = this.#sim;
    if (requests.ints[row + GENERATION] === generation && requests.has(row, THERE)) this.#sim.calls.answer(row, OK, 0);
  }

  /** A result goes over every link that takes its class. */
  #send({ key, events, hops }: Result, instance: number): void {
    this.results++;
    this.counted += events;
    const of = Math.floor(key / 2);
    const cls = of % this.#c.classes.length;
    for (const { link, plan } of this.#c.far) {
      if (plan.weight === 0 || (plan.classes.length > 0 && !plan.classes.includes(cls))) continue;
      const child = this.#sim.calls.open(link, -1, instance);
      if (child < 0) return;
      const { ints } = this.#sim.requests;
      ints[child + CLASS] = cls;
      ints[child + KEY] = Math.floor(of / this.#c.classes.length);
      // Whoever chooses by session sees the processor's copy.
      ints[child + SESSION] = instance;
      ints[child + FLAGS] = ints[child + FLAGS]! | (key % 2 === 1 ? WRITE : 0);
      ints[child + HOPS] = hops + 1;
      this.#sim.calls.send(child);
    }
  }
}

function ns(ms: number): number {
  return Math.max(1, Math.round(ms * NS_PER_MS));
}

function workersOf(values: StreamValues): { workers: number; queueLimit: number; discipline: 'fifo' } {
  return { workers: values.workers, queueLimit: values.queueLimit, discipline: 'fifo' };
}
