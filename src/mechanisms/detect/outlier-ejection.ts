/**
 * Passive health: an observer (a balancer's copy) learns from the calls that it makes anyway. So many failures in a row, or too
 * small a share of successes between two sweeps, throw a target out for a while; each time it happens again the while is longer,
 * and each sweep in which the target stays in makes it shorter again. Never more than a share of the targets is out
 * at once, but one may always be (the rules and the words are Envoy's outlier detection).
 */
import type { Sim } from '../../engine/sim.ts';
import type { Changed, Observers } from './health-check.ts';

export interface OutlierSettings {
  /** Failures in a row that throw a target out; 0: they never do. */
  readonly failures: number;
  /** Share of successes below which a sweep throws a target out; 0: it never does. */
  readonly success: number;
  /** Calls between two sweeps below which a share says nothing. */
  readonly minimum: number;
  /** ns from one sweep to the next. */
  readonly sweep: number;
  /** ns out, times the number of ejections so far; and the most. */
  readonly time: number;
  readonly longest: number;
  /** Share of the targets that may be out at once. */
  readonly most: number;
}

const SWEEP = 0;
const OVER = 1;

export class OutlierEjection {
  settings: OutlierSettings;
  /** Ejections since the counts were last forgotten. */
  ejections = 0;
  readonly #sim: Sim;
  readonly #observers: Observers;
  readonly #targets: number;
  readonly #base: number;
  readonly #changed: Changed;
  // Columns by observer × target.
  readonly #inRow: Int32Array;
  readonly #calls: Int32Array;
  readonly #failed: Int32Array;
  readonly #times: Int32Array;
  /** Moment at which it may come back; 0 while it is in. */
  readonly #until: Float64Array;
  // By observer.
  readonly #out: Int32Array;
  readonly #nextSweep: Float64Array;

  /** The station's event codes `base` and `base` + 1 are its own. */
  constructor(sim: Sim, observers: Observers, targets: number, settings: OutlierSettings, base: number, changed: Changed) {
    const watches = observers.count * targets;
    this.#sim = sim;
    this.#observers = observers;
    this.#targets = targets;
    this.settings = settings;
    this.#base = base;
    this.#changed = changed;
    this.#inRow = new Int32Array(watches);
    this.#calls = new Int32Array(watches);
    this.#failed = new Int32Array(watches);
    this.#times = new Int32Array(watches);
    this.#until = new Float64Array(watches);
    this.#out = new Int32Array(observers.count);
    this.#nextSweep = new Float64Array(observers.count);
  }

  get on(): boolean {
    return this.settings.failures > 0 || this.settings.success > 0;
  }

  start(observer: number): void {
    this.#nextSweep[observer] = this.#sim.now + this.settings.sweep;
    this.#sim.wake(this.#observers.node, this.settings.sweep, this.#base + SWEEP, observer);
  }

  /** An observer forgets all it learned and takes everybody back. */
  stop(observer: number): void {
    this.#nextSweep[observer] = -1;
    for (let w = observer * this.#targets; w < (observer + 1) * this.#targets; w++) {
      this.#inRow[w] = 0;
      this.#calls[w] = 0;
      this.#failed[w] = 0;
      this.#times[w] = 0;
      if (this.#until[w]! > 0) this.#takeBack(w);
    }
  }

  /** A call of an observer to a target ended. */
  ended(observer: number, target: number, failed: boolean): void {
    const w = observer * this.#targets + target;
    this.#calls[w] = this.#calls[w]! + 1;
    if (!failed) {
      this.#inRow[w] = 0;
      return;
    }
    this.#failed[w] = this.#failed[w]! + 1;
    this.#inRow[w] = this.#inRow[w]! + 1;
    if (this.settings.failures > 0 && this.#inRow[w]! >= this.settings.failures) this.#eject(w);
  }

  event(what: number, a: number): void {
    if (what - this.#base === SWEEP) this.#sweep(a);
    else if (this.#until[a] === this.#sim.now) this.#takeBack(a);
  }

  #sweep(observer: number): void {
    if (this.#nextSweep[observer] !== this.#sim.now) return;
    const { success, minimum } = this.settings;
    for (let w = observer * this.#targets; w < (observer + 1) * this.#targets; w++) {
      const calls = this.#calls[w]!;
      const share = calls > 0 ? (calls - this.#failed[w]!) / calls : 1;
      if (this.#until[w] === 0) {
        if (success > 0 && calls >= minimum && share < success) this.#eject(w);
        else if (this.#times[w]! > 0) this.#times[w] = this.#times[w]! - 1;
      }
      this.#calls[w] = 0;
      this.#failed[w] = 0;
    }
    this.start(observer);
  }

  #eject(w: number): void {
    const observer = Math.floor(w / this.#targets);
    // A share such as 0.29 of 100 must not fall short of 29 by rounding.
    const most = Math.max(1, Math.floor(this.settings.most * this.#targets + 1e-9));
    if (this.#until[w]! > 0 || this.#out[observer]! >= most) return;
    this.#inRow[w] = 0;
    this.#times[w] = this.#times[w]! + 1;
    const ns = Math.min(this.settings.longest, this.settings.time * this.#times[w]!);
    this.#until[w] = this.#sim.now + ns;
    this.#out[observer] = this.#out[observer]! + 1;
    this.ejections++;
    this.#sim.wake(this.#observers.node, ns, this.#base + OVER, w);
    this.#changed(observer, w % this.#targets, false);
  }

  #takeBack(w: number): void {
    const observer = Math.floor(w / this.#targets);
    this.#until[w] = 0;
    this.#inRow[w] = 0;
    this.#out[observer] = this.#out[observer]! - 1;
    this.#changed(observer, w % this.#targets, true);
  }
}
