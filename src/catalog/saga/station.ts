/** The saga at work: leads sagas step by step over its links, undoes what was done when a step fails, and goes on after a crash. */
import { SPAN } from '../../engine/clock.ts';
import { causeOf, ERROR, OK, QUEUE_FULL, REJECTED, TIMEOUT } from '../../engine/outcome.ts';
import { CAUSE, CLASS, FLAGS, GENERATION, HOPS, INSTANCE, KEY, OUTCOME, SESSION, TAG, THERE, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { SagaRun } from '../../mechanisms/saga/run.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Histogram } from '../../stats/histogram.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { SagaValues } from './parameters.ts';

const MOVE = 0;

export class SagaStation implements Station {
  /** Counts since the warm-up. */
  completed = 0;
  undone = 0;
  stuck = 0;
  inDoubt = 0;
  compensations = 0;
  abandoned = 0;
  resumed = 0;
  readonly lasted = new Histogram();
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #time: Stream;
  readonly #running = new Map<number, SagaRun>();
  /** Per class, the links of its steps in order. */
  readonly #steps: readonly (readonly number[])[];
  readonly #undoClass: number;
  readonly #events: boolean;
  readonly #atOnce: boolean;
  #serials = 0;
  #values: SagaValues;
  #log: Sampler;

  constructor(context: StationContext, values: SagaValues) {
    const { sim, node, firstInstance, instances, classes, far } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#workers = new Workers(sim, firstInstance, instances, workersOf(values));
    this.#time = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/log`);
    this.#log = new Sampler(values.logTime, NS_PER_MS);
    const ordered = far.filter(({ plan }) => plan.weight > 0).sort((a, b) => a.plan.step - b.plan.step || a.link - b.link);
    this.#steps = classes.map((_, cls) =>
      ordered.filter(({ plan }) => plan.classes.length === 0 || plan.classes.includes(cls)).map(({ link }) => link),
    );
    this.#undoClass = classes.findIndex(({ id }) => values.undoClass.includes(id));
    this.#events = values.style === 'events';
    this.#atOnce = this.#events || values.answer === 'accepted';
  }

  /** Sagas under way. */
  get running(): number {
    return this.#running.size;
  }

  arrive(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  wake(_what: number, serial: number): void {
    const saga = this.#running.get(serial);
    if (saga !== undefined && saga.due === this.#sim.now) this.#move(saga);
  }

  answered(_row: number, child: number): void {
    const { ints } = this.#sim.requests;
    const saga = this.#running.get(ints[child + TAG]!);
    if (saga === undefined) return;
    const outcome = ints[child + OUTCOME]!;
    if (saga.going === 'forward') this.#stepped(saga, outcome, ints[child + CAUSE]!);
    else this.#steppedBack(saga, outcome);
  }

  /** The copy is gone: who waited is told by the engine; its sagas wait for it, or are half done for ever. */
  crash(instance: number): void {
    this.#workers.clear(instance);
    for (const saga of this.#running.values()) {
      if (saga.instance !== instance) continue;
      saga.row = -1;
      if (this.#values.durable) continue;
      this.#running.delete(saga.serial);
      if (saga.done.length > 0) this.abandoned++;
    }
  }

  /** It reads its log and goes on: a step that was under way is done again, so steps must bear that. */
  restart(instance: number): void {
    for (const saga of this.#running.values()) {
      if (saga.instance !== instance) continue;
      this.resumed++;
      // Whether a step was under way, and how it ended, nobody knows.
      if (saga.going === 'forward') saga.perhaps = true;
      this.#writeDown(saga);
    }
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as SagaValues;
    this.#log = new Sampler(this.#values.logTime, NS_PER_MS);
    this.#workers.settings = workersOf(this.#values);
    for (let i = this.#c.firstInstance; i < this.#c.firstInstance + this.#c.instances; i++) {
      for (let row = this.#workers.next(i); row >= 0; row = this.#workers.next(i)) this.#begin(row, i);
    }
  }

  forgetCounts(): void {
    this.completed = 0;
    this.undone = 0;
    this.stuck = 0;
    this.inDoubt = 0;
    this.compensations = 0;
    this.abandoned = 0;
    this.resumed = 0;
    this.lasted.clear();
  }

  figures(out: Float64Array, at: number): void {
    let oldest = this.#sim.now;
    for (const { began } of this.#running.values()) oldest = Math.min(oldest, began);
    out[at] = this.#running.size;
    out[at + 1] = this.undone;
    out[at + 2] = this.completed;
    out[at + 3] = this.stuck;
    out[at + 4] = this.inDoubt;
    out[at + 5] = this.compensations;
    out[at + 6] = this.abandoned;
    out[at + 7] = this.resumed;
    out[at + 8] = (this.#sim.now - oldest) / NS_PER_MS;
    out[at + 9] = this.lasted.count === 0 ? Number.NaN : this.lasted.quantile(0.99) / NS_PER_MS;
  }

  #begin(row: number, instance: number): void {
    const { ints } = this.#sim.requests;
    const asked = {
      cls: ints[row + CLASS]!,
      key: ints[row + KEY]!,
      session: ints[row + SESSION]!,
      flags: ints[row + FLAGS]! & WRITE,
      hops: ints[row + HOPS]!,
    };
    this.#serials = (this.#serials + 1) | 0;
    const saga = new SagaRun(this.#serials, instance, row, ints[row + GENERATION]!, asked, this.#sim.now);
    this.#running.set(saga.serial, saga);
    this.#writeDown(saga);
  }

  /** Every move is written down before it is made. */
  #writeDown(saga: SagaRun): void {
    this.#sim.workTakes(saga.instance, this.#log, this.#time);
    saga.due = this.#sim.now + this.#sim.clock[SPAN]!;
    this.#sim.wakeLater(this.#c.node, MOVE, saga.serial);
  }

  #move(saga: SagaRun): void {
    const { down, hung } = this.#sim.knobs;
    // A copy that is down makes no moves; it goes on when it is up. One that hangs is looked at again.
    if (down[saga.instance] !== 0) return;
    if (hung[saga.instance] === 1) {
      this.#later(saga);
      return;
    }
    if (this.#atOnce && saga.row >= 0) this.#tell(saga, OK, 0);
    const steps = this.#steps[saga.cls]!;
    if (saga.going === 'forward') {
      if (saga.step === steps.length) this.#over(saga);
      else this.#call(saga, steps[saga.step]!, saga.cls);
    } else if (saga.toUndo < 0) this.#over(saga);
    else {
      this.compensations++;
      this.#call(saga, steps[saga.toUndo]!, this.#undoClass < 0 ? saga.cls : this.#undoClass);
    }
  }

  #call(saga: SagaRun, link: number, cls: number): void {
    const held = this.#holds(saga);
    const child = this.#sim.calls.open(link, held ? saga.row : -1, saga.instance);
    if (child < 0) return;
    const { ints } = this.#sim.requests;
    ints[child + CLASS] = cls;
    ints[child + KEY] = saga.key;
    ints[child + SESSION] = saga.session;
    ints[child + FLAGS] = ints[child + FLAGS]! | saga.flags;
    ints[child + HOPS] = saga.hops + 1;
    ints[child + TAG] = saga.serial;
    this.#sim.calls.send(child);
  }

  #stepped(saga: SagaRun, outcome: number, cause: number): void {
    if (outcome === OK) {
      saga.advance();
      this.#writeDown(saga);
      return;
    }
    if (outcome === TIMEOUT) saga.perhaps = true;
    if (this.#events && outcome !== ERROR) {
      this.#later(saga);
      return;
    }
    if (outcome === TIMEOUT) this.inDoubt++;
    saga.turn(cause);
    this.#writeDown(saga);
  }

  #steppedBack(saga: SagaRun, outcome: number): void {
    if (outcome === OK) {
      saga.undone();
      this.#writeDown(saga);
      return;
    }
    saga.attempts++;
    const { maxAttempts } = this.#values;
    if (maxAttempts === 0 || saga.attempts < maxAttempts) {
      this.#later(saga);
      return;
    }
    this.stuck++;
    this.#end(saga, ERROR);
  }

  #later(saga: SagaRun): void {
    const wait = Math.max(1, Math.round(this.#values.retryWait * NS_PER_MS));
    saga.due = this.#sim.now + wait;
    this.#sim.wake(this.#c.node, wait, MOVE, saga.serial);
  }

  /** All steps are done, or all are undone. */
  #over(saga: SagaRun): void {
    const forward = saga.going === 'forward';
    if (forward) this.completed++;
    else this.undone++;
    this.#end(saga, forward ? OK : ERROR);
  }

  #end(saga: SagaRun, outcome: number): void {
    this.#running.delete(saga.serial);
    this.lasted.record(this.#sim.now - saga.began);
    this.#tell(saga, outcome, outcome === OK ? 0 : saga.cause);
  }

  /** Whether whoever began it still waits. */
  #holds({ row, generation }: SagaRun): boolean {
    const { requests } = this.#sim;
    return row >= 0 && requests.ints[row + GENERATION] === generation && requests.has(row, THERE);
  }

  #tell(saga: SagaRun, outcome: number, cause: number): void {
    const held = this.#holds(saga);
    const { row } = saga;
    saga.row = -1;
    if (!held) return;
    this.#workers.worked(row, saga.instance);
    const next = this.#workers.release(saga.instance);
    if (next >= 0) this.#begin(next, saga.instance);
    this.#sim.calls.answer(row, outcome, cause);
  }
}

function workersOf(values: SagaValues): { workers: number; queueLimit: number; discipline: 'fifo' } {
  return { workers: values.concurrency, queueLimit: values.queueLimit, discipline: 'fifo' };
}
