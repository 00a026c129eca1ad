/**
 * The simulation: the only loop. It owns time, the event queue, the rows of calls in flight, knobs, meter and history, and
 * hands each event to whom it concerns. It knows stations by their contract only; no kind and no fault by name. All
 * moments are whole ns; nothing is allocated per event.
 */
import type { Sampler } from '../std/distribution.ts';
import { Stream } from '../std/random.ts';
import { Builds } from './builds.ts';
import { Calls } from './calls.ts';
import { type Clock, NOW, newClock, SPAN } from './clock.ts';
import { Wire } from './connection/wire.ts';
import { Digest } from './digest.ts';
import { Express } from './express/express.ts';
import type { History } from './history.ts';
import { DOWN_SILENT, Knobs } from './knobs.ts';
import type { Link } from './link.ts';
import { Marked } from './marked.ts';
import { Meter } from './meter.ts';
import { CRASHED, causeCount, causeOf, ERROR, NO_ROUTE, OK, UNAVAILABLE } from './outcome.ts';
import { Pauses } from './pauses.ts';
import { EventQueue } from './queue.ts';
import { Recording } from './recording.ts';
import {
  ARRIVED,
  CALLER_HOLDS,
  CAUSE,
  CLASS,
  DEGRADED,
  FLAGS,
  GENERATION,
  HELD_IN,
  HELD_OUT,
  HOPS,
  INSTANCE,
  LINK,
  ORIGIN,
  OUTCOME,
  PARENT,
  PARENT_GENERATION,
  Requests,
  ROW,
  STALE,
  STARTED,
  THERE,
  TRACED,
  VERSION,
  WRONG,
} from './requests.ts';
import { Rotation } from './rotation.ts';
import { Siege } from './siege.ts';
import type { Station } from './station.ts';
import { Tracer } from './tracer.ts';
import { Watch } from './watch.ts';

/** Target of the engine's own events; a station's have its index. */
export const ENGINE = -1;
/** `b` of a station's event that is about no row. */
export const NO_ROW = -1;
/** Events on the express way for each that was asked for: they are done that much faster, and what it costs to change over is spread. */
const EXPRESS = 4;
/** Fewer events than so many are not worth the express way (chosen). */
const LEAST_EXPRESS = 256;
/** Calls in flight at most (chosen; CHECKLISTS F09). */
const MOST_IN_FLIGHT = 1_000_000;

/** The fixed shape of a simulation: how many of each, what belongs to what, how far apart things stand. */
export interface SimShape {
  readonly seed: number;
  readonly nodes: number;
  readonly links: number;
  readonly classes: number;
  /** Bytes of a class's request and answer. */
  readonly bytesUp: Float64Array;
  readonly bytesDown: Float64Array;
  /** Per instance: its node, its zone. */
  readonly nodeOf: Int32Array;
  readonly zoneOf: Int32Array;
  /** One-way delay in ns between zones, zones × zones. */
  readonly zoneDelay: Float64Array;
  readonly zones: number;
  /** Names for the random streams, per node: stable under everything but renaming the node's id. */
  readonly streamNames: readonly string[];
  /** Per node: 1 where junk of a flood is passed on rather than thrown away; absent: nowhere. */
  readonly passesJunk?: Uint8Array;
}

export class Sim {
  /** Registers on the way of an event; the present moment is one. */
  readonly clock: Clock = newClock();
  events = 0;
  /** Why the simulation cannot go on, in words; undefined while it can. */
  halted: string | undefined;
  readonly shape: SimShape;
  readonly queue = new EventQueue();
  readonly requests = new Requests(MOST_IN_FLIGHT);
  readonly knobs: Knobs;
  readonly meter: Meter;
  readonly history: History;
  readonly digest = new Digest();
  readonly watch: Watch;
  readonly tracer: Tracer;
  readonly recording: Recording;
  readonly marked: Marked;
  readonly stations: Station[] = [];
  readonly links: Link[] = [];
  readonly calls: Calls;
  readonly express: Express;
  /** Whether the express way may be taken where all is plain. */
  fast = true;
  readonly siege: Siege;
  readonly wire: Wire;
  readonly rotation: Rotation;
  readonly builds: Builds;
  readonly pauses: Pauses;
  readonly #luck: Stream[] = [];
  /** No fault is about. */
  /** Per node: what surges of classes make of a source's rate, as a factor. Set by whoever turns knobs. */
  readonly surged: Float64Array;
  #unharmed = false;
  readonly #slips: Stream[] = [];

