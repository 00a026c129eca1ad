/**
 * A recorded trace played back. Of counts per interval each interval gets exactly its count, times a factor; fractions are carried over, so
 * that nothing is lost in the long run. Within an interval requests come evenly or at independent uniform moments: of n left, the next one
 * comes after the smallest of n uniform draws. Of recorded moments each request comes at its own.
 */
import type { Sim } from '../../engine/sim.ts';
import { pow } from '../../std/math.ts';
import { Stream } from '../../std/random.ts';
import { type Trace, traceLength, traceTotal } from '../../std/trace.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { REPLAY } from './codes.ts';

export interface ReplayValues {
  readonly trace: Trace;
  readonly traceScale: number;
  readonly traceRepeat: boolean;
  readonly arrivals: string;
}

export class Replay {
  readonly #sim: Sim;
  readonly #node: number;
  readonly #moments: Stream;
  #values: ReplayValues;
  /** Value that is being played, requests of it still to come, and the moment at which it began, ns. */
  #at = -1;
  #left = 0;
  #began = 0;
  #carry = 0;
  #factor: number;
  /** Requests of this interval that came or are due, for even spacing. */
  #count = 0;
  /** Nothing is sent, and no event waits. */
  #asleep = false;
  /** Earlier numbers are void. */
  #number = 0;

  constructor(sim: Sim, node: number, values: ReplayValues) {
    this.#sim = sim;
    this.#node = node;
    this.#values = values;
    this.#factor = values.traceScale;
    this.#moments = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/replay`);
  }

  start(): void {
    if (traceTotal(this.#values.trace) > 0) this.#next();
  }

  /** Whether an event of its own means that a request comes now, after which the next one is to be planned. */
  wake(number: number): boolean {
    if (number !== this.#number) return false;
    if (this.#left > 0) {
      this.#left--;
      return true;
    }
    this.#next();
    return false;
  }

  configure(values: ReplayValues): void {
    this.#values = values;
    this.turned();
  }

  /** Faults or settings may have changed how many come of each that was recorded: what is left of the interval is counted anew. */
  turned(): void {
    const factor = this.#scale();
    if (factor === this.#factor) return;
    this.#factor = factor;
    if (this.#asleep && !this.#catchUp()) return;
    const { every, values } = this.#values.trace;
    if (every === 0 || this.#at < 0 || this.#at >= values.length) return;
    const share = 1 - Math.min(1, Math.max(0, (this.#sim.now - this.#began) / (every * NS_PER_MS)));
    this.#take(values[this.#at]! * share);
    this.plan();
  }

  /** Plans the next request, or the end of the interval where there is none left in it. */
  plan(): void {
    this.#number++;
    const moment = this.#left > 0 ? this.#moment() : this.#began + this.#lasts();
    this.#sim.wake(this.#node, Math.max(0, Math.floor(moment - this.#sim.now + 0.5)), REPLAY, this.#number);
  }

  /** Goes on to the next value, now that the one before is over. */
  #next(): void {
    const { trace, traceRepeat } = this.#values;
    this.#began += this.#at < 0 ? 0 : this.#lasts();
    this.#at++;
    if (this.#at >= trace.values.length) {
      if (!traceRepeat || traceLength(trace) === 0) return;
      this.#at = 0;
    }
    this.#factor = this.#scale();
    if (this.#factor === 0) {
      this.#asleep = true;
      return;
    }
    this.#take(trace.every > 0 ? trace.values[this.#at]! : 1);
    this.plan();
  }

  /** Goes on to the value of this moment after a time in which nothing was sent. False when the trace is over. */
  #catchUp(): boolean {
    this.#asleep = false;
    const { trace, traceRepeat } = this.#values;
    const whole = traceLength(trace) * NS_PER_MS;
    if (traceRepeat && whole > 0) this.#began += Math.max(0, Math.floor((this.#sim.now - this.#began) / whole)) * whole;
    while (this.#began + this.#lasts() <= this.#sim.now) {
      this.#began += this.#lasts();
      this.#at++;
      if (this.#at < trace.values.length) continue;
      if (!traceRepeat || whole === 0) return false;
      this.#at = 0;
    }
    if (trace.every > 0) return true;
    this.#take(1);
    this.plan();
    return true;
  }

  /** The moment of the next request, ns. */
  #moment(): number {
    const { trace, arrivals } = this.#values;
    const end = this.#began + this.#lasts();
    if (trace.every === 0) return end;
    if (arrivals === 'even') return this.#began + ((this.#count - this.#left + 0.5) * this.#lasts()) / this.#count;
    const from = Math.max(this.#began, this.#sim.now);
    return from + (end - from) * (1 - pow(this.#moments.uniform(), 1 / this.#left));
  }

  /** Length of the value that is being played, ns. */
  #lasts(): number {
    const { every, values } = this.#values.trace;
    return (every > 0 ? every : values[this.#at]!) * NS_PER_MS;
  }

  #take(recorded: number): void {
    const exact = recorded * this.#factor + this.#carry;
    this.#left = Math.floor(exact);
    this.#count = this.#left;
    this.#carry = exact - this.#left;
  }

  #scale(): number {
    return this.#values.traceScale * this.#sim.knobs.traffic[this.#node]! * this.#sim.surged[this.#node]!;
  }
}
