/**
 * An open loop: when the next request comes, whatever became of those before it. Gaps are drawn at the present rate; when the
 * rate changes (by the shape, a burst, a fault, a slider), what is left of the running gap is stretched, as if it had been
 * counted in load. Random gaps under a shape are drawn at its highest rate and thinned (Lewis & Shedler 1979), which is exact.
 */
import { NOW, SPAN } from '../../engine/clock.ts';
import type { Sim } from '../../engine/sim.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { highestRate, type RateSettings, rateAt, type Shape } from './arrivals.ts';

/** How much is sent, and how that changes: rates per second, times in ms. */
export interface LoadValues {
  readonly rate: number;
  readonly arrivals: string;
  readonly burstFactor: number;
  readonly burstLength: number;
  readonly shape: string;
  readonly peak: number;
  readonly shapeStart: number;
  readonly shapeLength: number;
}

/** Codes of its events; see codes.ts for those of its neighbours. */
export const ARRIVAL = 0;
const BURST = 1;
const RESHAPE = 2;

/** What decides when requests come. */
const TRAFFIC = ['rate', 'arrivals', 'burstFactor', 'burstLength', 'shape', 'peak', 'shapeStart', 'shapeLength'] as const;
/** Share of the time that is burst. */
const BURST_SHARE = 0.1;
/** How often evenly spaced requests follow a rate that changes with time, in ns (chosen). */
const RESHAPE_EVERY = 100 * NS_PER_MS;

export class OpenLoop {
  readonly #sim: Sim;
  readonly #node: number;
  readonly gaps: Stream;
  readonly #bursts: Stream;
  /** Its next request stands beside the queue's heap. */
  readonly alarm: number;
  #values: LoadValues;
  #rate: RateSettings;
  #even: boolean;
  /** Moment and number of the arrival that is due; earlier numbers are void. */
  due = 0;
  number = 0;
  /** Rate (per ns) at which the due arrival was drawn. */
  drawnAt = 0;
  #bursting = false;
  /** Factor from faults when it was looked at last. */
  #traffic = 1;
  #flood = 0;
  /** Number of the running chain of bursts, and of the one that follows the shape; events of earlier chains are void. */
  #burstChain = 0;
  #shapeChain = 0;

  constructor(sim: Sim, node: number, values: LoadValues) {
    const name = sim.shape.streamNames[node];
    this.#sim = sim;
    this.#node = node;
    this.gaps = new Stream(sim.shape.seed, `${name}/arrivals`);
    this.#bursts = new Stream(sim.shape.seed, `${name}/bursts`);
    this.alarm = sim.queue.alarm();
    this.#values = values;
    this.#rate = rateSettings(values);
    this.#even = values.arrivals === 'even';
  }

  start(): void {
    this.#startBursts();
    this.#followShape();
    this.drawnAt = this.#drawingRate();
    this.plan();
  }