  constructor(shape: SimShape, history: History) {
    this.shape = shape;
    this.history = history;
    const instances = shape.nodeOf.length;
    this.surged = new Float64Array(shape.nodes).fill(1);
    this.knobs = new Knobs(instances, shape.nodes, shape.links);
    this.meter = new Meter(instances, shape.classes, shape.links, causeCount(shape.nodes), this.clock);
    this.watch = new Watch(shape.links);
    this.tracer = new Tracer(this.requests, shape.seed, instances);
    this.recording = new Recording(this.requests, this.clock);
    this.marked = new Marked(shape.classes);
    this.siege = new Siege(this);
    this.calls = new Calls(this);
    this.express = new Express(this);
    this.wire = new Wire(this);
    this.rotation = new Rotation(this, instances);
    this.builds = new Builds(this, instances);
    this.pauses = new Pauses(this, instances);
    for (const name of shape.streamNames) {
      this.#luck.push(new Stream(shape.seed, `${name}/errors`));
      this.#slips.push(new Stream(shape.seed, `${name}/wrong-answers`));
    }
  }

  /** The present moment, whole ns. */
  get now(): number {
    return this.clock[NOW]!;
  }

  set now(time: number) {
    this.clock[NOW] = time;
  }

  /** Writes operations on stored data down for checkers, from now on: to be called before the run starts. */
  record(): void {
    this.recording.start();
    this.recording.tied = this.history.tied;
    this.history.recording = this.recording;
  }

  /** Lets all sources schedule their first requests. */
  start(): void {
    for (const station of this.stations) station.start?.();
  }

  /** Runs events earlier than `until` (ns), at most `most` of them, or as many as go the express way in that time. False when there is nothing left to do before then. */
  run(until: number, most: number): boolean {
    const queue = this.queue;
    queue.until = until;
    const requests = this.requests;
    const stations = this.stations;
    const digest = this.digest;
    const calls = this.calls;
    let count = this.#express(until, most);
    let more = true;
    while (count < most && this.halted === undefined) {
      if (!queue.take()) {
        more = false;
        break;
      }
      count++;
      const time = queue.time;
      if (time !== this.now) {
        this.now = time;
        calls.atOnce = 0;
      }
      const target = queue.target;
      const what = queue.what;
      if (target === ENGINE) calls.event(what, queue.a, queue.b);
      else if (queue.b === NO_ROW || (requests.ints[queue.a + GENERATION] === queue.b && requests.has(queue.a, THERE))) {
        stations[target]!.wake(what, queue.a, queue.b);
      }
      digest.mix(time | 0, (target << 8) | what);
    }
    this.events += count;
    return more && this.halted === undefined;
  }

