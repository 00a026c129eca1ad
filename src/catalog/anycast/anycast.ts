/**
 * Anycast: one address that several sites announce; the network leads every caller to the nearest of them. No name is looked up and
 * no time to live is waited for: when a site is lost, routes move once the loss is noticed and the news has spread. Connections
 * belong to the site where they began, so every move of a route breaks those that cross it.
 */

import { DOWN_SILENT, UP } from '../../engine/knobs.ts';
import type { Chooser } from '../../engine/link.ts';
import { FIRST_RESEND, GIVES_UP_AFTER } from '../../engine/link.ts';
import { CONNECTION_LOST, causeOf, ERROR, NO_ROUTE, ROUTE_MOVED, TIMEOUT, UNAVAILABLE } from '../../engine/outcome.ts';
import {
  CALLER_HOLDS,
  CAUSE,
  CLASS,
  FLAGS,
  INSTANCE,
  LINK,
  ORIGIN,
  OUTCOME,
  PARENT,
  RESEND_WAIT,
  ROW,
  SERVER_HOLDS,
  SESSION,
} from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import { type FarEnd, type Station, type StationContext, TAKEN } from '../../engine/station.ts';
import { giveUp } from '../../mechanisms/names/give-up.ts';
import { Routes } from '../../mechanisms/names/routes.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { mix32, Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { anycastEstimate } from './estimate.ts';
import { ANYCAST_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof ANYCAST_PARAMETERS>;

const NEWS = 0;
const NOTICED = 1;
const THERE = 2;
const BACK = 3;
const AGAIN = 4;
const BACK_AGAIN = 5;
const CAME_OR_WENT = 6;

/** How a site is: well, without anything that serves, or dead altogether. */
const WELL = 0;
const SICK = 1;
const DEAD = 2;

class Anycast implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #sites: readonly FarEnd[];
  readonly #routes: Routes;
  /** By class: 1 for each site that serves it. */
  readonly #allowed: readonly Uint8Array[];
  readonly #way: Stream;
  /** By site: its state when it was looked at last, how often that changed, and whether its link has weight. */
  readonly #state: Uint8Array;
  readonly #change: Int32Array;
  readonly #wanted: Uint8Array;
  #values: Values;
  #moves = 0;
  #broken = 0;
  #sent = 0;
  #lost = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, far } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#sites = far;
    this.#way = new Stream(sim.shape.seed, `${name}/way`);
    this.#routes = new Routes(context, far, spreads(values), new Stream(sim.shape.seed, `${name}/routes`), NEWS, () => this.#moved());
    this.#allowed = context.classes.map((_, cls) =>
      Uint8Array.from(far, ({ plan }) => (plan.classes.length === 0 || plan.classes.includes(cls) ? 1 : 0)),
    );
    this.#state = new Uint8Array(far.length);
    this.#change = new Int32Array(far.length);
    this.#wanted = Uint8Array.from(far, ({ plan }) => (plan.weight > 0 ? 1 : 0));
    this.#wanted.forEach((wanted, s) => {
      this.#routes.believed[s] = wanted;
    });
    for (const { link, firstInstance, instances } of far) sim.links[link]!.chooser = chooserOf(firstInstance, instances);
    // Machines also come and go without any fault: they run out of memory, are released anew, are fewer at night.
    sim.rotation.listen((i) => {
      const ours = far.some(({ firstInstance, instances }) => i >= firstInstance && i < firstInstance + instances);
      if (ours) sim.wake(node, 0, CAME_OR_WENT, 0);
    });
  }

  /** A call to the address goes wherever the routes lead, after what its own link adds to the way. */
  route(row: number): number {
    const r = this.#sim.requests;
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! | SERVER_HOLDS;
    r.times[(row >> 1) + RESEND_WAIT] = FIRST_RESEND;
    this.#cross(row, 0);
    return TAKEN;
  }

  arrive(): void {
    throw new Error('nothing reaches an address');
  }

  answered(row: number, child: number): void {
    const r = this.#sim.requests;
    this.#sim.calls.relay(row, child);
    r.ints[row + OUTCOME] = r.ints[child + OUTCOME]!;
    r.ints[row + CAUSE] = r.ints[child + CAUSE]!;
    r.times[(row >> 1) + RESEND_WAIT] = FIRST_RESEND;
    this.#cross(row, 1);
  }

  cancelled(row: number): void {
    giveUp(this.#sim, this.#c.node, row);
  }

  wake(what: number, a: number): void {
    if (what === NEWS) this.#routes.event(a);
    else if (what === NOTICED) this.#noticed(a);
    else if (what === THERE) this.#go(a);
    else if (what === BACK) this.#sim.calls.returned(a);
    else if (what === CAME_OR_WENT) this.turned();
    else this.#cross(a, what === AGAIN ? 0 : 1);
  }

  crash(): void {}
  restart(): void {}

  /** Faults began or ended somewhere, machines came or went: sites may be lost or back, which is noticed after a while. */
  turned(): void {
    for (let s = 0; s < this.#sites.length; s++) {
      const state = this.#look(s);
      if (state === this.#state[s]) continue;
      this.#state[s] = state;
      this.#change[s] = (this.#change[s]! + 1) % 1_000_000;
      const { noticesSick, noticesDead } = this.#values;
      if (state === SICK && noticesSick === 0) continue;
      const delay = state === DEAD ? noticesDead : noticesSick;
      this.#sim.wake(this.#c.node, Math.round(delay * NS_PER_MS), NOTICED, this.#change[s]! * this.#sites.length + s);
    }
  }

  reweigh(link: number, weight: number): void {
    this.#sites.forEach((site, s) => {
      const wanted = weight > 0 ? 1 : 0;
      if (site.link !== link || this.#wanted[s] === wanted) return;
      this.#wanted[s] = wanted;
      this.#routes.set(s, weight > 0 && this.#state[s] === WELL);
    });
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#routes.withdrawal = spreads(this.#values).withdrawal;
    this.#routes.announcement = spreads(this.#values).announcement;
  }

  forgetCounts(): void {
    this.#moves = 0;
    this.#broken = 0;
    this.#sent = 0;
    this.#lost = 0;
  }

  figures(out: Float64Array, at: number): void {
    out[at] = this.#routes.believed.reduce((sum, one) => sum + one, 0);
    out[at + 1] = this.#moves;
    out[at + 2] = this.#broken;
    out[at + 3] = this.#lost / this.#sent;
  }

  /** A message crosses the call's own link, which adds its own delay and losses to the way from site to caller. */
  #cross(row: number, back: 0 | 1): void {
    const { requests: r, links, knobs, now } = this.#sim;
    const link = links[r.ints[row + LINK]!]!;
    if (!link.loses(knobs, back, this.#way)) {
      const delay = link.delay(now, 0, 0, back, knobs, this.#way);
      if (delay > 0) link.carries(now, this.#sim.queue);
      if (delay > 0) this.#sim.wake(this.#c.node, delay, back === 0 ? THERE : BACK, row);
      else if (back === 0) this.#go(row);
      else this.#sim.calls.returned(row);
      return;
    }
    const wait = r.times[(row >> 1) + RESEND_WAIT]!;
    if (wait > GIVES_UP_AFTER / 2 || !r.has(row, CALLER_HOLDS)) {
      this.#end(row, TIMEOUT, CONNECTION_LOST);
      return;
    }
    r.times[(row >> 1) + RESEND_WAIT] = wait * 2;
    this.#sim.wake(this.#c.node, wait, back === 0 ? AGAIN : BACK_AGAIN, row);
  }

  #go(row: number): void {
    const r = this.#sim.requests;
    const origin = r.ints[row + ORIGIN]!;
    const s = this.#sim.knobs.down[this.#c.firstInstance] === UP ? this.#routes.nearest(origin, this.#allowed[r.ints[row + CLASS]!]) : -1;
    const site = this.#sites[s];
    if (!r.has(row, CALLER_HOLDS) || site === undefined) {
      this.#end(row, UNAVAILABLE, NO_ROUTE);
      return;
    }
    this.#sent++;
    if (this.#state[s] !== WELL) this.#lost++;
    const child = this.#sim.calls.open(site.link, row, origin);
    if (child < 0) return;
    // Packets of one connection take one way: its hash says to which machine of the site.
    const machine = (mix32(r.ints[row + SESSION]!, 3) >>> 0) % site.instances;
    if (!site.choosesInstance) r.ints[child + INSTANCE] = site.firstInstance + machine;
    this.#sim.calls.send(child);
  }

  #end(row: number, outcome: number, reason: number): void {
    const { ints } = this.#sim.requests;
    ints[row + OUTCOME] = outcome;
    ints[row + CAUSE] = causeOf(reason, this.#c.node);
    this.#sim.calls.returned(row);
  }

  #look(s: number): number {
    const { firstInstance, instances } = this.#sites[s]!;
    const { down, hung } = this.#sim.knobs;
    let [silent, idle] = [0, 0];
    for (let i = firstInstance; i < firstInstance + instances; i++) {
      if (down[i] === DOWN_SILENT) silent++;
      if (down[i] !== UP || hung[i] === 1) idle++;
    }
    return silent === instances ? DEAD : idle === instances ? SICK : WELL;
  }

  /** The loss of a site, or its return, has been noticed where it stands: it ceases or begins to announce the address. */
  #noticed(a: number): void {
    const s = a % this.#sites.length;
    if (Math.floor(a / this.#sites.length) !== this.#change[s]) return;
    this.#routes.set(s, this.#state[s] === WELL && this.#wanted[s] === 1);
  }

  /** Routes have moved: what is under way to a site to which its caller is no longer led breaks. */
  #moved(): void {
    const { requests: r } = this.#sim;
    this.#moves++;
    const broken: number[] = [];
    for (let row = 0; row < r.end; row += ROW) {
      if (!r.has(row, CALLER_HOLDS)) continue;
      const at = this.#sites.findIndex(({ link }) => link === r.ints[row + LINK]);
      if (at >= 0 && at !== this.#routes.nearest(r.ints[row + ORIGIN]!, this.#allowed[r.ints[row + CLASS]!])) broken.push(row);
    }
    r.inTurn(broken);
    const parents = broken.map((row) => r.ints[row + PARENT]!);
    for (const row of broken) this.#sim.calls.abandon(row);
    this.#broken += parents.length;
    for (const parent of parents) this.#end(parent, ERROR, ROUTE_MOVED);
  }
}

/** A further attempt on the link to a site goes to its next machine. */
function chooserOf(firstInstance: number, instances: number): Chooser {
  let turn = 0;
  return { listens: 0, choose: () => firstInstance + (turn++ % instances), opened: () => {}, closed: () => {} };
}

function spreads(values: Values): { readonly withdrawal: Sampler; readonly announcement: Sampler } {
  return { withdrawal: new Sampler(values.withdrawal, NS_PER_MS), announcement: new Sampler(values.announcement, NS_PER_MS) };
}

export const anycast = defineKind({
  id: 'anycast',
  name: 'Anycast address',
  group: 'edge',
  role: 'relay',
  summary: 'One address announced by several sites; the network leads every caller to the nearest.',
  about:
    'Routing does the choosing: a call goes from its caller straight to the nearest site that the network believes in, by placement. A lost site is ' +
    'noticed after a while and its callers are led elsewhere once the news has spread (convergence of BGP); until then they reach nobody. When routes ' +
    'move, connections under way break. A link of weight 0 withdraws its site. Left out here: routes that are not the shortest, sites too small for what the network sends them.',
  params: ANYCAST_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['sites', 'unreached'],
  figures: [
    { id: 'sites', label: 'sites', unit: 'count', help: 'Sites that the network believes in now.' },
    { id: 'moves', label: 'moves', unit: 'count', help: 'Times that routes have moved, since the warm-up.' },
    { id: 'broken', label: 'broken', unit: 'count', help: 'Calls under way that broke because routes moved, since the warm-up.' },
    { id: 'unreached', label: 'to lost sites', unit: 'ratio', help: 'Calls led to a site where nobody answered, since the warm-up.' },
  ],
  choosesTarget: true,
  choosesInstance: true,
  resolves: true,
  estimate: anycastEstimate,
  build: (context, values) => new Anycast(context, values),
});
