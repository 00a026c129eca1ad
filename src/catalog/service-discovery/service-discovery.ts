/**
 * Service discovery: a registry in which the copies of a part say by heartbeats that they are there. Who calls that part over a plain
 * link chooses among the entries as it fetched them last: a copy that died is called until its entry has run out and the list was
 * fetched anew, and a copy that joined is not called before it is in the list. While the registry is down, old lists are used.
 */
import { UP } from '../../engine/knobs.ts';
import { causeOf, NO_ROUTE, UNAVAILABLE } from '../../engine/outcome.ts';
import type { Sim } from '../../engine/sim.ts';
import type { FarEnd, Station, StationContext } from '../../engine/station.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { controllerEstimate } from '../estimate-controller.ts';
import { defineKind } from '../kind.ts';
import { DISCOVERY_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof DISCOVERY_PARAMETERS>;

const BEAT = 0;
const REFRESH = 1;
const NEVER = Number.NEGATIVE_INFINITY;

class ServiceDiscovery implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #targets: readonly FarEnd[];
  /** Copies of all targets, as instances, and when each was heard last, ns. */
  readonly #copies: Int32Array;
  readonly #heard: Float64Array;
  /** 1 for those in the list that callers have. */
  readonly #listed: Uint8Array;
  #values: Values;
  #expired = 0;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#sim = context.sim;
    this.#values = values;
    this.#targets = context.far.filter((f) => !f.choosesInstance);
    this.#copies = Int32Array.from(this.#targets.flatMap((f) => Array.from({ length: f.instances }, (_, i) => f.firstInstance + i)));
    this.#heard = new Float64Array(this.#copies.length).fill(NEVER);
    this.#listed = new Uint8Array(this.#copies.length).fill(1);
  }

  start(): void {
    for (const link of this.#sim.links) {
      if (!this.#isTarget(link.to) || link.from === this.#c.node) continue;
      link.chooser?.direct?.();
    }
    this.#beat();
    this.#fetch();
    this.#expired = 0;
    this.#sim.wake(this.#c.node, Math.round(this.#values.heartbeat * NS_PER_MS), BEAT, 0);
    this.#sim.wake(this.#c.node, Math.round(this.#values.refresh * NS_PER_MS), REFRESH, 0);
    this.#copies.forEach((copy, k) => {
      this.#sim.rotation.watch(copy, 1, (_, takes) => {
        if (!takes && this.#values.farewell && this.#isUp()) this.#heard[k] = NEVER;
      });
    });
  }

  /** Nobody can call it: its links only go out. */
  arrive(row: number): void {
    this.#sim.calls.answer(row, UNAVAILABLE, causeOf(NO_ROUTE, this.#c.node));
  }

  answered(): void {}

  wake(what: number): void {
    const every = what === BEAT ? this.#values.heartbeat : this.#values.refresh;
    this.#sim.wake(this.#c.node, Math.round(every * NS_PER_MS), what, 0);
    if (!this.#isUp()) return;
    if (what === BEAT) this.#beat();
    else this.#fetch();
  }

  /** The registry is memory: when it is back, every copy must say anew that it is there. */
  crash(): void {
    this.#heard.fill(NEVER);
  }

  restart(): void {
    this.#beat();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
  }

  forgetCounts(): void {
    this.#expired = 0;
  }

  figures(out: Float64Array, at: number): void {
    const { knobs, rotation } = this.#sim;
    let entries = 0;
    let stale = 0;
    let missing = 0;
    this.#copies.forEach((copy, k) => {
      const there = rotation.takes(copy) && knobs.down[copy] === UP;
      if (this.#listed[k] === 1) entries++;
      if (this.#listed[k] === 1 && !there) stale++;
      if (this.#listed[k] === 0 && there) missing++;
    });
    out[at] = entries;
    out[at + 1] = stale;
    out[at + 2] = missing;
    out[at + 3] = this.#expired;
  }

  #isUp(): boolean {
    const { down, hung } = this.#sim.knobs;
    return down[this.#c.firstInstance] === UP && hung[this.#c.firstInstance] === 0;
  }

  #isTarget(node: number): boolean {
    return this.#targets.some((f) => f.node === node);
  }

  /** Copies that are well and can reach the registry are heard. */
  #beat(): void {
    const { knobs, rotation, now } = this.#sim;
    this.#copies.forEach((copy, k) => {
      const well = rotation.takes(copy) && knobs.down[copy] === UP && knobs.hung[copy] === 0;
      if (well && !knobs.parted(copy, this.#c.firstInstance)) this.#heard[k] = now;
    });
  }

  /** Callers fetch the list: what has not been heard for too long is not in it. */
  #fetch(): void {
    const { now, links } = this.#sim;
    this.#copies.forEach((copy, k) => {
      const listed = now - this.#heard[k]! < this.#values.ttl * NS_PER_MS ? 1 : 0;
      if (listed === this.#listed[k]) return;
      if (listed === 0) this.#expired++;
      this.#listed[k] = listed;
      for (const link of links) if (link.to === this.#sim.shape.nodeOf[copy]) link.chooser?.list?.(copy, listed === 1);
    });
  }
}

export const serviceDiscovery = defineKind({
  id: 'service-discovery',
  name: 'Service discovery',
  group: 'operations',
  role: 'control',
  summary: 'A registry of copies, kept by heartbeats: callers use the list as they fetched it last.',
  about:
    'A registry such as Consul or Eureka, or the names of a cluster. Link it to a service: whoever calls that service over a plain link then ' +
    'chooses among the entries of its list. Entries run out some time after the last heartbeat and callers fetch the list now and then, so dead ' +
    'copies are called for a while and new ones wait to be found. Balancers with health checks of their own do not ask it. Left out here: the ' +
    'network between registry and callers, copies of the registry.',
  params: DISCOVERY_PARAMETERS,
  links: { in: false, out: true },
  abilities: [],
  face: ['entries', 'stale'],
  figures: [
    { id: 'entries', label: 'Entries', unit: 'count', help: 'Copies in the list that callers have.' },
    { id: 'stale', label: 'Stale', unit: 'count', help: 'Entries of copies that are not there any more.' },
    { id: 'missing', label: 'Missing', unit: 'count', help: 'Copies that are there and not yet in the list.' },
    { id: 'expired', label: 'Ran out', unit: 'count', help: 'Entries that were dropped.' },
  ],
  choosesTarget: true,
  estimate: controllerEstimate,
  build: (context, values) => new ServiceDiscovery(context, values),
});