  /** The first events of a run by the express way, if it may be taken; how many. */
  #express(until: number, most: number): number {
    if (!this.fast || this.knobs.calm === 0 || this.watch.looking !== 0 || this.tracer.on !== 0 || most < LEAST_EXPRESS) return 0;
    return this.express.run(until, most * EXPRESS);
  }

  /** An event of a station's own after `delay` ns. */
  wake(station: number, delay: number, what: number, a: number): void {
    this.queue.push(this.now + delay, station, what, a, NO_ROW);
  }

  /** Draws how long a piece of work takes at this instance, whole ns, into the clock's span. */
  workTakes(instance: number, work: Sampler, luck: Stream): void {
    work.drawNanos(luck, this.clock, SPAN);
    if (this.knobs.calm === 0) this.clock[SPAN] = this.work(instance, this.clock[SPAN]!);
  }

  /** An event of a station's own after the clock's span. */
  wakeLater(station: number, what: number, a: number): void {
    this.queue.due[0] = this.clock[NOW]! + this.clock[SPAN]!;
    this.queue.schedule(station, what, a, NO_ROW);
  }

  /** The same by an alarm that the station was given by the queue. */
  alarmLater(alarm: number, station: number, what: number, a: number): void {
    this.queue.due[0] = this.clock[NOW]! + this.clock[SPAN]!;
    this.queue.setAlarm(alarm, station, what, a, NO_ROW);
  }

  /** An event of a station's own about a call it holds, after the clock's span; it does not come when the call has ended by then. */
  wakeRow(station: number, what: number, row: number): void {
    if (this.tracer.on !== 0 && this.requests.has(row, TRACED)) {
      this.clock[SPAN] = this.clock[SPAN]! + this.tracer.burden[this.requests.ints[row + INSTANCE]!]!;
    }
    this.queue.due[0] = this.clock[NOW]! + this.clock[SPAN]!;
    this.queue.schedule(station, what, row, this.requests.ints[row + GENERATION]!);
  }

  /** A source's instance begins a request. */
  offer(instance: number): void {
    this.meter.offer();
    this.meter.entered(instance);
  }

  /** A source's request came to its end: it is metered and becomes part of the digest. */
  complete(row: number): void {
    const r = this.requests;
    if (r.has(row, TRACED)) this.tracer.completed(row, this.now);
    const ns = this.now - r.times[(row >> 1) + STARTED]!;
    const outcome = r.ints[row + OUTCOME]!;
    this.clock[SPAN] = ns;
    this.meter.end(r.ints[row + CLASS]!, outcome, r.ints[row + CAUSE]!, r.has(row, STALE));
    this.meter.left(r.ints[row + ORIGIN]!, outcome);
    if (outcome === OK && r.has(row, DEGRADED | WRONG)) this.marked.count(r, row);
    this.digest.mix(ns | 0, (r.ints[row + VERSION]! << 4) | outcome);
  }

  /** A source's request of this class has no link to go: it ends at once. */
  refuseAtSource(cls: number, instance: number): void {
    this.clock[SPAN] = 0;
    this.meter.end(cls, UNAVAILABLE, causeOf(NO_ROUTE, this.shape.nodeOf[instance]!), false);
    this.meter.left(instance, UNAVAILABLE);
    this.digest.mix(cls, UNAVAILABLE);
  }

  /** A source answers a request of its own by itself, at once (a browser's cache). */
  answerAtSource(cls: number, instance: number, stale: boolean): void {
    this.clock[SPAN] = 0;
    this.meter.end(cls, OK, 0, stale);
    this.meter.left(instance, OK);
  }

  /** One-way delay in ns between two instances by placement. */
  distance(a: number, b: number): number {
    const shape = this.shape;
    return shape.zoneDelay[shape.zoneOf[a]! * shape.zones + shape.zoneOf[b]!]!;
  }

  /** The same as a message finds it now, with what faults between places add. */
  apart(a: number, b: number): number {
    return this.distance(a, b) + this.knobs.delayBetween(a, b);
  }

  /** What this instance's own clock says, whole ns: parts that go by clocks (leases, last write wins) read it, and it may be wrong. */
  clockOf(instance: number): number {
    const { skew, drift } = this.knobs;
    const read = this.now + skew[instance]!;
    return drift[instance] === 0 ? read : read + Math.floor(this.now * drift[instance]!);
  }

  /** Work of so many ns as this instance does it now, slowed or delayed by its knobs; whole ns. */
  work(instance: number, ns: number): number {
    const slow = this.knobs.slow[instance]!;
    const added = this.knobs.added[instance]!;
    return slow === 1 && added === 0 ? ns : Math.floor(ns * slow + added + 0.5);
  }

  /** The stream from which a node's injected failures are drawn. */
  luck(node: number): Stream {
    return this.#luck[node]!;
  }

  /** Whether an instance gives a wrong answer this time. */
  mistakes(instance: number): boolean {
    return this.#slips[this.shape.nodeOf[instance]!]!.uniform() < this.knobs.wrong[instance]!;
  }

  /** Says whether no knob is turned. To be called whenever knobs were recomputed. */
  calm(calm: boolean): void {
    this.#unharmed = calm;
    this.settle();
  }

  /** The short way is open while no knob is turned and every instance is there. */
  settle(): void {
    const calm = this.#unharmed && this.rotation.whole && this.builds.plain && this.pauses.none;
    this.knobs.calm = calm ? 1 : 0;
    for (const link of this.links) {
      link.settle(calm);
      link.pace(this.knobs, this.clock[NOW]!, this.queue);
    }
  }

  /** The knobs say that this instance went down: whatever it held ends, whatever it waited for is forgotten. */
  crash(instance: number, reason = CRASHED): void {
    const r = this.requests;
    const held: number[] = [];
    const asked: number[] = [];
    for (let row = 0; row < r.end; row += ROW) {
      if (r.has(row, THERE) && r.ints[row + INSTANCE] === instance) held.push(row);
      if (r.has(row, CALLER_HOLDS) && r.ints[row + ORIGIN] === instance) asked.push(row);
    }
    r.inTurn(held);
    r.inTurn(asked);
    // Ending one call may begin others, which may get a row that was just freed: rows are known by their generation.
    const generations = new Map([...held, ...asked].map((row) => [row, r.ints[row + GENERATION]!]));
    const node = this.shape.nodeOf[instance]!;
    this.siege.forget(instance);
    this.stations[node]!.crash(instance);
    for (const link of this.links) if (link.from === node) link.fallback?.forget(instance);
    const silent = this.knobs.down[instance] === DOWN_SILENT;
    asked.sort((x, y) => this.#behind(x, node) - this.#behind(y, node));
    for (const row of asked) if (r.ints[row + GENERATION] === generations.get(row)) this.#abandon(row, node);
    this.wire.crash(instance);
    for (const row of held) {
      if (r.ints[row + GENERATION] !== generations.get(row) || !r.has(row, THERE)) continue;
      if (silent) this.calls.carriage.fallSilent(row);
      else this.calls.answer(row, ERROR, causeOf(reason, node));
    }
  }

  /** What a name has asked for on behalf of an instance that is gone the name must hear of, since it holds the call before. */
  #abandon(row: number, node: number): void {
    const { ints } = this.requests;
    const from = this.links[ints[row + LINK]!]!.from;
    const [parent, generation] = [ints[row + PARENT]!, ints[row + PARENT_GENERATION]!];
    if (from !== node) ints[row + OUTCOME] = ERROR;
    this.calls.abandon(row);
    if (from !== node && parent >= 0 && ints[parent + GENERATION] === generation) this.stations[from]!.answered(parent, row);
  }

  /** How many names a call has passed on its way from a node: those who asked first hang up first. 0 for the node's own calls. */
  #behind(row: number, node: number): number {
    const { ints } = this.requests;
    return this.links[ints[row + LINK]!]!.from === node ? 0 : ints[row + HOPS]!;
  }

  /** It is up again, and empty. */
  restart(instance: number): void {
    this.stations[this.shape.nodeOf[instance]!]!.restart(instance);
  }

  /** A hung instance goes on: first with what it had ready, then with what came in meanwhile, in order of arrival. */
  resume(instance: number): void {
    const r = this.requests;
    const kept: number[] = [];
    for (let row = 0; row < r.end; row += ROW) {
      if (r.has(row, HELD_IN | HELD_OUT) && r.ints[row + INSTANCE] === instance) kept.push(row);
    }
    r.inTurn(kept).sort((x, y) => r.times[(x >> 1) + ARRIVED]! - r.times[(y >> 1) + ARRIVED]!);
    for (const row of kept) {
      if (r.has(row, HELD_OUT)) this.calls.answer(row, r.ints[row + OUTCOME]!, r.ints[row + CAUSE]!);
    }
    for (const row of kept) {
      if (!r.has(row, HELD_IN)) continue;
      r.ints[row + FLAGS] = r.ints[row + FLAGS]! & ~HELD_IN;
      this.calls.carriage.accept(row);
    }
  }

  halt(words: string): void {
    this.halted ??= words;
  }
}
