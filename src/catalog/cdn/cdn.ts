/**
 * Content delivery network: points of presence near the callers that keep what the origin answered, each its own objects. One node
 * with an instance in each region, because a caller knows one address and the network leads it to the nearest: drawn as parts of
 * their own they would need a name in front that nobody would draw. What is stale follows from the versions that are kept.
 */
import { causeOf, ERROR, NO_ROUTE, OK } from '../../engine/outcome.ts';
import {
  CACHED,
  CAUSE,
  CLASS,
  FLAGS,
  HOPS,
  INSTANCE,
  KEY,
  OPERATION,
  ORIGIN,
  OUTCOME,
  SESSION,
  TAG,
  THERE,
  VERSION,
  WRITE,
} from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Ability, Station, StationContext } from '../../engine/station.ts';
import { type Fetch, Fetches } from '../../mechanisms/cdn/fetches.ts';
import { Pushed } from '../../mechanisms/cdn/pushed.ts';
import { Spreading } from '../../mechanisms/cdn/spreading.ts';
import { EdgeStore } from '../../mechanisms/cdn/store.ts';
import { Routes } from '../../mechanisms/names/routes.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { cdnEstimate } from './estimate.ts';
import { CDN_FIGURES, CdnCounts } from './figures.ts';
import { CDN_PARAMETERS, regionsOf } from './parameters.ts';

type Values = ValuesOf<typeof CDN_PARAMETERS>;

const WORKED = 0;
const TO_SHIELD = 1;
const FROM_SHIELD = 2;
const FALL_BACK = 3;
const NEWS = 4;
const SPREAD = 5;

