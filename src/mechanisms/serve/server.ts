/**
 * A process with workers that serves requests: takes one in, works on it, makes its calls, answers. The common frame of all compute
 * kinds. What is switched off costs nothing and draws nothing: cores that are shared, a heap with its collector, a disk,
 * sessions in memory, lines with an order of their own, a slow start.
 */
import { SPAN } from '../../engine/clock.ts';
import type { PlainWork } from '../../engine/express/plain.ts';
import { UP } from '../../engine/knobs.ts';
import {
  CALLER_GAVE_UP,
  CANCELLED,
  causeOf,
  ERROR,
  OK,
  OUT_OF_MEMORY,
  QUEUE_FULL,
  REJECTED,
  SESSION_LOST,
  SHED,
} from '../../engine/outcome.ts';
import { CLASS, GIVEN_UP, INSTANCE, SESSION } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { Disk } from '../work/disk.ts';
import { Heap } from '../work/heap.ts';
import { Processor } from '../work/processor.ts';
import { Sessions } from '../work/sessions.ts';
import { WaitingRoom } from '../work/waiting-room.ts';
import { Workers } from '../work/workers.ts';
import { LocalCache } from './local-cache.ts';
import { PlanRunner } from './plan-runner.ts';
import { bootOf, diskOf, heapOf, processorOf, roomOf, type ServerValues, sharesCores, workersOf } from './settings.ts';

const WORK_DONE = 0;
const PROCESSED = 1;
const DISK_DONE = 2;
const RESIZED = 3;
const DIES = 4;

