/**
 * Log pipeline: writes the records of those who call it, as fast as it can. Synchronous, a caller waits until its records are written;
 * asynchronous, it goes on at once, and what the buffer has no room for is dropped. What it writes is paid for by the gigabyte.
 */
import { SPAN } from '../../engine/clock.ts';
import { OK } from '../../engine/outcome.ts';
import { INSTANCE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { Pipe } from '../../mechanisms/limit/pipe.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { logEstimate } from './estimate.ts';
import { LOG_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof LOG_PARAMETERS>;

class LogPipeline implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #sync: boolean;
  readonly #disk: Pipe;
  readonly #time: Stream;
  readonly #choice: Stream;
  #values: Values;
  #write: Sampler;
  /** Since the warm-up: bytes taken for writing; records dropped for want of room, and lost in crashes. */
  #taken = 0;
  #dropped = 0;
  #lost = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, instances } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#sync = values.mode === 'sync';
    this.#disk = new Pipe(instances);
    this.#disk.rate = values.rate / NS_PER_S;
    this.#time = new Stream(sim.shape.seed, `${name}/work`);
    this.#choice = new Stream(sim.shape.seed, `${name}/sampling`);
    this.#write = new Sampler(values.writeTime, NS_PER_MS);
  }

  arrive(row: number): void {
    const { records, recordBytes, sampled } = this.#values;
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    const bytes = records * recordBytes;
    if (!this.#choice.chance(sampled)) {
      this.#sim.calls.answer(row, OK, 0);
      return;
    }
    if (!this.#sync && this.#waiting(i) + bytes > this.#values.buffer) {
      this.#dropped += records;
      this.#sim.calls.answer(row, OK, 0);
      return;
    }
    this.#taken += bytes;
    const through = this.#disk.put(i, this.#sim.now, this.#sim.work(instance, bytes));
    if (!this.#sync) {
      this.#sim.calls.answer(row, OK, 0);
      return;
    }
    this.#sim.clock[SPAN] = through + this.#sim.work(instance, this.#write.sampleNanos(this.#time));
    this.#sim.wakeRow(this.#c.node, 0, row);
  }

  wake(_what: number, row: number): void {
    this.#sim.calls.answer(row, OK, 0);
  }

  answered(): void {}

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    const waiting = this.#waiting(i);
    if (!this.#sync) this.#lost += Math.ceil(waiting / this.#values.recordBytes);
    this.#taken = Math.max(0, this.#taken - waiting);
    this.#disk.clear(i);
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#disk.rate = this.#values.rate / NS_PER_S;
    this.#write = new Sampler(this.#values.writeTime, NS_PER_MS);
  }

  forgetCounts(): void {
    this.#taken = 0;
    this.#dropped = 0;
    this.#lost = 0;
  }

  figures(out: Float64Array, at: number): void {
    let waiting = 0;
    let behind = 0;
    for (let i = 0; i < this.#c.instances; i++) {
      waiting += this.#waiting(i);
      behind = Math.max(behind, this.#disk.wait(i, this.#sim.now));
    }
    out[at] = Math.max(0, this.#taken - waiting);
    out[at + 1] = this.#dropped;
    out[at + 2] = this.#lost;
    out[at + 3] = waiting;
    out[at + 4] = behind / NS_PER_MS;
  }

  /** Bytes that a copy has yet to write. */
  #waiting(i: number): number {
    return this.#disk.wait(i, this.#sim.now) * this.#disk.rate;
  }
}

export const logPipeline = defineKind({
  id: 'log-pipeline',
  name: 'Log pipeline',
  group: 'operations',
  role: 'compute',
  summary: 'Writes the records of those who call it: they wait for it, or what does not fit is dropped.',
  about:
    'A service logs over a link to it, with each request. Synchronous, its worker is held until the records are written; asynchronous, it goes on at once, ' +
    'records wait in a buffer, and what does not fit is dropped without a word. A link with fire and forget does not even wait for that. What is written is ' +
    'counted in bytes and paid for by the gigabyte; sampling keeps a share of the calls. Left out here: searching the records, indexes, how long they are kept.',
  params: LOG_PARAMETERS,
  links: { in: true, out: false },
  abilities: [],
  face: ['written', 'dropped'],
  figures: [
    { id: 'written', label: 'Written', unit: 'bytes', help: 'Bytes written since the warm-up.' },
    { id: 'dropped', label: 'Records dropped', unit: 'count', help: 'Records for which the buffer had no room.' },
    { id: 'lost', label: 'Records lost', unit: 'count', help: 'Records that were in a buffer when it crashed.' },
    { id: 'waiting', label: 'Waiting', unit: 'bytes', help: 'Bytes that are yet to be written.' },
    { id: 'behind', label: 'Behind', unit: 'ms', help: 'How long a record that comes now would wait at the fullest copy.' },
  ],
  costs: () => [{ price: 'logs', each: { figure: 'written' } }],
  estimate: logEstimate,
  build: (context, values) => new LogPipeline(context, values),
});