  /** An event of its own; true when a request comes now, after which the next one is to be planned. */
  wake(what: number, a: number): boolean {
    if (what === ARRIVAL) return a === this.number && this.#comes();
    if (what === BURST && a === this.#burstChain) this.#toggleBurst();
    if (what === RESHAPE && a === this.#shapeChain) this.#reshape();
    return false;
  }

  /** Plans the next request. The rate of random gaps is the one of the last turn; that of even ones follows the shape. */
  plan(): void {
    if (this.#even) this.drawnAt = this.#drawingRate();
    const { clock } = this.#sim;
    if (!this.#even) this.gaps.spinExponential();
    clock[SPAN] = (this.#even ? 1 : this.gaps.spun) / this.drawnAt;
    this.#planLater();
  }

  /** Nothing but the next request decides when requests come. */
  isPlain(): boolean {
    return !this.#even && this.#rate.shape === 'steady';
  }

  configure(values: LoadValues): void {
    const before = this.#values;
    this.#values = values;
    if (TRAFFIC.every((name) => values[name] === before[name])) return;
    this.#rate = rateSettings(values);
    if (values.arrivals !== before.arrivals) this.#startBursts();
    this.#followShape();
    this.#stretch();
  }

  /** Faults began or ended somewhere. Those that leave this source's traffic as it was leave its gaps as they were. */
  turned(): void {
    const traffic = this.#sim.knobs.traffic[this.#node]! * this.#sim.surged[this.#node]!;
    const flood = this.#sim.knobs.flood[this.#node]!;
    if (traffic === this.#traffic && flood === this.#flood) return;
    this.#traffic = traffic;
    this.#flood = flood;
    this.#stretch();
  }

  /** The rate may have changed: what is left of the running gap is stretched. */
  #stretch(): void {
    const rate = this.#drawingRate();
    if (rate === this.drawnAt) return;
    const left = this.due === Number.POSITIVE_INFINITY ? this.#unit() : (this.due - this.#sim.now) * this.drawnAt;
    this.drawnAt = rate;
    this.#sim.clock[SPAN] = left / rate;
    this.#planLater();
  }

  /** Whether the arrival that is due is kept by the thinning; one that is not is followed by the next at once. */
  #comes(): boolean {
    if (this.#even || this.#rate.shape === 'steady') return true;
    const flood = this.#sim.knobs.flood[this.#node]! / NS_PER_S;
    const share = rateAt(this.#rate, this.#sim.now) / highestRate(this.#rate);
    if (this.gaps.chance(flood === 0 ? share : (share * (this.drawnAt - flood) + flood) / this.drawnAt)) return true;
    this.plan();
    return false;
  }

  /** Factor on the rate from bursts and from faults. */
  #factor(): number {
    const traffic = this.#sim.knobs.traffic[this.#node]! * this.#sim.surged[this.#node]!;
    if (this.#values.arrivals !== 'bursty') return traffic;
    const high = this.#values.burstFactor;
    return traffic * (this.#bursting ? high : (1 - BURST_SHARE * high) / (1 - BURST_SHARE));
  }

  /** The rate from which gaps are drawn: the shape's highest for random arrivals, the present one else. */
  #drawingRate(): number {
    const own = (this.#even ? rateAt(this.#rate, this.#sim.now) : highestRate(this.#rate)) * this.#factor();
    return own + this.#sim.knobs.flood[this.#node]! / NS_PER_S;
  }

  /** Load until the next request, as a multiple of the mean. */
  #unit(): number {
    return this.#even ? 1 : this.gaps.exponential();
  }

  /** The next request comes after the clock's span, which may not be whole yet. */
  #planLater(): void {
    const { clock } = this.#sim;
    this.number++;
    if (!(clock[SPAN]! < Number.MAX_SAFE_INTEGER)) {
      this.due = Number.POSITIVE_INFINITY;
      return;
    }
    clock[SPAN] = Math.floor(clock[SPAN]! + 0.5);
    this.due = clock[NOW]! + clock[SPAN]!;
    this.#sim.alarmLater(this.alarm, this.#node, ARRIVAL, this.number);
  }

  /** Ends the present chain of bursts, and begins a new one where requests come in bursts. */
  #startBursts(): void {
    this.#bursting = false;
    this.#burstChain++;
    if (this.#values.arrivals === 'bursty') this.#planBurst();
  }

  #planBurst(): void {
    const length = this.#values.burstLength * NS_PER_MS;
    const mean = this.#bursting ? length : (length * (1 - BURST_SHARE)) / BURST_SHARE;
    this.#sim.wake(this.#node, Math.ceil(this.#bursts.exponential() * mean), BURST, this.#burstChain);
  }

  #toggleBurst(): void {
    this.#bursting = !this.#bursting;
    this.#planBurst();
    this.#stretch();
  }

  /** Even gaps are drawn at the present rate, so a rate that changes is looked at again and again from its start on. */
  #followShape(): void {
    this.#shapeChain++;
    if (!this.#even || this.#rate.shape === 'steady') return;
    this.#sim.wake(this.#node, Math.max(0, this.#rate.start - this.#sim.now), RESHAPE, this.#shapeChain);
  }

  #reshape(): void {
    this.#stretch();
    const { shape, start, length } = this.#rate;
    const over = shape !== 'wave' && this.#sim.now >= start + length;
    if (!over) this.#sim.wake(this.#node, RESHAPE_EVERY, RESHAPE, this.#shapeChain);
  }
}

function rateSettings(values: LoadValues): RateSettings {
  return {
    rate: values.rate / NS_PER_S,
    peak: values.peak / NS_PER_S,
    shape: values.shape as Shape,
    start: Math.round(values.shapeStart * NS_PER_MS),
    length: Math.round(values.shapeLength * NS_PER_MS),
  };
}
