/**
 * Rotation: which instances exist and take traffic now. All do, until something starts, drains or stops one: an autoscaler, a
 * release, a process that dies by itself. What is not there is down for whoever calls it all the same; those who choose among
 * copies hear of every change and leave out what takes no traffic. Whether a fault has it down is kept apart, so that
 * neither undoes the other. Nothing here is read on the way of an event.
 */
import { NOW } from './clock.ts';
import { DOWN_REFUSING, UP } from './knobs.ts';
import { CRASHED } from './outcome.ts';
import { CALLER_HOLDS, INSTANCE, ROW, SERVER_HOLDS } from './requests.ts';
import type { Sim } from './sim.ts';

export const IN_ROTATION = 0;
/** It starts: there, paid for, and not yet listening. */
export const BOOTING = 1;
/** It gets nothing new, finishes what it has, and leaves. */
export const DRAINING = 2;
export const ABSENT = 3;

/** The engine's events from here on are the rotation's. */
export const ROTATION_EVENTS = 64;
const BOOTED = ROTATION_EVENTS;
const LOOK = ROTATION_EVENTS + 1;
/** How often a draining instance is looked at, ns (chosen). */
const LOOK_EVERY = 10e6;

/** Told when an instance begins (true) or ceases to take new calls. */
type Told = (instance: number, takes: boolean) => void;
/** Told of every change before it happens. */
type Heard = (instance: number) => void;

interface Watcher {
  readonly first: number;
  readonly end: number;
  readonly told: Told;
}

export class Rotation {
  readonly #sim: Sim;
  readonly #states: Uint8Array;
  /** What the faults of this moment say, per instance. */
  readonly #struck: Uint8Array;
  /** Which start or end of each instance is the present one: events that name another are late. */
  readonly #serial: Int32Array;
  readonly #drainEnds: Float64Array;
  readonly #since: Float64Array;
  readonly #existed: Float64Array;
  readonly #watchers: Watcher[] = [];
  readonly #listeners: Heard[] = [];
  /** How many instances are not in rotation. */
  #away = 0;
  /** Why what is held by an instance that goes now ends. */
  #reason = CRASHED;

  constructor(sim: Sim, instances: number) {
    this.#sim = sim;
    this.#states = new Uint8Array(instances);
    this.#struck = new Uint8Array(instances);
    this.#serial = new Int32Array(instances);
    this.#drainEnds = new Float64Array(instances);
    this.#since = new Float64Array(instances);
    this.#existed = new Float64Array(instances);
  }

  /** Everything is in rotation. */
  get whole(): boolean {
    return this.#away === 0;
  }

  stateOf(instance: number): number {
    return this.#states[instance]!;
  }

  /** It takes new calls (a fault may have it down all the same). */
  takes(instance: number): boolean {
    return this.#states[instance] === IN_ROTATION;
  }

  /** It serves, if only what it has. */
  serves(instance: number): boolean {
    const state = this.#states[instance];
    return state === IN_ROTATION || state === DRAINING;
  }

  /** No fault has it down. */
  unharmed(instance: number): boolean {
    return this.#struck[instance] === UP;
  }

  /** Time in ns for which it existed (booting and draining included) since counting began. */
  existed(instance: number): number {
    const now = this.#sim.now;
    return this.#existed[instance]! + (this.#states[instance] === ABSENT ? 0 : now - this.#since[instance]!);
  }

  /** Counting of time begins anew. */
  forgetTimes(): void {
    this.#existed.fill(0);
    this.#since.fill(this.#sim.now);
  }

  /** Before the start: these instances are not there. */
  withhold(first: number, count: number): void {
    for (let i = first; i < first + count; i++) this.#become(i, ABSENT);
  }

  /** Whoever chooses among instances first … first+count-1 hears at once of those that take nothing, and then of every change. */
  watch(first: number, count: number, told: Told): void {
    this.#watchers.push({ first, end: first + count, told });
    for (let i = first; i < first + count; i++) if (!this.takes(i)) told(i, false);
  }

  /** Hears of every change of state before it happens. */
  listen(heard: Heard): void {
    this.#listeners.push(heard);
  }

