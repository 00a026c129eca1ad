/**
 * Release: puts a new version of a program onto the copies of the part that its link leads to, batch by batch, a canary first, or as a
 * second set. New copies are watched; when too many calls fail there, the old version comes back by itself. A version differs from
 * the old one by how long its work takes and how often it fails; everything else is seen from what that does.
 */
import { causeOf, NO_ROUTE, OK, OUTCOMES, UNAVAILABLE } from '../../engine/outcome.ts';
import { ABSENT, BOOTING, DRAINING, IN_ROTATION } from '../../engine/rotation.ts';
import type { Sim } from '../../engine/sim.ts';
import type { FarEnd, Station, StationContext } from '../../engine/station.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { controllerEstimate } from '../estimate-controller.ts';
import { defineKind } from '../kind.ts';
import { RELEASE_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof RELEASE_PARAMETERS>;

const TICK = 0;
const READY = 1;
/** How often it looks, ns (chosen). */
const LOOK_EVERY = 50e6;

/** Where a release is. */
type Phase = 'waiting' | 'on' | 'switched' | 'back' | 'done' | 'rolled-back';

class Release implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #target: FarEnd | undefined;
  /** 1 for copies that run, or are about to run, the new version. */
  readonly #new: Uint8Array;
  /** 1 for copies that leave in order to be replaced. */
  readonly #leaving: Uint8Array;
  /** Ends at new copies before they were new. */
  readonly #endsBefore: Float64Array;
  readonly #failedBefore: Float64Array;
  /** Copies to be replaced that are still to come; for two sets, the old one. */
  #queue: number[] = [];
  #old: number[] = [];
  #phase: Phase = 'waiting';
  #settledAt = 0;
  #settled = false;
  #rollbacks = 0;
  #beganAt = Number.NaN;
  #endedAt = Number.NaN;
  #values: Values;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#sim = context.sim;
    this.#values = values;
    this.#target = context.far.find(({ role }) => role === 'compute');
    const size = this.#target?.instances ?? 0;
    this.#new = new Uint8Array(size);
    this.#leaving = new Uint8Array(size);
    this.#endsBefore = new Float64Array(size);
    this.#failedBefore = new Float64Array(size);
  }

  start(): void {
    if (this.#values.go) this.#begin();
  }

  /** Nobody can call it: its links only go out. */
  arrive(row: number): void {
    this.#sim.calls.answer(row, UNAVAILABLE, causeOf(NO_ROUTE, this.#c.node));
  }

  answered(): void {}

  wake(what: number): void {
    const { down, hung } = this.#sim.knobs;
    const own = this.#c.firstInstance;
    if (down[own] === 0 && hung[own] === 0) this.#look();
    if (what === TICK && this.#phase !== 'done' && this.#phase !== 'rolled-back') this.#sim.wake(this.#c.node, LOOK_EVERY, TICK, 0);
  }

  crash(): void {}

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    if (this.#values.go && this.#phase === 'waiting') this.#begin();
  }

  forgetCounts(): void {
    this.#endsBefore.fill(0);
    this.#failedBefore.fill(0);
  }

  figures(out: Float64Array, at: number): void {
    let installed = 0;
    for (let i = 0; i < this.#new.length; i++) if (this.#new[i] === 1 && this.#leaving[i] === 0 && this.#serves(i)) installed++;
    out[at] = installed;
    out[at + 1] = this.#failures().share;
    out[at + 2] = this.#rollbacks;
    out[at + 3] = Number.isNaN(this.#endedAt) ? Number.NaN : (this.#endedAt - this.#beganAt) / NS_PER_MS;
  }

  #begin(): void {
    const running = [...this.#new.keys()].filter((i) => this.#state(i) !== ABSENT);
    this.#phase = 'on';
    this.#beganAt = this.#sim.now;
    if (this.#values.strategy === 'blue-green') {
      this.#old = running;
      const spare = [...this.#new.keys()].filter((i) => this.#state(i) === ABSENT).slice(0, running.length);
      for (const i of spare) this.#install(i, true);
    } else {
      this.#queue = running;
      this.#replaceNext(this.#values.strategy === 'canary' ? this.#values.canary : this.#values.batch);
    }
    this.#sim.wake(this.#c.node, LOOK_EVERY, TICK, 0);
    // Two sets change places at the moment at which the new one is ready.
    if (this.#values.strategy === 'blue-green') this.#sim.wake(this.#c.node, this.#boot(), READY, 0);
  }

  #look(): void {
    if (this.#phase === 'done' || this.#phase === 'rolled-back') return;
    this.#replaceThoseThatLeft();
    const { share, calls } = this.#failures();
    const failing = this.#values.rollback && calls >= this.#values.minimum && share > this.#values.limit;
    if (failing && (this.#phase === 'on' || this.#phase === 'switched')) this.#goBack();
    if (!this.#isSettled()) {
      this.#settled = false;
      return;
    }
    if (!this.#settled) this.#settledAt = this.#sim.now;
    this.#settled = true;
    this.#nextStep();
  }

  /** All copies are where they should be: what comes next, once they have been watched. */
  #nextStep(): void {
    const watched = this.#sim.now - this.#settledAt >= this.#values.observe * NS_PER_MS;
    if (this.#phase === 'back') this.#end('rolled-back');
    else if (this.#phase === 'on' && this.#values.strategy === 'blue-green') {
      for (const i of this.#old) this.#sim.rotation.hold(this.#id(i));
      this.#phase = 'switched';
    } else if (!watched) return;
    else if (this.#phase === 'switched') {
      for (const i of this.#old) this.#sim.rotation.drain(this.#id(i), this.#longest());
      this.#end('done');
    } else if (this.#queue.length > 0) this.#replaceNext(this.#values.batch);
    else this.#end('done');
  }

  #end(phase: Phase): void {
    this.#phase = phase;
    this.#endedAt = this.#sim.now;
  }

  #replaceNext(count: number): void {
    for (const i of this.#queue.splice(0, count)) this.#takeOut(i);
    this.#settled = false;
  }

  /** The old version comes back: the old set takes over again, or every new copy is replaced. */
  #goBack(): void {
    this.#rollbacks++;
    this.#phase = 'back';
    this.#queue = [];
    this.#settled = false;
    if (this.#old.length > 0) {
      for (const i of this.#old) this.#sim.rotation.keep(this.#id(i));
      for (let i = 0; i < this.#new.length; i++) if (this.#new[i] === 1) this.#sim.rotation.drain(this.#id(i), this.#longest());
      return;
    }
    for (let i = 0; i < this.#new.length; i++) if (this.#new[i] === 1 && this.#leaving[i] === 0) this.#takeOut(i);
  }

  #takeOut(i: number): void {
    this.#leaving[i] = 1;
    this.#sim.rotation.drain(this.#id(i), this.#longest());
    this.#replaceThoseThatLeft();
  }

  #replaceThoseThatLeft(): void {
    for (let i = 0; i < this.#leaving.length; i++) {
      if (this.#leaving[i] === 1 && this.#state(i) === ABSENT) this.#install(i, this.#phase !== 'back');
    }
  }

  /** Starts a copy with the new or with the old version. */
  #install(i: number, isNew: boolean): void {
    const { meter, rotation, builds } = this.#sim;
    const id = this.#id(i);
    this.#leaving[i] = 0;
    this.#new[i] = isNew ? 1 : 0;
    let ends = 0;
    for (let o = 0; o < OUTCOMES.length; o++) ends += meter.ends(id, o);
    this.#endsBefore[i] = ends;
    this.#failedBefore[i] = ends - meter.ends(id, OK);
    builds.install(id, isNew ? this.#values.slow : 1, isNew ? this.#values.errors : 0);
    rotation.boot(id, this.#boot());
  }

  /** Share of calls that failed at new copies, and of how many. */
  #failures(): { readonly share: number; readonly calls: number } {
    let calls = 0;
    let failed = 0;
    for (let i = 0; i < this.#new.length; i++) {
      if (this.#new[i] === 0) continue;
      let ends = 0;
      for (let o = 0; o < OUTCOMES.length; o++) ends += this.#sim.meter.ends(this.#id(i), o);
      calls += ends - this.#endsBefore[i]!;
      failed += ends - this.#sim.meter.ends(this.#id(i), OK) - this.#failedBefore[i]!;
    }
    return { share: calls > 0 ? failed / calls : Number.NaN, calls };
  }

  /** Nothing leaves in order to be replaced, and nothing boots. */
  #isSettled(): boolean {
    for (let i = 0; i < this.#new.length; i++) {
      if (this.#leaving[i] === 1 || this.#state(i) === BOOTING) return false;
      if (this.#phase === 'back' && this.#new[i] === 1 && this.#state(i) === DRAINING) return false;
    }
    return true;
  }

  #serves(i: number): boolean {
    return this.#state(i) === IN_ROTATION;
  }

  #state(i: number): number {
    return this.#sim.rotation.stateOf(this.#id(i));
  }

  #id(i: number): number {
    return (this.#target?.firstInstance ?? 0) + i;
  }

  #boot(): number {
    return Math.round(this.#values.boot * NS_PER_MS);
  }

  #longest(): number {
    return Math.round(this.#values.drain * NS_PER_MS);
  }
}

export const release = defineKind({
  id: 'release',
  name: 'Release',
  group: 'operations',
  role: 'control',
  summary: 'Brings a new version onto the copies of the part it is linked to, and back when it is bad.',
  about:
    'A deployment: rolling, with a canary, or blue and green. Link it to a service and switch Go on, best on the timeline. Rolling has fewer ' +
    'copies while it lasts; a canary shows a bad version to a few; blue and green needs a reserve as large as what runs, and can go back at ' +
    'once. A bad version is slower or fails; when too many calls fail at new copies it is rolled back. Left out here: versions that do not ' +
    'understand each other, changes of stored data.',
  params: RELEASE_PARAMETERS,
  links: { in: false, out: true },
  abilities: [],
  face: ['newCopies', 'failures'],
  figures: [
    { id: 'newCopies', label: 'New', unit: 'count', help: 'Copies that run the new version and take traffic.' },
    { id: 'failures', label: 'Failing', unit: 'ratio', help: 'Share of calls at new copies that failed.' },
    { id: 'rollbacks', label: 'Rolled back', unit: 'count', help: 'Times that the old version was brought back.' },
    { id: 'took', label: 'Took', unit: 'ms', help: 'From its begin to its end, forwards or back.' },
  ],
  choosesTarget: true,
  estimate: controllerEstimate,
  build: (context, values) => new Release(context, values),
});
