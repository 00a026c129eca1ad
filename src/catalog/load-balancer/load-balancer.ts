/**
 * Load balancer: passes each request to one target, chosen by an algorithm from those that its health checks believe in, and
 * passes the answer back as it is. It has no workers of its own and never retries by itself: retries, timeouts and breakers
 * stand on its links, where a further attempt chooses anew among the same link's targets.
 */
import { SPAN } from '../../engine/clock.ts';
import type { Chooser, Link } from '../../engine/link.ts';
import { causeOf, NO_HEALTHY_TARGET, NO_ROUTE, NO_TARGET, UNAVAILABLE } from '../../engine/outcome.ts';
import { CAUSE, CLASS, INSTANCE, KEY, ORIGIN, OUTCOME, SESSION, THERE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import type { Hashing } from '../../mechanisms/balance/consistent-hash.ts';
import { newBalancer } from '../../mechanisms/balance/index.ts';
import { type CheckSettings, HealthChecks } from '../../mechanisms/detect/health-check.ts';
import { HashRing } from '../../mechanisms/ring/hash-ring.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { balancerEstimate } from './estimate.ts';
import { BALANCER_PARAMETERS } from './parameters.ts';
import { type TargetList, targetList } from './targets.ts';
import { View } from './view.ts';

type Values = ValuesOf<typeof BALANCER_PARAMETERS>;

const FORWARD = 0;
/** Events from here on belong to the health checks. */
const CHECKS = 1;

class LoadBalancer implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #list: TargetList;
  readonly #views: readonly View[];
  readonly #checks: HealthChecks;
  readonly #choice: Stream;
  readonly #time: Stream;
  /** Calls sent to each target, and times that one was taken out, since the warm-up. */
  readonly #sent: Float64Array;
  #ejections = 0;
  #values: Values;
  #overhead: Sampler;

  constructor(context: StationContext, values: Values) {
    const { sim, node, firstInstance, instances } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#choice = new Stream(sim.shape.seed, `${name}/choice`);
    this.#time = new Stream(sim.shape.seed, `${name}/overhead`);
    this.#overhead = new Sampler(values.overhead, NS_PER_MS);
    this.#list = targetList(context.far, context.classes.length, (n) => sim.shape.streamNames[n]!);
    this.#sent = new Float64Array(this.#list.targets.length);
    this.#views = Array.from({ length: instances }, () => new View(this.#list));
    const observers = { node, first: firstInstance, count: instances };
    const probes = new Stream(sim.shape.seed, `${name}/probes`);
    this.#checks = new HealthChecks(sim, observers, this.#list.targets, checksOf(values), probes, CHECKS, (o, t, healthy) => {
      this.#views[o]!.setHealthy(t, healthy);
      if (!healthy) this.#ejections++;
    });
    for (const link of context.outgoing) sim.links[link]!.chooser = this.#chooserOf(sim.links[link]!);
    this.#chooseAnew();
    this.#list.targets.forEach((target, t) => {
      if (target.instance >= 0) sim.rotation.watch(target.instance, 1, (_, takes) => this.#turn(t, takes));
    });
  }

  start(): void {
    if (this.#values.healthChecks) for (let o = 0; o < this.#c.instances; o++) this.#checks.start(o);
  }

  arrive(row: number): void {
    this.#sim.workTakes(this.#sim.requests.ints[row + INSTANCE]!, this.#overhead, this.#time);
    if (this.#sim.clock[SPAN] === 0) this.#forward(row);
    else this.#sim.wakeRow(this.#c.node, FORWARD, row);
  }

  wake(what: number, a: number): void {
    if (what === FORWARD) this.#forward(a);
    else this.#checks.event(what, a);
  }

  answered(row: number, child: number): void {
    const r = this.#sim.requests;
    if (row < 0 || !r.has(row, THERE)) return;
    this.#sim.calls.relay(row, child);
    this.#sim.calls.answer(row, r.ints[child + OUTCOME]!, r.ints[child + CAUSE]!);
  }

  crash(instance: number): void {
    this.#checks.stop(instance - this.#c.firstInstance);
  }

  restart(instance: number): void {
    const o = instance - this.#c.firstInstance;
    this.#views[o]!.use(this.#newBalancers());
    if (this.#values.healthChecks) this.#checks.start(o);
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const before = this.#values;
    const next = values as Values;
    this.#values = next;
    this.#overhead = new Sampler(next.overhead, NS_PER_MS);
    this.#checks.settings = checksOf(next);
    const same = (['algorithm', 'hashBy', 'virtualNodes', 'loadBound'] as const).every((p) => before[p] === next[p]);
    if (!same) this.#chooseAnew();
    if (next.healthChecks === before.healthChecks) return;
    for (let o = 0; o < this.#c.instances; o++) {
      if (!next.healthChecks) this.#checks.stop(o);
      else if (this.#sim.knobs.down[this.#c.firstInstance + o] === 0) this.#checks.start(o);
    }
  }

  forgetCounts(): void {
    this.#sent.fill(0);
    this.#ejections = 0;
  }

  figures(out: Float64Array, at: number): void {
    let healthy = 0;
    for (const view of this.#views) healthy += view.healthy();
    out[at] = healthy / this.#views.length;
    out[at + 1] = this.#ejections;
    let sum = 0;
    let most = 0;
    for (const sent of this.#sent) {
      sum += sent;
      most = Math.max(most, sent);
    }
    out[at + 2] = sum > 0 ? (most * this.#sent.length) / sum : Number.NaN;
  }

  /** A target joined or left: it is told to every copy at once, and probed only while it is there. */
  #turn(target: number, takes: boolean): void {
    this.#views.forEach((view, o) => {
      view.setPresent(target, takes);
      if (this.#sim.now > 0 || !takes) this.#checks.setTarget(o, target, takes && this.#values.healthChecks);
    });
  }

  #forward(row: number): void {
    const r = this.#sim.requests;
    const { calls } = this.#sim;
    const instance = r.ints[row + INSTANCE]!;
    const group = this.#list.groupOf[r.ints[row + CLASS]!]!;
    if (group < 0) {
      calls.answer(row, UNAVAILABLE, causeOf(this.#c.outgoing.length === 0 ? NO_TARGET : NO_ROUTE, this.#c.node));
      return;
    }
    const view = this.#views[instance - this.#c.firstInstance]!;
    const t = view.pick(group, r.ints[row + SESSION]!, r.ints[row + KEY]!, this.#values.panic);
    const target = this.#list.targets[t];
    if (target === undefined) {
      calls.answer(row, UNAVAILABLE, causeOf(NO_HEALTHY_TARGET, this.#c.node));
      return;
    }
    this.#sent[t] = this.#sent[t]! + 1;
    const child = calls.open(target.link, row, instance);
    if (child < 0) return;
    r.ints[child + INSTANCE] = target.instance;
    calls.send(child);
  }

  /** Counts what is open at the targets of a link, and chooses again for further attempts. */
  #chooserOf(link: Link): Chooser {
    const { firstInstance } = this.#c;
    const first = this.#list.firstOf.get(link.index) ?? -1;
    const single = this.#list.targets[first]?.instance === -1;
    const base = this.#list.targets[first]?.firstInstance ?? 0;
    const indexOf = (instance: number) => (single ? first : first + instance - base);
    const r = this.#sim.requests;
    return {
      choose: (row) => {
        const group = this.#list.groupOf[r.ints[row + CLASS]!]!;
        const view = this.#views[r.ints[row + ORIGIN]! - firstInstance]!;
        const t = view.pickOnLink(link.index, group, r.ints[row + SESSION]!, r.ints[row + KEY]!);
        if (t >= 0) this.#sent[t] = this.#sent[t]! + 1;
        return this.#list.targets[t]?.instance ?? -1;
      },
      listens: 1,
      opened: (instance, caller) => this.#views[caller - firstInstance]!.opened(indexOf(instance), 1),
      closed: (instance, caller) => this.#views[caller - firstInstance]!.opened(indexOf(instance), -1),
    };
  }

  #chooseAnew(): void {
    const make = this.#newBalancers();
    for (const view of this.#views) view.use(make);
  }

  /** Makes balancers by the parameters in force; those that hash share one ring. */
  #newBalancers() {
    const { algorithm, hashBy, virtualNodes, loadBound } = this.#values;
    let hashing: Hashing | undefined;
    const shared = () => {
      hashing ??= {
        ring: new HashRing(
          this.#list.targets.map((t) => t.name),
          virtualNodes,
        ),
        by: hashBy === 'key' ? 'key' : 'session',
        bound: loadBound > 0 ? Math.max(1, loadBound) : 0,
      };
      return hashing;
    };
    return () => newBalancer(algorithm, this.#choice, shared);
  }
}

function checksOf(values: Values): CheckSettings {
  return {
    interval: Math.round(values.checkInterval * NS_PER_MS),
    timeout: Math.round(values.checkTimeout * NS_PER_MS),
    fall: values.checkFall,
    rise: values.checkRise,
  };
}

export const loadBalancer = defineKind({
  id: 'load-balancer',
  name: 'Load balancer',
  group: 'balance',
  role: 'relay',
  summary: 'Spreads requests over all copies of what its links lead to, and leaves out those that look dead.',
  about:
    'A reverse proxy that chooses a target for every request (layer 7). Links that name request classes get only those. Each copy of the balancer has ' +
    'its own view: its own turns, its own count of open requests, its own health checks. A check is a probe that crosses the network and asks for no ' +
    'work: it finds what is down, hung or cut off, and is blind to what is merely slow or failing. An answer is passed back as it is. Left out here: ' +
    'TLS, choice per connection (layer 4), passive ejection, slow start, draining, limits on connections.',
  params: BALANCER_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['rate', 'healthyTargets'],
  figures: [
    { id: 'healthyTargets', label: 'Healthy targets', unit: 'count', help: 'Targets that get traffic, on average over its copies.' },
    { id: 'ejections', label: 'Taken out', unit: 'count', help: 'Times that a copy of the balancer took a target out of use.' },
    { id: 'imbalance', label: 'Imbalance', unit: 'factor', help: 'Requests sent to the busiest target over the mean of all targets.' },
  ],
  choosesTarget: true,
  costs: () => [
    { price: 'balancer', each: 'instance' },
    { price: 'balancer-requests', each: 'call' },
  ],
  estimate: balancerEstimate,
  build: (context, values) => new LoadBalancer(context, values),
});
