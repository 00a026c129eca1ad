/**
 * Load balancer: passes each request to one target, chosen by an algorithm from those that its health checks believe in, and
 * passes the answer back as it is. It never retries by itself: retries, timeouts and breakers stand on its links, where a further
 * attempt chooses anew among the same link's targets. What it can do itself (connections, cores, TLS, bytes) is its front.
 */
import { SPAN } from '../../engine/clock.ts';
import { UP } from '../../engine/knobs.ts';
import type { Chooser, Link } from '../../engine/link.ts';
import { causeOf, NO_HEALTHY_TARGET, NO_ROUTE, NO_TARGET, OK, REJECTED, TIMEOUT, UNAVAILABLE } from '../../engine/outcome.ts';
import { CAUSE, CLASS, INSTANCE, KEY, ORIGIN, OUTCOME, SENT, SESSION, THERE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import type { Hashing } from '../../mechanisms/balance/consistent-hash.ts';
import { newBalancer } from '../../mechanisms/balance/index.ts';
import type { Smoothing } from '../../mechanisms/balance/response-times.ts';
import { SessionTable } from '../../mechanisms/balance/session-table.ts';
import { HealthChecks } from '../../mechanisms/detect/health-check.ts';
import { OutlierEjection } from '../../mechanisms/detect/outlier-ejection.ts';
import { VirtualAddress } from '../../mechanisms/detect/virtual-address.ts';
import { Sources } from '../../mechanisms/relay/sources.ts';
import { HashRing } from '../../mechanisms/ring/hash-ring.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { Draining } from './draining.ts';
import { Front } from './front.ts';
import { addressOf, checksOf, outliersOf, rulesOf, smoothingOf, type Values } from './settings.ts';
import { type TargetList, targetList, weightOf } from './targets.ts';
import { ABSENT, EJECTED, type Rules, UNHEALTHY, View } from './view.ts';

const FORWARD = 0;
/** Events from here on belong to the health checks (8 of them), the ejection of outliers (2), the front (3), then our own. */
const CHECKS = 1;
const OUTLIERS = 9;
const FRONT = 11;
const ADDRESS = 14;
const DRAINED = 15;

export class LoadBalancer implements Station {
  /** Where a pair shares an address, all calls go to the copy that holds it. */
  route?: (row: number) => number;
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #list: TargetList;
  readonly #views: readonly View[];
  readonly #checks: HealthChecks;
  readonly #outliers: OutlierEjection;
  readonly #address: VirtualAddress | undefined;
  readonly #front: Front;
  /** Who stays where: by copy, or one table that all know. */
  readonly #sticky: readonly SessionTable[];
  readonly #sources: Sources;
  readonly #choice: Stream;
  readonly #time: Stream;
  /** Calls sent to each target, and times that one was taken out, since the warm-up. */
  readonly #sent: Float64Array;
  readonly #draining: Draining;
  #ejections = 0;
  #values: Values;
  #rules: Rules;
  #smoothing: Smoothing;
  #overhead: Sampler;

  constructor(context: StationContext, values: Values) {
    const { sim, node, firstInstance, instances } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#rules = rulesOf(values);
    this.#smoothing = smoothingOf(values);
    this.#choice = new Stream(sim.shape.seed, `${name}/choice`);
    this.#time = new Stream(sim.shape.seed, `${name}/overhead`);
    this.#overhead = new Sampler(values.overhead, NS_PER_MS);
    this.#list = targetList(context.far, context.classes.length, (n) => sim.shape.streamNames[n]!, values.layer === 'request');
    const { targets } = this.#list;
    this.#sources = new Sources(context);
    this.#sent = new Float64Array(targets.length);
    const warming = new Stream(sim.shape.seed, `${name}/slow-start`);
    this.#views = Array.from({ length: instances }, (_, o) => new View(this.#list, this.#nearest(o), sim.clock, warming));
    const observers = { node, first: firstInstance, count: instances };
    const probes = new Stream(sim.shape.seed, `${name}/probes`);
    const heard = (reason: number) => (o: number, t: number, well: boolean) => {
      this.#views[o]!.hold(t, reason, !well);
      if (!well) this.#ejections++;
    };
    this.#checks = new HealthChecks(sim, observers, targets, checksOf(values), probes, CHECKS, heard(UNHEALTHY));
    this.#outliers = new OutlierEjection(sim, observers, targets.length, outliersOf(values), OUTLIERS, heard(EJECTED));
    this.#front = new Front(context, values, FRONT, (row) => this.#spend(row));
    this.#draining = new Draining(context, targets, DRAINED, this.#front);
    const tables = values.sticky === 'none' || values.layer === 'connection' ? 0 : values.sharesState ? 1 : instances;
    this.#sticky = Array.from(
      { length: values.sticky === 'cookie' ? Math.min(1, tables) : tables },
      () => new SessionTable(values.sticky === 'source'),
    );
    if (values.pair === 'active-passive') {
      this.#address = new VirtualAddress(sim, observers, addressOf(values), ADDRESS, () => {});
      this.route = () => firstInstance + this.#address!.holder;
    }
    for (const link of context.outgoing) sim.links[link]!.chooser = this.#chooserOf(sim.links[link]!);
    this.#chooseAnew();
    targets.forEach((target, t) => {
      if (target.instance >= 0) sim.rotation.watch(target.instance, 1, (_, takes) => this.#turn(t, takes));
    });
  }

  start(): void {
    for (let o = 0; o < this.#c.instances; o++) this.#watch(o);
  }

  arrive(row: number): void {
    this.#front.arrive(row);
  }

  wake(what: number, a: number): void {
    if (what === FORWARD) this.#forward(a);
    else if (what < OUTLIERS) this.#checks.event(what, a);
    else if (what < FRONT) this.#outliers.event(what, a);
    else if (what < ADDRESS) this.#front.event(what, a);
    else if (what === ADDRESS) this.#address?.event();
    else this.#draining.event(a);
  }

  answered(row: number, child: number): void {
    const r = this.#sim.requests;
    if (row < 0 || !r.has(row, THERE)) return;
    this.#sim.calls.relay(row, child);
    this.#front.answer(row, r.ints[child + OUTCOME]!, r.ints[child + CAUSE]!);
  }

  crash(instance: number): void {
    const o = instance - this.#c.firstInstance;
    this.#checks.stop(o);
    this.#outliers.stop(o);
    this.#front.crash(instance);
    if (this.#values.sticky === 'source' && !this.#values.sharesState) this.#sticky[o]?.clear();
  }

  restart(instance: number): void {
    const o = instance - this.#c.firstInstance;
    this.#views[o]!.use(this.#newBalancers());
    this.#views[o]!.times.forget();
    this.#watch(o);
  }

  turned(): void {
    this.#address?.look();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const before = this.#values;
    const next = values as Values;
    this.#values = next;
    this.#rules = rulesOf(next);
    this.#smoothing = smoothingOf(next);
    this.#overhead = new Sampler(next.overhead, NS_PER_MS);
    this.#checks.settings = checksOf(next);
    this.#front.configure(next);
    if (this.#address !== undefined) this.#address.settings = addressOf(next);
    const same = (['algorithm', 'choices', 'responseWindow', 'hashBy', 'virtualNodes', 'loadBound'] as const).every(
      (p) => before[p] === next[p],
    );
    if (!same) this.#chooseAnew();
    const wasOn = this.#outliers.on;
    this.#outliers.settings = outliersOf(next);
    for (let o = 0; o < this.#c.instances; o++) {
      const up = this.#sim.knobs.down[this.#c.firstInstance + o] === UP;
      if (wasOn && !this.#outliers.on) this.#outliers.stop(o);
      else if (!wasOn && this.#outliers.on && up) this.#outliers.start(o);
      if (next.healthChecks === before.healthChecks) continue;
      if (!next.healthChecks) this.#checks.stop(o);
      else if (up) this.#checks.start(o);
    }
  }

  reweigh(link: number, weight: number): void {
    const first = this.#list.firstOf.get(link) ?? 0;
    const { targets } = this.#list;
    const count = targets.filter((target) => target.link === link).length;
    for (let t = first; t < first + count; t++) {
      for (const view of this.#views) view.weigh(t, weightOf(weight, count));
      if (weight > 0) this.#draining.cease(t);
      else this.#draining.begin(t, Math.round(this.#values.drainTime * NS_PER_MS));
    }
  }

  forgetCounts(): void {
    this.#sent.fill(0);
    this.#ejections = 0;
    this.#front.forgetCounts();
    if (this.#address !== undefined) this.#address.takeovers = 0;
  }

  figures(out: Float64Array, at: number): void {
    let healthy = 0;
    for (const view of this.#views) healthy += view.healthy();
    out[at] = healthy / this.#views.length;
    out[at + 1] = this.#ejections;
    let sum = 0;
    let most = 0;
    let used = 0;
    for (let t = 0; t < this.#sent.length; t++) {
      sum += this.#sent[t]!;
      most = Math.max(most, this.#sent[t]!);
      if (this.#sent[t]! > 0 || this.#views[0]!.mayGet(t)) used++;
    }
    out[at + 2] = sum > 0 ? (most * used) / sum : Number.NaN;
    out[at + 3] = this.#front.open;
    out[at + 4] = this.#front.opened;
    out[at + 5] = this.#address?.takeovers ?? Number.NaN;
  }

  /** A target joined or left: it is told to every copy at once, and probed only while it is there. */
  #turn(target: number, takes: boolean): void {
    this.#views.forEach((view, o) => {
      view.hold(target, ABSENT, !takes);
      if (this.#sim.now > 0 || !takes) this.#checks.setTarget(o, target, takes && this.#values.healthChecks);
    });
  }

  /** Begins to look after the targets of one copy. */
  #watch(o: number): void {
    if (this.#values.healthChecks) this.#checks.start(o);
    if (this.#outliers.on) this.#outliers.start(o);
  }

  /** Past the front: the time that a request spends in the balancer. */
  #spend(row: number): void {
    this.#sim.workTakes(this.#sim.requests.ints[row + INSTANCE]!, this.#overhead, this.#time);
    if (this.#sim.clock[SPAN] === 0) this.#forward(row);
    else this.#sim.wakeRow(this.#c.node, FORWARD, row);
  }

  #forward(row: number): void {
    const r = this.#sim.requests;
    const { calls } = this.#sim;
    const instance = r.ints[row + INSTANCE]!;
    const group = this.#list.groupOf[r.ints[row + CLASS]!]!;
    const view = this.#views[instance - this.#c.firstInstance]!;
    const t = group < 0 ? -1 : this.#targetFor(row, group, view);
    const target = this.#list.targets[t];
    if (target === undefined) {
      const leads = group >= 0 && view.leadsSomewhere(group);
      const reason = leads ? NO_HEALTHY_TARGET : this.#c.outgoing.length === 0 ? NO_TARGET : NO_ROUTE;
      this.#front.answer(row, UNAVAILABLE, causeOf(reason, this.#c.node));
      return;
    }
    this.#sent[t] = this.#sent[t]! + 1;
    const child = calls.open(target.link, row, instance);
    if (child < 0) return;
    r.ints[child + INSTANCE] = target.instance;
    calls.send(child);
  }

  /** Where its connection or its session leads, if that can be used; else the algorithm's choice, which is remembered. */
  #targetFor(row: number, group: number, view: View): number {
    const { ints } = this.#sim.requests;
    const session = ints[row + SESSION]!;
    const { now } = this.#sim;
    if (this.#values.layer === 'connection') {
      const known = this.#front.targetOf(row);
      if (known >= 0 && view.mayStay(known)) return known;
      const t = view.pick(group, session, ints[row + KEY]!, this.#rules);
      this.#front.leadTo(row, t);
      return t;
    }
    const table = this.#sticky[this.#sticky.length === 1 ? 0 : ints[row + INSTANCE]! - this.#c.firstInstance];
    if (table === undefined) return view.pick(group, session, ints[row + KEY]!, this.#rules);
    const who = this.#sources.of(row);
    const known = table.get(who, now, Math.round(this.#values.stickyTime * NS_PER_MS));
    if (known >= 0 && view.mayUse(group, known)) return known;
    const t = view.pick(group, session, ints[row + KEY]!, this.#rules);
    if (t >= 0) table.set(who, t, now);
    return t;
  }

  /** Counts what is open at the targets of a link, learns how it ended, and chooses again for further attempts. */
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
      closed: (instance, caller, row, outcome) => {
        this.#views[caller - firstInstance]!.opened(indexOf(instance), -1);
        if (this.#outliers.on || this.#values.algorithm === 'least-response-time') this.#learn(caller, indexOf(instance), row, outcome);
      },
    };
  }

  /** How a call ended tells about its target, except to a copy that is gone. Rejections say that it is busy, not that it is ill. */
  #learn(caller: number, t: number, row: number, outcome: number): void {
    if (this.#sim.knobs.down[caller] !== UP) return;
    const o = caller - this.#c.firstInstance;
    if (this.#outliers.on && outcome !== REJECTED) this.#outliers.ended(o, t, outcome !== OK);
    if (outcome !== OK && outcome !== TIMEOUT) return;
    const { now } = this.#sim;
    this.#views[o]!.times.learn(t, now - this.#sim.requests.times[(row >> 1) + SENT]!, now, this.#smoothing);
  }

  /** The targets that are nearest to one copy. */
  #nearest(o: number): Uint8Array {
    const { targets } = this.#list;
    const far = targets.map((target) => this.#sim.distance(this.#c.firstInstance + o, target.firstInstance));
    const least = Math.min(...far);
    return Uint8Array.from(far, (ns) => (ns === least ? 1 : 0));
  }

  #chooseAnew(): void {
    const make = this.#newBalancers();
    for (const view of this.#views) view.use(make);
  }

  /** Makes balancers by the parameters in force; those that hash share one ring. */
  #newBalancers() {
    const { algorithm, choices, responseWindow, hashBy, virtualNodes, loadBound } = this.#values;
    let known: Hashing | undefined;
    const hashing = () => {
      known ??= {
        ring: new HashRing(
          this.#list.targets.map((t) => t.name),
          virtualNodes,
        ),
        by: hashBy === 'key' ? 'key' : 'session',
        bound: loadBound > 0 ? Math.max(1, loadBound) : 0,
      };
      return known;
    };
    const details = { hashing, choices, clock: this.#sim.clock, window: Math.round(responseWindow * NS_PER_MS) };
    return () => newBalancer(algorithm, this.#choice, details);
  }
}