class Cdn implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #routes: Routes;
  readonly #stores: readonly EdgeStore[];
  readonly #pushed: readonly Pushed[];
  readonly #fetches: Fetches;
  readonly #spreading: Spreading;
  readonly #time: Stream;
  /** By class: the link to its origin, or -1; whether its answers are kept; their size. */
  readonly #originOf: Int32Array;
  readonly #kept: Uint8Array;
  readonly #size: Float64Array;
  /** The instance through which the others reach the origin, or -1. */
  readonly #shield: number;
  readonly #count = new CdnCounts();
  #values: Values;
  #work: Sampler;

  constructor(context: StationContext, values: Values) {
    const { sim, node, firstInstance, instances, classes } = context;
    const name = sim.shape.streamNames[node];
    const stream = (purpose: string) => new Stream(sim.shape.seed, `${name}/${purpose}`);
    const each = Array.from({ length: instances }, (_, i) => firstInstance + i);
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#work = new Sampler(values.time, NS_PER_MS);
    this.#time = stream('work');
    const sites = each.map((i) => ({ firstInstance: i, instances: 1 }));
    this.#routes = new Routes(context, sites, reroutes(values), stream('routes'), NEWS, () => {});
    const pulled = values.mode === 'pull';
    this.#stores = pulled ? each.map(() => new EdgeStore(values.capacity, values.room, values.policy)) : [];
    this.#pushed = pulled ? [] : each.map(() => new Pushed());
    this.#fetches = new Fetches(sim.requests, firstInstance, instances);
    this.#spreading = new Spreading(context, new Sampler(values.spread, NS_PER_MS), stream('spread'), SPREAD);
    this.#originOf = Int32Array.from(
      classes,
      (_, cls) => context.far.find(({ plan }) => plan.classes.length === 0 || plan.classes.includes(cls))?.link ?? -1,
    );
    this.#kept = Uint8Array.from(classes, ({ id }) => (values.kept.length === 0 || values.kept.includes(id) ? 1 : 0));
    this.#size = sim.shape.bytesDown;
    const origin = context.far[0]?.firstInstance ?? firstInstance;
    const nearest = each.reduce((best, i) => (sim.distance(i, origin) < sim.distance(best, origin) ? i : best), firstInstance);
    this.#shield = pulled && values.shield ? nearest : -1;
  }

  /** The nearest point of presence that the network believes to be there. */
  route(row: number): number {
    const site = this.#routes.nearest(this.#sim.requests.ints[row + ORIGIN]!);
    return site < 0 ? -1 : this.#c.firstInstance + site;
  }

  arrive(row: number): void {
    this.#sim.workTakes(this.#sim.requests.ints[row + INSTANCE]!, this.#work, this.#time);
    this.#sim.wakeRow(this.#c.node, WORKED, row);
  }

  wake(what: number, a: number): void {
    if (what === WORKED) this.#serve(a);
    else if (what === NEWS) this.#routes.event(a);
    else if (what === SPREAD) this.#spread(a);
    else {
      const fetch = this.#fetches.get(a);
      if (fetch === undefined) return;
      if (what === TO_SHIELD) this.#atShield(fetch);
      else if (what === FALL_BACK) this.#askOrigin(fetch);
      else this.#loaded(fetch, fetch.outcome, fetch.version, fetch.cause, false);
    }
  }

  answered(row: number, child: number): void {
    const r = this.#sim.requests;
    const [outcome, cause, version] = [r.ints[child + OUTCOME]!, r.ints[child + CAUSE]!, r.ints[child + VERSION]!];
    if (row < 0) {
      const fetch = this.#fetches.get(r.ints[child + TAG]!);
      if (fetch !== undefined) this.#loaded(fetch, outcome, version, cause, true);
      return;
    }
    if (!r.has(row, THERE)) return;
    this.#sim.calls.relay(row, child);
    if (outcome === OK) {
      const size = this.#size[r.ints[row + CLASS]!]!;
      this.#count.originBytes += size;
      this.#count.edgeBytes += size;
      if (r.has(row, WRITE)) this.#written(r.ints[row + KEY]!, version);
    }
    this.#sim.calls.answer(row, outcome === OK ? OK : ERROR, cause);
  }

  crash(instance: number): void {
    const at = instance - this.#c.firstInstance;
    this.#stores[at]?.clear();
    this.#routes.set(at, false);
    for (const orphan of this.#fetches.lose(instance)) this.#askOrigin(orphan);
  }

  restart(instance: number): void {
    this.#routes.set(instance - this.#c.firstInstance, true);
  }

  strike(_ability: Ability, instance: number): void {
    this.#stores[instance - this.#c.firstInstance]?.clear();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#work = new Sampler(this.#values.time, NS_PER_MS);
    this.#spreading.time = new Sampler(this.#values.spread, NS_PER_MS);
    this.#routes.withdrawal = reroutes(this.#values).withdrawal;
    this.#routes.announcement = reroutes(this.#values).announcement;
  }

  forgetCounts(): void {
    this.#count.forget();
    for (const store of this.#stores) store.evictions = 0;
  }

  figures(out: Float64Array, at: number): void {
    this.#count.write(out, at, this.#stores, this.#pushed);
  }

  #serve(row: number): void {
    const { requests: r, now } = this.#sim;
    const cls = r.ints[row + CLASS]!;
    const key = r.ints[row + KEY]!;
    const at = r.ints[row + INSTANCE]! - this.#c.firstInstance;
    if (r.has(row, WRITE) || this.#kept[cls] === 0) {
      this.#pass(row, cls);
      return;
    }
    const store = this.#stores[at];
    if (store === undefined) {
      this.#count.hits++;
      this.#give(row, this.#pushed[at]!.version(key, this.#size[cls]!));
      return;
    }
    const slot = store.find(key);
    if (slot >= 0 && now < store.until[slot]! + this.#values.whileConfirming * NS_PER_MS) {
      this.#count.hits++;
      store.touch(slot);
      const version = store.versions[slot]!;
      if (now >= store.until[slot]! && this.#fetches.under(r.ints[row + INSTANCE]!, key) === undefined) this.#load(this.#begin(row, true));
      this.#give(row, version);
      return;
    }
    this.#count.misses++;
    const under = this.#values.collapse ? this.#fetches.under(r.ints[row + INSTANCE]!, key) : undefined;
    const fetch = under ?? this.#begin(row, this.#values.collapse);
    this.#fetches.wait(fetch, row);
    if (under === undefined) this.#load(fetch);
  }

  #begin(row: number, joined: boolean): Fetch {
    const { ints } = this.#sim.requests;
    const [instance, key, cls] = [ints[row + INSTANCE]!, ints[row + KEY]!, ints[row + CLASS]!];
    return this.#fetches.begin({ instance, key, cls, session: ints[row + SESSION]!, hops: ints[row + HOPS]! }, joined);
  }

  /** Passes a call through to its origin. */
  #pass(row: number, cls: number): void {
    const origin = this.#originOf[cls]!;
    if (origin < 0) {
      this.#sim.calls.answer(row, ERROR, causeOf(NO_ROUTE, this.#c.node));
      return;
    }
    const child = this.#sim.calls.open(origin, row, this.#sim.requests.ints[row + INSTANCE]!);
    if (child >= 0) this.#sim.calls.send(child);
  }

  /** Fetches from the origin, or through the shield. */
  #load(fetch: Fetch): void {
    const { sim, node } = this.#c;
    if (this.#shield < 0 || fetch.instance === this.#shield) this.#askOrigin(fetch);
    else sim.wake(node, sim.apart(fetch.instance, this.#shield), TO_SHIELD, fetch.id);
  }

  #atShield(fetch: Fetch): void {
    const { sim, node } = this.#c;
    const back = sim.apart(this.#shield, fetch.instance);
    if (sim.knobs.down[this.#shield] !== 0) {
      sim.wake(node, back, FALL_BACK, fetch.id);
      return;
    }
    const store = this.#stores[this.#shield - this.#c.firstInstance]!;
    const slot = store.find(fetch.key);
    if (slot >= 0 && sim.now < store.until[slot]!) {
      store.touch(slot);
      fetch.outcome = OK;
      fetch.version = store.versions[slot]!;
      sim.wake(node, back, FROM_SHIELD, fetch.id);
      return;
    }
    const under = this.#values.collapse ? this.#fetches.under(this.#shield, fetch.key) : undefined;
    const own = under ?? this.#fetches.begin({ ...fetch, instance: this.#shield }, this.#values.collapse);
    own.dependents.push(fetch.id);
    if (under === undefined) this.#askOrigin(own);
  }

  /** A load is nobody's call, since several may wait for it and none of them must take it along when it ends. */
  #askOrigin(fetch: Fetch): void {
    const { calls, requests: r } = this.#sim;
    const origin = this.#originOf[fetch.cls]!;
    if (origin < 0) {
      this.#loaded(fetch, ERROR, 0, causeOf(NO_ROUTE, this.#c.node), false);
      return;
    }
    const child = calls.open(origin, -1, fetch.instance);
    if (child < 0) return;
    r.ints[child + CLASS] = fetch.cls;
    r.ints[child + KEY] = fetch.key;
    r.ints[child + SESSION] = fetch.session;
    r.ints[child + HOPS] = fetch.hops + 1;
    r.ints[child + TAG] = fetch.id;
    r.ints[child + FLAGS] = r.ints[child + FLAGS]! & ~OPERATION;
    calls.send(child);
  }

  /** A load is over: whoever waits for it is served, at the shield's other points of presence after the way there. */
  #loaded(fetch: Fetch, outcome: number, version: number, cause: number, fromOrigin: boolean): void {
    const { sim, node } = this.#c;
    if (outcome === OK) this.#keep(fetch, version, fromOrigin);
    const rows = this.#fetches.end(fetch);
    for (const id of fetch.dependents) {
      const dependent = this.#fetches.get(id);
      if (dependent === undefined) continue;
      dependent.outcome = outcome;
      dependent.version = version;
      dependent.cause = cause;
      sim.wake(node, sim.apart(fetch.instance, dependent.instance), FROM_SHIELD, id);
    }
    for (const row of rows) {
      if (outcome === OK) this.#give(row, version);
      else this.#failed(row, cause);
    }
  }

  #keep({ instance, key, cls }: Fetch, version: number, fromOrigin: boolean): void {
    const at = instance - this.#c.firstInstance;
    const store = this.#stores[at]!;
    const size = this.#size[cls]!;
    if (fromOrigin) {
      const slot = store.find(key);
      this.#count.fetched++;
      if (this.#values.confirm && slot >= 0 && store.versions[slot] === version) this.#count.confirmed++;
      else this.#count.originBytes += size;
    }
    if (this.#spreading.allows(at, key, version)) store.fill(key, version, this.#sim.now + this.#values.ttl * NS_PER_MS, size);
  }

  #give(row: number, version: number): void {
    const { requests: r, history } = this.#sim;
    r.ints[row + VERSION] = version;
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! | CACHED;
    this.#count.given++;
    this.#count.edgeBytes += this.#size[r.ints[row + CLASS]!]!;
    if (this.#c.dataset >= 0 && version < history.newest(this.#c.dataset, r.ints[row + KEY]!)) this.#count.stale++;
    this.#sim.calls.answer(row, OK, 0);
  }

  /** Fetching has failed: an object past its time may do in need. */
  #failed(row: number, cause: number): void {
    const { requests: r, now } = this.#sim;
    const store = this.#stores[r.ints[row + INSTANCE]! - this.#c.firstInstance]!;
    const slot = store.find(r.ints[row + KEY]!);
    if (slot >= 0 && now < store.until[slot]! + this.#values.onError * NS_PER_MS) {
      this.#count.rescued++;
      this.#give(row, store.versions[slot]!);
    } else this.#sim.calls.answer(row, ERROR, cause);
  }

  /** A write through here is done: its version is uploaded, or older ones are purged. */
  #written(key: number, version: number): void {
    if (version > 0 && (this.#values.mode === 'push' || this.#values.purge)) this.#spreading.send(key, version);
  }

  #spread(a: number): void {
    const news = this.#spreading.take(a);
    if (news === undefined) return;
    const store = this.#stores[news.at];
    this.#pushed[news.at]?.take(news.key, news.version);
    const slot = store?.find(news.key) ?? -1;
    if (store !== undefined && slot >= 0 && store.versions[slot]! < news.version) store.drop(news.key);
  }
}

