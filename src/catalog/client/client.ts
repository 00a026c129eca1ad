/**
 * Client: where requests come from. Open loop (a rate, whatever happens) or closed loop (users who wait and think),
 * classes by weight, keys by Zipf. Timeouts and retries stand on its links. It never fails; it only sees failure.
 */

import { WRITE } from '../../engine/requests.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { Zipf } from '../../std/zipf.ts';
import { defineKind } from '../kind.ts';
import { highestRate, type RateSettings, rateAt, type Shape } from './arrivals.ts';
import { CLIENT_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof CLIENT_PARAMETERS>;

const ARRIVAL = 0;
const BURST = 1;
const USER = 2;
/** Share of the time that is burst. */
const BURST_SHARE = 0.1;

class Client implements Station {
  readonly #c: StationContext;
  readonly #gaps: Stream;
  readonly #mix: Stream;
  readonly #thinking: Stream;
  readonly #zipf: Zipf;
  /** Class indexes sent, their running weights, and for each the links that take it with their running weights. */
  readonly #classes: Int32Array;
  readonly #weights: Float64Array;
  readonly #routes: readonly Route[];
  #values: Values;
  #rate: RateSettings;
  #think: Sampler;
  /** Moment and number of the arrival that is due; earlier numbers are void. */
  #due = 0;
  #number = 0;
  /** Rate (per ns) at which the due arrival was drawn. */
  #drawnAt = 0;
  #bursting = false;
  /** Users who take part, in closed loop, and those who are there. */
  #users = 0;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    const { sim, node } = context;
    const name = sim.shape.streamNames[node];
    this.#gaps = new Stream(sim.shape.seed, `${name}/arrivals`);
    this.#mix = new Stream(sim.shape.seed, `${name}/requests`);
    this.#thinking = new Stream(sim.shape.seed, `${name}/think`);
    this.#zipf = new Zipf(values.keys, values.skew);
    this.#values = values;
    this.#rate = rateSettings(values);
    this.#think = new Sampler(values.think, NS_PER_MS);
    const sent = context.classes.map((_, i) => i).filter((i) => sends(context, values, i));
    this.#classes = Int32Array.from(sent);
    this.#weights = running(sent.map((i) => context.classes[i]!.weight));
    this.#routes = sent.map((cls) => routeOf(context, cls));
  }

  start(): void {
    if (this.#classes.length === 0 || this.#c.outgoing.length === 0) return;
    if (this.#values.loop === 'closed') {
      this.#hire(this.#values.users, this.#values.rampUp * NS_PER_MS);
      return;
    }
    if (this.#values.arrivals === 'bursty') this.#scheduleBurst();
    this.#scheduleArrival();
  }

  wake(what: number, a: number): void {
    if (what === ARRIVAL) {
      if (a === this.#number) this.#arrival();
    } else if (what === USER) {
      if (a < this.#users) this.#request(a);
    } else this.#toggleBurst();
  }

  arrive(): void {
    throw new Error('nothing calls a client');
  }

  answered(_row: number, child: number): void {
    const r = this.#c.sim.requests;
    this.#c.sim.complete(child);
    if (this.#values.loop !== 'closed') return;
    const user = r.session[child]!;
    if (user < this.#users) this.#c.sim.wake(this.#c.node, this.#think.sampleNanos(this.#thinking), USER, user);
  }

  crash(): void {}
  restart(): void {}

  turned(): void {
    if (this.#number > 0) this.#redraw();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    const bursts = next.arrivals === 'bursty' && this.#values.arrivals !== 'bursty';
    this.#values = next;
    this.#rate = rateSettings(next);
    this.#think = new Sampler(next.think, NS_PER_MS);
    if (next.loop === 'closed') this.#hire(next.users, 0);
    if (next.arrivals !== 'bursty') this.#bursting = false;
    else if (bursts) this.#scheduleBurst();
    if (this.#number > 0) this.#redraw();
  }

  /** Users from the present number up to `users` join, evenly over `over` ns; surplus ones leave after their answer. */
  #hire(users: number, over: number): void {
    const joining = users - this.#users;
    for (let k = 0; k < joining; k++) {
      const wait = Math.floor((over * k) / joining) + this.#think.sampleNanos(this.#thinking);
      this.#c.sim.wake(this.#c.node, wait, USER, this.#users + k);
    }
    this.#users = users;
  }

  /** Factor on the rate from bursts and from faults. */
  #factor(): number {
    const traffic = this.#c.sim.knobs.traffic[this.#c.node]!;
    if (this.#values.arrivals !== 'bursty') return traffic;
    const high = this.#values.burstFactor;
    return traffic * (this.#bursting ? high : (1 - BURST_SHARE * high) / (1 - BURST_SHARE));
  }

  /** The rate from which gaps are drawn: the shape's highest for random arrivals (thinned later), the present one else. */
  #drawingRate(): number {
    const now = this.#c.sim.now;
    return (this.#values.arrivals === 'even' ? rateAt(this.#rate, now) : highestRate(this.#rate)) * this.#factor();
  }

  #scheduleArrival(): void {
    this.#drawnAt = this.#drawingRate();
    const unit = this.#values.arrivals === 'even' ? 1 : this.#gaps.exponential();
    this.#scheduleIn(unit / this.#drawnAt);
  }

  #scheduleIn(gap: number): void {
    this.#number++;
    if (!(gap < Number.MAX_SAFE_INTEGER)) {
      this.#due = Number.POSITIVE_INFINITY;
      return;
    }
    const whole = Math.floor(gap + 0.5);
    this.#due = this.#c.sim.now + whole;
    this.#c.sim.wake(this.#c.node, whole, ARRIVAL, this.#number);
  }

  /** The rate changed while an arrival was due: what is left of its wait is stretched, as if it had been counted in load. */
  #redraw(): void {
    const rate = this.#drawingRate();
    if (rate === this.#drawnAt) return;
    const left = this.#due === Number.POSITIVE_INFINITY ? this.#gaps.exponential() : (this.#due - this.#c.sim.now) * this.#drawnAt;
    this.#drawnAt = rate;
    this.#scheduleIn(left / rate);
  }

  #arrival(): void {
    const shaped = this.#rate.shape !== 'steady' && this.#values.arrivals !== 'even';
    const comes = !shaped || this.#gaps.chance(rateAt(this.#rate, this.#c.sim.now) / highestRate(this.#rate));
    if (comes) this.#request(this.#mix.below(this.#values.sessions));
    this.#scheduleArrival();
  }

  #scheduleBurst(): void {
    const length = this.#values.burstLength * NS_PER_MS;
    const mean = this.#bursting ? length : (length * (1 - BURST_SHARE)) / BURST_SHARE;
    this.#c.sim.wake(this.#c.node, Math.ceil(this.#thinking.exponential() * mean), BURST, 0);
  }

  #toggleBurst(): void {
    if (this.#values.arrivals !== 'bursty') return;
    this.#bursting = !this.#bursting;
    this.#scheduleBurst();
    this.#redraw();
  }

  #request(session: number): void {
    const { sim, firstInstance, classes } = this.#c;
    const at = this.#classes.length === 1 ? 0 : draw(this.#weights, this.#mix);
    const cls = this.#classes[at]!;
    const route = this.#routes[at]!;
    sim.offer(firstInstance);
    const link = route.links.length === 1 ? route.links[0]! : route.links[draw(route.weights, this.#mix)];
    if (link === undefined) {
      sim.refuseAtSource(cls, firstInstance);
      return;
    }
    const row = sim.calls.open(link, -1, firstInstance);
    if (row < 0) return;
    const r = sim.requests;
    r.class[row] = cls;
    r.key[row] = this.#zipf.sample(this.#mix);
    r.session[row] = session;
    if (classes[cls]!.write) r.flags[row] = r.flags[row]! | WRITE;
    sim.calls.send(row);
  }
}

interface Route {
  readonly links: readonly number[];
  readonly weights: Float64Array;
}

function sends(context: StationContext, values: Values, cls: number): boolean {
  const one = context.classes[cls]!;
  return one.weight > 0 && (values.classes.length === 0 || values.classes.includes(one.id));
}

/** The links that take a class, with their weights. */
function routeOf(context: StationContext, cls: number): Route {
  const usable = context.far.filter((f) => f.plan.weight > 0 && (f.plan.classes.length === 0 || f.plan.classes.includes(cls)));
  return { links: usable.map((f) => f.link), weights: running(usable.map((f) => f.plan.weight)) };
}

/** Running sums of weights, scaled to end at 1. */
function running(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((w, i) => {
    sum += w;
    sums[i] = sum;
  });
  return sums.map((s) => s / sum);
}

function draw(sums: Float64Array, stream: Stream): number {
  const u = stream.uniform();
  let i = 0;
  while (i < sums.length - 1 && u >= sums[i]!) i++;
  return i;
}

function rateSettings(values: Values): RateSettings {
  return {
    rate: values.rate / NS_PER_S,
    peak: values.peak / NS_PER_S,
    shape: values.shape as Shape,
    start: values.shapeStart * NS_PER_MS,
    length: values.shapeLength * NS_PER_MS,
  };
}

export const client = defineKind({
  id: 'client',
  name: 'Client',
  group: 'traffic',
  role: 'source',
  summary: 'Sends requests: at a rate, or as users who wait and think.',
  about:
    'Browsers, apps or devices. In open loop requests come at a rate whatever happens, as from the internet; in closed loop a fixed crowd waits ' +
    'for each answer, which hides queueing. What they ask about follows a Zipf law over keys. Timeouts and retries are set on the link. ' +
    'Left out here: browser and DNS caches, connections.',
  params: CLIENT_PARAMETERS,
  links: { in: false, out: true },
  abilities: ['traffic'],
  face: ['rate', 'p99'],
  figures: [],
  build: (context, values) => new Client(context, values),
});