  /** Starts an instance that is absent; it takes calls after so many ns. */
  boot(instance: number, ns: number): void {
    if (this.#states[instance] !== ABSENT) return;
    this.#become(instance, BOOTING);
    this.#bootsUntil(instance, ns);
  }

  /** A process ends by itself: what it held ends, and it boots again for so many ns. */
  reboot(instance: number, ns: number, reason = CRASHED): void {
    if (!this.serves(instance)) return;
    this.#reason = reason;
    this.#become(instance, BOOTING);
    this.#reason = CRASHED;
    this.#bootsUntil(instance, ns);
  }

  /** A draining instance is wanted after all. */
  keep(instance: number): void {
    if (this.#states[instance] === DRAINING) this.#become(instance, IN_ROTATION);
  }

  /** Gives it nothing new and keeps it there, until it is kept, drained or left. */
  hold(instance: number): void {
    if (this.#states[instance] === IN_ROTATION) this.#become(instance, DRAINING);
  }

  /** Gives it nothing new; it leaves when it has nothing left, or after so many ns at the latest, whatever it holds. */
  drain(instance: number, longest: number): void {
    const state = this.#states[instance];
    if (state === BOOTING || this.#struck[instance] !== UP) this.leave(instance);
    else if (state === IN_ROTATION || state === DRAINING) {
      if (state === IN_ROTATION) this.#become(instance, DRAINING);
      this.#drainEnds[instance] = this.#sim.now + longest;
      this.#look(instance);
    }
  }

  /** It is gone at once, with what it held. */
  leave(instance: number): void {
    if (this.#states[instance] !== ABSENT) this.#become(instance, ABSENT);
  }

  /** An event of the rotation fell due. */
  event(what: number, instance: number, serial: number): void {
    if (serial !== this.#serial[instance]) return;
    if (what === BOOTED) this.#become(instance, IN_ROTATION);
    else if (what === LOOK) this.#look(instance);
  }

  /** Faults were looked at anew and have set the knobs: what they say is kept, and what is not there is down besides. */
  overlay(): void {
    const { down } = this.#sim.knobs;
    this.#struck.set(down);
    if (this.#away === 0) return;
    for (let i = 0; i < down.length; i++) if (!this.serves(i) && down[i] === UP) down[i] = DOWN_REFUSING;
  }

  #bootsUntil(instance: number, ns: number): void {
    if (ns === 0) this.#become(instance, IN_ROTATION);
    else this.#after(instance, ns, BOOTED);
  }

  #after(instance: number, ns: number, what: number): void {
    this.#sim.queue.push(this.#sim.now + ns, -1, what, instance, this.#serial[instance]!);
  }

  /** Leaves when no call is with it or on its way. */
  #look(instance: number): void {
    const left = this.#drainEnds[instance]! - this.#sim.now;
    if (left <= 0 || this.#idle(instance)) this.#become(instance, ABSENT);
    else this.#after(instance, Math.min(left, LOOK_EVERY), LOOK);
  }

  #idle(instance: number): boolean {
    const { meter, requests } = this.#sim;
    if (meter.inFlight.now(instance) > 0) return false;
    for (let row = 0; row < requests.end; row += ROW) {
      if (requests.ints[row + INSTANCE] === instance && requests.has(row, SERVER_HOLDS) && requests.has(row, CALLER_HOLDS)) return false;
    }
    return true;
  }

  #become(instance: number, state: number): void {
    const before = this.#states[instance]!;
    for (const heard of this.#listeners) heard(instance);
    const now = this.#sim.clock[NOW]!;
    if (before !== ABSENT) this.#existed[instance] = this.#existed[instance]! + now - this.#since[instance]!;
    this.#since[instance] = now;
    const served = this.serves(instance);
    this.#states[instance] = state;
    this.#serial[instance] = (this.#serial[instance]! + 1) | 0;
    this.#away += (state === IN_ROTATION ? 0 : 1) - (before === IN_ROTATION ? 0 : 1);
    this.#sim.settle();
    if (before === IN_ROTATION) this.#tell(instance, false);
    if (this.serves(instance) !== served) this.#turn(instance, served);
    // What it is told may have changed it again.
    if (state === IN_ROTATION && this.takes(instance)) this.#tell(instance, true);
  }

  /** It begins or ceases to be there for its callers, unless a fault has it down already. */
  #turn(instance: number, served: boolean): void {
    const { knobs, stations } = this.#sim;
    if (this.#struck[instance] !== UP) return;
    knobs.down[instance] = served ? DOWN_REFUSING : UP;
    // Before the start there is nobody to be told.
    if (stations.length === 0) return;
    if (served) this.#sim.crash(instance, this.#reason);
    else this.#sim.restart(instance);
  }

  #tell(instance: number, takes: boolean): void {
    for (const { first, end, told } of this.#watchers) if (instance >= first && instance < end) told(instance, takes);
  }
}
