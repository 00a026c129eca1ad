/**
 * Client: where requests come from. Open loop (a rate, whatever happens) or closed loop (users who wait and think),
 * classes by weight, keys by Zipf. Timeouts and retries stand on its links. It never fails; it only sees failure.
 */

import type { PlainSource } from '../../engine/express/plain.ts';
import { CLASS, FLAGS, KEY, SESSION, WRITE } from '../../engine/requests.ts';
import type { FarEnd, Station, StationContext } from '../../engine/station.ts';
import { reweighed } from '../../mechanisms/balance/reweigh.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { draw, Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { Zipf } from '../../std/zipf.ts';
import { defineKind } from '../kind.ts';
import { Crowd, USER } from './crowd.ts';
import { clientEstimate } from './estimate.ts';
import { type Mix, mixOf } from './mix.ts';
import { ARRIVAL, OpenLoop } from './open-loop.ts';
import { CLIENT_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof CLIENT_PARAMETERS>;

/** Least pause in ns of a user whose request had nowhere to go (chosen): one who never thinks would ask for ever within a moment. */
const SHORTEST_PAUSE = NS_PER_MS;

/** What everybody asks for while a fault makes one key hot: the most popular one. */
const HOT_KEY = 0;

class Client implements Station {
  readonly #c: StationContext;
  readonly #mix: Stream;
  readonly #zipf: Zipf;
  readonly #hot: Stream;
  #far: readonly FarEnd[];
  #sent: Mix;
  readonly #open: OpenLoop;
  readonly #crowd: Crowd;
  readonly #closed: boolean;
  /** It has something to send and somewhere to send it. */
  readonly #sends: boolean;
  #values: Values;
  #plain: PlainSource | undefined;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    const { sim, node } = context;
    const name = sim.shape.streamNames[node];
    this.#mix = new Stream(sim.shape.seed, `${name}/requests`);
    this.#hot = new Stream(sim.shape.seed, `${name}/hot-key`);
    this.#zipf = new Zipf(values.keys, values.skew);
    this.#values = values;
    this.#closed = values.loop === 'closed';
    this.#far = context.far;
    this.#sent = mixOf(context.classes, values.classes, context.far);
    this.#sends = this.#sent.classes.length > 0 && context.outgoing.length > 0;
    this.#open = new OpenLoop(sim, node, values);
    this.#crowd = new Crowd(sim, node, new Sampler(values.think, NS_PER_MS), new Stream(sim.shape.seed, `${name}/think`));
  }

  start(): void {
    if (!this.#sends) return;
    if (this.#closed) this.#crowd.hire(this.#values.users, this.#values.rampUp * NS_PER_MS);
    else this.#open.start();
  }

  wake(what: number, a: number): void {
    if (what === USER) {
      if (this.#crowd.asks(a)) this.#request(a);
    } else if (this.#open.wake(what, a)) {
      this.#request(this.#mix.below(this.#values.sessions));
      this.#open.plan();
    }
  }

  arrive(): void {
    throw new Error('nothing calls a client');
  }

  answered(_row: number, child: number): void {
    this.#c.sim.complete(child);
    if (this.#closed) this.#crowd.answered(this.#c.sim.requests.ints[child + SESSION]!, 0);
  }

  crash(): void {}
  restart(): void {}

  turned(): void {
    if (this.#sends && !this.#closed) this.#open.turned();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#plain = undefined;
    if (!this.#sends) return;
    this.#crowd.think = new Sampler(this.#values.think, NS_PER_MS);
    if (this.#closed) this.#crowd.hire(this.#values.users, 0);
    else this.#open.configure(this.#values);
  }

  /** Plain while requests come at random moments at one rate, and every class has somewhere to go. */
  plain(): PlainSource | undefined {
    if (!this.#sends || this.#closed || !this.#open.isPlain() || this.#sent.routes.some((route) => route.links.length === 0))
      return undefined;
    this.#plain ??= {
      kind: 'source',
      arrival: ARRIVAL,
      instance: this.#c.firstInstance,
      loop: this.#open,
      mix: this.#mix,
      sessions: this.#values.sessions,
      keys: this.#zipf,
      classes: this.#sent.classes,
      shares: this.#sent.shares,
      writes: this.#sent.classes.map((cls) => this.#c.classes[cls]!.write),
      routes: this.#sent.routes,
    };
    return this.#plain;
  }

  reweigh(link: number, weight: number): void {
    this.#far = reweighed(this.#far, link, weight);
    this.#sent = mixOf(this.#c.classes, this.#values.classes, this.#far);
    this.#plain = undefined;
  }

  #request(session: number): void {
    const { sim, firstInstance, classes } = this.#c;
    const sent = this.#sent;
    const at = sent.classes.length === 1 ? 0 : draw(sent.shares, this.#mix);
    const cls = sent.classes[at]!;
    const route = sent.routes[at]!;
    sim.offer(firstInstance);
    const link = route.links.length === 1 ? route.links[0]! : route.links[draw(route.shares, this.#mix)];
    if (link === undefined) {
      sim.refuseAtSource(cls, firstInstance);
      if (this.#closed) this.#crowd.answered(session, SHORTEST_PAUSE);
      return;
    }
    const row = sim.calls.open(link, -1, firstInstance);
    if (row < 0) return;
    const r = sim.requests;
    r.ints[row + CLASS] = cls;
    r.ints[row + KEY] = this.#zipf.sample(this.#mix);
    const hot = sim.knobs.hotKey[this.#c.node]!;
    if (hot > 0 && this.#hot.chance(hot)) r.ints[row + KEY] = HOT_KEY;
    r.ints[row + SESSION] = session;
    if (classes[cls]!.write) r.ints[row + FLAGS] = r.ints[row + FLAGS]! | WRITE;
    sim.calls.send(row);
  }
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
  estimate: clientEstimate,
  build: (context, values) => new Client(context, values),
});