function reroutes(values: Values): { readonly withdrawal: Sampler; readonly announcement: Sampler } {
  const sampler = new Sampler(values.reroute, NS_PER_MS);
  return { withdrawal: sampler, announcement: sampler };
}

export const cdn = defineKind({
  id: 'cdn',
  name: 'CDN',
  group: 'edge',
  role: 'cache',
  summary: 'Keeps answers at points of presence near the callers, so that few of them go all the way.',
  about:
    'A content delivery network with real keys: each point of presence keeps its own objects with the versions that the origin had when they were ' +
    'fetched, so stale answers are seen as they happen. Callers are led to the nearest; writes, and classes that are not kept, pass through. Link it to the origin. ' +
    'For a way past it when it fails, let callers use a name that fails over from the network to the origin. ' +
    'Left out here: range requests, limits of a point of presence, tiers beyond the shield; a confirmation crosses the wire as large as the object.',
  params: CDN_PARAMETERS,
  links: { in: true, out: true },
  abilities: ['flush'],
  choosesInstance: true,
  costs: () => [{ price: 'cdn', each: { figure: 'edgeBytes' } }],
  countInstances: (values) => regionsOf(values.places).length,
  regions: (values) => regionsOf(values.places),
  face: ['hitRatio', 'p50'],
  figures: CDN_FIGURES,
  estimate: cdnEstimate,
  build: (context, values) => new Cdn(context, values),
});