export class Server implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #plans: PlanRunner;
  readonly #time: Stream;
  readonly #held: boolean;
  readonly #heap: Heap;
  readonly #sessions: Sessions;
  /** When each instance was started, ns; −∞ for those that ran before the run did. */
  readonly #startedAt: Float64Array;
  readonly #slow: Stream;
  #values: ServerValues;
  #plain: PlainWork | undefined;
  #work: Sampler;
  /** Own distribution by class, where a class has one. */
  #classWork: readonly (Sampler | undefined)[] | undefined;
  #room: WaitingRoom | undefined;
  #processor: Processor | undefined;
  #disk: Disk | undefined;
  /** More than plain workers, a plain line and plain work. */
  #rich = false;
  #shed = 0;
  #deaths = 0;
  #since = 0;
  /** Which change of settings is the last one, and how many copies have been restarted for it. */
  #resizing = 0;
  #rolled = 0;

  constructor(context: StationContext, values: ServerValues) {
    const { sim, node, firstInstance, instances } = context;
    this.#c = context;
    this.#sim = sim;
    const name = sim.shape.streamNames[node];
    this.#time = new Stream(sim.shape.seed, `${name}/work`);
    this.#slow = new Stream(sim.shape.seed, `${name}/disk`);
    this.#workers = new Workers(sim, firstInstance, instances, workersOf(values));
    this.#plans = new PlanRunner(context, this);
    this.#held = values.waiting === 'held';
    if (values.localEntries > 0) this.#plans.local = new LocalCache(context, { entries: values.localEntries, ttl: values.localTtl });
    this.#work = new Sampler(values.work, NS_PER_MS);
    this.#heap = new Heap(instances, heapOf(values));
    this.#sessions = new Sessions(this.#heap);
    this.#startedAt = new Float64Array(instances).fill(Number.NEGATIVE_INFINITY);
    this.#values = values;
    this.#take(values);
  }

  arrive(row: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    if (this.#rich && !this.#admit(row, instance)) return;
    if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!(this.#room?.open ? this.#room.enqueue(row, instance, ints[row + CLASS]!) : this.#workers.enqueue(row, instance))) {
      this.#reject(row, QUEUE_FULL);
    }
  }

  wake(what: number, a: number): void {
    if (what === WORK_DONE) this.#worked(a);
    else if (what === PROCESSED) this.#processor?.wake(a);
    else if (what === DISK_DONE) {
      this.#disk?.done(this.#sim.requests.ints[a + INSTANCE]!);
      this.#goOn(a);
    } else if (what === DIES) this.#die(a);
    else if (a === 0) this.#resize();
    else if (a === this.#resizing) this.#roll();
  }

  answered(row: number, child: number): void {
    this.#plans.answered(row, child);
  }

  finish(row: number, outcome: number, cause: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    this.#sim.calls.answer(row, outcome, cause);
    if (this.#held) this.#releaseWorker(instance);
  }

  /** Plain with workers, a line that is first come, first served, and plans of plain calls alone. */
  plain(): PlainWork | undefined {
    const values = this.#values;
    const more = this.#room ?? this.#processor ?? this.#disk ?? this.#classWork;
    if (more !== undefined || this.#rich || values.warmup > 0 || values.heap > 0 || values.modules !== undefined) return undefined;
    if (this.#workers.settings.discipline !== 'fifo' || (values.retryAfter ?? 0) > 0) return undefined;
    this.#plain ??= this.#plans.plain(this.#workers, this.#work, this.#time, this.#held, WORK_DONE);
    return this.#plain;
  }

  cancelled(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    // Work that has begun is not broken off; what comes after it is.
    if (this.#workers.leave(row, instance) || this.#room?.leave(row, instance)) {
      this.#sim.calls.answer(row, CANCELLED, causeOf(CALLER_GAVE_UP, this.#c.node));
    } else this.#plans.cancel(row);
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#sim.pauses.over(instance);
    this.#workers.clear(instance);
    this.#room?.clear(instance);
    this.#processor?.clear(instance);
    this.#disk?.clear(instance);
    this.#sessions.clear(i);
    this.#heap.clear(i);
    this.#plans.local?.crash(i);
  }

  restart(instance: number): void {
    this.#startedAt[instance - this.#c.firstInstance] = this.#sim.now;
  }

  configure(given: Readonly<Record<string, unknown>>): void {
    const next = given as unknown as ServerValues;
    const before = this.#values;
    this.#values = next;
    const resized = next.workers !== before.workers || next.cores !== before.cores || next.heap !== before.heap;
    this.#resizing++;
    if (resized && next.resize !== 'live') {
      // Once the event that asked for it is over: a crash ends calls, which may lead back here.
      this.#sim.wake(this.#c.node, 0, RESIZED, next.resize === 'rolling' ? this.#resizing : 0);
      this.#rolled = 0;
      return;
    }
    this.#take(next);
    this.#fillAll();
  }

  forgetCounts(): void {
    this.#since = this.#sim.now;
    this.#shed = 0;
    this.#deaths = 0;
    this.#sessions.lost = 0;
    this.#plans.forgetCounts();
    this.#heap.forgetCounts();
    this.#processor?.forgetCounts();
    this.#disk?.forgetCounts();
  }

  /** Share of cores busy, bytes of memory in use at the fullest instance, share of disks busy, share of time in pauses, deaths, shed, sessions lost, local hits. */
  figures(out: Float64Array, at: number): void {
    const { values, instances } = { values: this.#values, instances: this.#c.instances };
    const { rotation, now } = this.#sim;
    let there = 0;
    let used = 0;
    for (let i = 0; i < instances; i++) {
      there += rotation.existed(this.#c.firstInstance + i);
      if (rotation.serves(this.#c.firstInstance + i)) used = Math.max(used, this.#heap.used(i));
    }
    const measured = now > this.#since && there > 0;
    const cores = values.cores * there;
    out[at] = measured && this.#processor !== undefined && cores > 0 ? Math.min(1, this.#processor.busy() / cores) : Number.NaN;
    out[at + 1] = values.heap > 0 ? used : Number.NaN;
    out[at + 2] = measured && this.#disk !== undefined ? Math.min(1, this.#disk.area() / (there * values.diskParallel)) : Number.NaN;
    out[at + 3] = measured && values.heap > 0 ? Math.min(1, (this.#processor?.paused() ?? 0) / there) : Number.NaN;
    out[at + 4] = values.heap > 0 ? this.#deaths : Number.NaN;
    out[at + 5] = this.#room === undefined && values.shedFrom === 0 ? Number.NaN : this.#shed;
    out[at + 6] = values.state === 'memory' ? this.#sessions.lost : Number.NaN;
    const { local } = this.#plans;
    out[at + 7] = local === undefined ? Number.NaN : local.hits / (local.hits + local.misses);
  }

  /** Takes over parameters; parts that were never asked for do not exist. */
  #take(values: ServerValues): void {
    if (this.#plans.local !== undefined) this.#plans.local.settings = { entries: values.localEntries, ttl: values.localTtl };
    const { sim, firstInstance, instances } = this.#c;
    this.#workers.settings = workersOf(values);
    this.#work = new Sampler(values.work, NS_PER_MS);
    this.#plain = undefined;
    this.#classWork =
      values.classWork === 'own'
        ? this.#c.classes.map(({ id }) => (values.heavy.includes(id) ? new Sampler(values.heavyWork, NS_PER_MS) : undefined))
        : undefined;
    const room = roomOf(values, this.#c.classes);
    if (this.#room !== undefined) this.#room.settings = room;
    else if (room.order !== undefined || room.patience < Number.POSITIVE_INFINITY) {
      this.#room = new WaitingRoom(sim, firstInstance, instances, this.#workers, room, (row) => this.#turnAway(row));
    }
    if (this.#processor !== undefined) this.#processor.settings = processorOf(values);
    else if (sharesCores(values)) {
      this.#processor = new Processor(sim, this.#c, processorOf(values), PROCESSED, (row) => this.#worked(row));
    }
    if (this.#disk !== undefined) this.#disk.settings = diskOf(values);
    else if (values.diskShare > 0) this.#disk = new Disk(sim, this.#c, diskOf(values), DISK_DONE, this.#slow);
    this.#heap.settings = heapOf(values);
    this.#rich = values.shedFrom > 0 || values.state === 'memory';
  }

  /** Looks at a call before it may take a worker or a place in the line: false when it ended here. */
  #admit(row: number, instance: number): boolean {
    const { shedFrom, state, shedFirst } = this.#values;
    const { ints } = this.#sim.requests;
    if (shedFrom > 0 && this.#sim.meter.queued.now(instance) >= shedFrom && !shedFirst.includes(this.#c.classes[ints[row + CLASS]!]!.id)) {
      this.#turnAway(row);
      return false;
    }
    if (state !== 'memory' || this.#sessions.find(ints[row + SESSION]!, instance - this.#c.firstInstance)) return true;
    this.#sim.calls.answer(row, ERROR, causeOf(SESSION_LOST, this.#c.node));
    return false;
  }

  #turnAway(row: number): void {
    this.#shed++;
    this.#reject(row, SHED);
  }

  #reject(row: number, reason: number): void {
    const { retryAfter = 0 } = this.#values;
    const { calls } = this.#sim;
    if (retryAfter > 0) calls.comeAgain.say(row, retryAfter * NS_PER_MS);
    calls.answer(row, REJECTED, causeOf(reason, this.#c.node));
  }

  #begin(row: number, instance: number): void {
    this.#plans.hold(row);
    const own = this.#classWork?.[this.#sim.requests.ints[row + CLASS]!];
    this.#sim.workTakes(instance, own ?? this.#work, this.#time);
    if (this.#values.modules !== undefined) this.#workOn(instance, own ?? this.#work, this.#values.modules - 1);
    if (this.#values.warmup > 0) this.#warmUp(instance - this.#c.firstInstance);
    if (this.#values.heap > 0) this.#allocate(row, instance);
    else if (this.#processor !== undefined) this.#processor.add(row, instance);
    else this.#sim.wakeRow(this.#c.node, WORK_DONE, row);
  }

  /** Adds the work of so many more modules: a call within a process takes no time. */
  #workOn(instance: number, work: Sampler, modules: number): void {
    const { clock } = this.#sim;
    let sum = clock[SPAN]!;
    for (let k = 0; k < modules; k++) {
      this.#sim.workTakes(instance, work, this.#time);
      sum += clock[SPAN]!;
    }
    clock[SPAN] = sum;
  }

  /** Work takes longer at first and comes down to its usual length in a straight line. */
  #warmUp(i: number): void {
    const { clock, now } = this.#sim;
    const { warmup, cold } = this.#values;
    const left = 1 - (now - this.#startedAt[i]!) / (warmup * NS_PER_MS);
    if (left > 0) clock[SPAN] = Math.floor(clock[SPAN]! * (1 + (cold - 1) * left) + 0.5);
  }

  #allocate(row: number, instance: number): void {
    const { clock, meter } = this.#sim;
    const span = clock[SPAN]!;
    const pause = this.#heap.allocate(instance - this.#c.firstInstance, meter.atWork(instance) - 1);
    if (pause === Number.POSITIVE_INFINITY) {
      // Once this event is over: what the instance holds is in the hands of whoever led here.
      this.#sim.wake(this.#c.node, 0, DIES, instance);
      return;
    }
    if (pause > 0) {
      this.#processor?.pause(instance, pause);
      if (this.#values.gcStops === 'all') this.#sim.pauses.stop(instance, pause);
    }
    clock[SPAN] = span;
    this.#processor?.add(row, instance);
  }

  #die(instance: number): void {
    if (!this.#sim.rotation.serves(instance) || this.#sim.knobs.down[instance] !== UP) return;
    this.#deaths++;
    this.#sim.rotation.reboot(instance, bootOf(this.#values), OUT_OF_MEMORY);
  }

  /** A request's own work is done. */
  #worked(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (this.#disk !== undefined && this.#values.diskShare > 0 && this.#slow.chance(this.#values.diskShare)) this.#disk.add(row, instance);
    else this.#goOn(row);
  }

  #goOn(row: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[row + INSTANCE]!;
    this.#workers.worked(row, instance);
    if (this.#sim.requests.has(row, GIVEN_UP)) {
      this.#sim.calls.answer(row, CANCELLED, causeOf(CALLER_GAVE_UP, this.#c.node));
      this.#releaseWorker(instance);
      return;
    }
    const idle = this.#plans.isEmpty(ints[row + CLASS]!);
    if (!this.#held || idle) this.#releaseWorker(instance);
    if (idle) this.#sim.calls.answer(row, OK, 0);
    else this.#plans.begin(row);
  }

  #releaseWorker(instance: number): void {
    let next = this.#next(instance);
    while (next >= 0 && this.#sim.calls.givingUp.lapsed(next)) next = this.#next(instance);
    if (next >= 0) this.#begin(next, instance);
  }

  #next(instance: number): number {
    const next = this.#workers.release(instance);
    return next < 0 && this.#room !== undefined ? this.#room.next(instance) : next;
  }

  /** Waiting calls for workers that came free all at once. */
  #fillAll(): void {
    for (let i = this.#c.firstInstance; i < this.#c.firstInstance + this.#c.instances; i++) {
      for (let row = this.#workers.next(i); row >= 0; row = this.#workers.next(i)) this.#begin(row, i);
      if (this.#room === undefined) continue;
      for (let row = this.#room.next(i); row >= 0; row = this.#room.next(i)) this.#begin(row, i);
    }
  }

  /** A machine of another size is another machine: every instance stops, and starts with what it is given now. */
  #resize(): void {
    const { rotation } = this.#sim;
    for (let i = this.#c.firstInstance; i < this.#c.firstInstance + this.#c.instances; i++) rotation.reboot(i, bootOf(this.#values));
    this.#take(this.#values);
  }

  /** One copy after the other is exchanged, each once the one before it serves; the new size counts when all have been. */
  #roll(): void {
    const { sim, firstInstance, instances, node } = this.#c;
    while (this.#rolled < instances && !sim.rotation.serves(firstInstance + this.#rolled)) this.#rolled++;
    if (this.#rolled < instances) {
      sim.rotation.reboot(firstInstance + this.#rolled++, bootOf(this.#values));
      sim.wake(node, bootOf(this.#values), RESIZED, this.#resizing);
      return;
    }
    this.#take(this.#values);
    this.#fillAll();
  }
}
