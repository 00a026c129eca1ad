/**
 * Global server load balancing: a name whose servers know how the sites are. They probe every address from several places, hear from
 * the sites how busy they are, and answer each region with the nearest site that is healthy and has room. It steers new look-ups only:
 * who holds an answer keeps going where it leads, so it steers late, and too much at once if answers live long.
 */

import { UP } from '../../engine/knobs.ts';
import { INSTANCE, ROW, THERE } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';
import { NameChoice } from '../../mechanisms/names/choice.ts';
import { NAME_FIGURES } from '../../mechanisms/names/figures.ts';
import { FIRST_OWN_EVENT, NameStation } from '../../mechanisms/names/name-station.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { nameEstimate } from '../estimate-name.ts';
import { defineKind } from '../kind.ts';
import { GSLB_PARAMETERS, regionsOf } from './parameters.ts';

type Values = ValuesOf<typeof GSLB_PARAMETERS>;

const REPORT = FIRST_OWN_EVENT;

class Gslb extends NameStation<Values> {
  readonly #choice: NameChoice;
  readonly #luck: Stream;
  /** By address: how busy it said it was, 1 being its capacity. */
  readonly #load: Float64Array;
  #spilled = 0;
  #answers = 0;

  constructor(context: StationContext, values: Values) {
    super(context, values);
    const { sim, node } = context;
    this.#luck = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/answers`);
    this.#choice = new NameChoice(context, this.list, this.health.healthy, this.#luck);
    this.#load = new Float64Array(this.list.addresses.length);
  }

  override start(): void {
    super.start();
    this.#reportLater();
  }

  override wake(what: number, a: number): void {
    if (what !== REPORT) super.wake(what, a);
    else {
      this.#report();
      this.#reportLater();
    }
  }

  override forgetCounts(): void {
    super.forgetCounts();
    this.#spilled = 0;
    this.#answers = 0;
  }

  override figures(out: Float64Array, at: number): void {
    super.figures(out, at);
    out[at + NAME_FIGURES.length] = this.#spilled / this.#answers;
    out[at + NAME_FIGURES.length + 1] = this.#load.reduce((most, load) => Math.max(most, load), 0);
  }

  /**
   * The nearest addresses that have room. A site beyond its limit gets only the share of the answers that would bring it back there;
   * the rest goes on to the next nearest, and where all are beyond their limits to the least busy.
   */
  protected choose(group: number, origin: number): readonly number[] {
    const left = this.#choice.usable(group);
    if (left.length === 0) return [];
    this.#answers++;
    const { limit, addresses } = this.values;
    const sorted = [...left].sort((a, b) => this.#choice.distance(origin, a) - this.#choice.distance(origin, b) || a - b);
    const nearest = this.#nearest(sorted, origin);
    for (let rest = sorted; rest.length > 0; ) {
      const site = this.#nearest(rest, origin);
      const busy = site.reduce((sum, a) => sum + this.#load[a]!, 0) / site.length;
      if (busy <= limit || this.#luck.uniform() < limit / busy) return this.#said(group, site, nearest, addresses);
      rest = rest.filter((a) => !site.includes(a));
    }
    const least = sorted.reduce((best, a) => (this.#load[a]! < this.#load[best]! ? a : best));
    return this.#said(group, [least], nearest, addresses);
  }

  protected triesNext(values: Values): boolean {
    return values.nextAddress;
  }

  #said(group: number, site: readonly number[], nearest: readonly number[], most: number): readonly number[] {
    if (site[0] !== nearest[0]) this.#spilled++;
    return this.#choice.turned(group, site).slice(0, most);
  }

  /** The addresses behind the link of the first one, all as near as it is. */
  #nearest(sorted: readonly number[], origin: number): readonly number[] {
    const far = this.#choice.distance(origin, sorted[0]!);
    return sorted.filter(
      (a) => this.list.addresses[a]!.link === this.list.addresses[sorted[0]!]!.link && this.#choice.distance(origin, a) === far,
    );
  }

  /** What the agents at the sites see: requests open at each address, against what it can take. */
  #report(): void {
    const { sim, firstInstance, instances } = this.context;
    let up = 0;
    for (let i = firstInstance; i < firstInstance + instances; i++) up += sim.knobs.down[i] === UP ? 1 : 0;
    if (up === 0) return;
    const open = new Float64Array(sim.shape.nodeOf.length);
    const { requests: r } = sim;
    for (let row = 0; row < r.end; row += ROW) {
      if (!r.has(row, THERE)) continue;
      const at = r.ints[row + INSTANCE]!;
      open[at] = open[at]! + 1;
    }
    this.list.addresses.forEach((address, a) => {
      let [inside, running] = [0, 0];
      for (let i = address.firstInstance; i < address.firstInstance + address.instances; i++) {
        inside += open[i]!;
        running += sim.knobs.down[i] === UP ? 1 : 0;
      }
      this.#load[a] = inside / (this.values.capacity * Math.max(1, running));
    });
  }

  #reportLater(): void {
    const { sim, node } = this.context;
    sim.wake(node, Math.round(this.values.reportEvery * NS_PER_MS), REPORT, 0);
  }
}

export const gslb = defineKind({
  id: 'gslb',
  name: 'Global load balancer',
  group: 'edge',
  role: 'relay',
  summary: 'A name that leads each region to the nearest site that is healthy and has room.',
  about:
    'DNS with health checks from several places and reports of load from the sites (GSLB). Nothing passes through it: callers look the name up and go ' +
    'straight to the site. A site whose link has weight 0 is drained: new look-ups avoid it, and those who know it leave as their answers run out. ' +
    'Left out here: measured round trips (distance is by placement), and sites that lie about their load.',
  params: GSLB_PARAMETERS,
  links: { in: true, out: true },
  abilities: ['flush', 'names'],
  face: ['resolutions', 'spilled'],
  figures: [
    ...NAME_FIGURES,
    {
      id: 'spilled',
      label: 'spilled',
      unit: 'ratio',
      help: 'Answers that led past the nearest site because it was busy, since the warm-up.',
    },
    { id: 'busiest', label: 'busiest', unit: 'ratio', help: 'Load of the busiest address at its last report, 1 being its capacity.' },
  ],
  choosesTarget: true,
  choosesInstance: true,
  resolves: true,
  costs: () => [{ price: 'dns', each: { figure: 'lookups' } }],
  countInstances: (values) => regionsOf(values.places).length,
  regions: (values) => regionsOf(values.places),
  estimate: nameEstimate<Values>(
    () => false,
    (values) => values,
  ),
  build: (context, values) => new Gslb(context, values),
});
