/**
 * Autoscaler: looks at the part that its link leads to at regular intervals and starts or drains copies of it, so that a measure comes
 * near a target. It reckons as Kubernetes' horizontal autoscaler does: wanted = ⌈copies × measured ÷ target⌉, nothing within a
 * tolerance, and downwards only what every look of a while has asked for. New copies boot first, which is why it is always late.
 */
import { causeOf, NO_ROUTE, UNAVAILABLE } from '../../engine/outcome.ts';
import { DRAINING } from '../../engine/rotation.ts';
import type { Sim } from '../../engine/sim.ts';
import type { FarEnd, Station, StationContext } from '../../engine/station.ts';
import { Fleet } from '../../mechanisms/control/fleet.ts';
import { Recommendations } from '../../mechanisms/control/recommendations.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { controllerEstimate } from '../estimate-controller.ts';
import { defineKind } from '../kind.ts';
import { AUTOSCALER_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof AUTOSCALER_PARAMETERS>;

const LOOK = 0;

class Autoscaler implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #target: FarEnd | undefined;
  readonly #broker: FarEnd | undefined;
  readonly #fleet: Fleet | undefined;
  readonly #asked = new Recommendations();
  #values: Values;
  #ups = 0;
  #downs = 0;
  #wanted = Number.NaN;
  #measured = Number.NaN;
  /** What the meter said at the last look, and when that was, ns. */
  #busyThen = 0;
  #arrivalsThen = 0;
  #then = 0;
  #changedAt = Number.NEGATIVE_INFINITY;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#sim = context.sim;
    this.#values = values;
    this.#target = context.far.find(({ role }) => role !== 'broker' && role !== 'source');
    this.#broker = context.far.find(({ role }) => role === 'broker');
    this.#fleet = this.#target === undefined ? undefined : new Fleet(context.sim, this.#target.firstInstance, this.#target.instances);
  }

  start(): void {
    this.#sim.wake(this.#c.node, this.#interval(), LOOK, 0);
  }

  /** Nobody can call it: its links only go out. */
  arrive(row: number): void {
    this.#sim.calls.answer(row, UNAVAILABLE, causeOf(NO_ROUTE, this.#c.node));
  }

  answered(): void {}

  wake(): void {
    this.#sim.wake(this.#c.node, this.#interval(), LOOK, 0);
    const { down, hung } = this.#sim.knobs;
    const own = this.#c.firstInstance;
    if (down[own] === 0 && hung[own] === 0 && this.#fleet !== undefined) this.#look(this.#fleet);
  }

  /** It forgets what it has asked for; its copies stay as they are. */
  crash(): void {
    this.#asked.clear();
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
  }

  forgetCounts(): void {
    this.#ups = 0;
    this.#downs = 0;
    // The meter begins anew, and so do differences.
    this.#busyThen = 0;
    this.#arrivalsThen = 0;
    this.#then = this.#sim.now;
  }

  figures(out: Float64Array, at: number): void {
    out[at] = this.#fleet?.count() ?? Number.NaN;
    out[at + 1] = this.#wanted;
    out[at + 2] = this.#measured;
    out[at + 3] = this.#ups;
    out[at + 4] = this.#downs;
  }

  #interval(): number {
    return Math.max(1, Math.round(this.#values.interval * NS_PER_MS));
  }

  #look(fleet: Fleet): void {
    const { min, max, tolerance, stabilisation, coolDown } = this.#values;
    const { now } = this.#sim;
    const serving = fleet.count();
    const there = serving + fleet.booting();
    const ratio = this.#ratio(fleet, serving);
    const most = Math.min(max, fleet.size);
    const exact = Number.isNaN(ratio) || Math.abs(ratio - 1) <= tolerance ? there : Math.ceil(serving * ratio - 1e-9);
    // No more than twice as many, or four more, at one look.
    const limited = Math.min(exact, Math.max(2 * there, there + 4));
    const asked = Math.max(Math.min(min, most), Math.min(most, limited));
    this.#asked.add(now, asked);
    const steady = this.#asked.highest(now - stabilisation * NS_PER_MS);
    this.#wanted = asked >= there ? asked : Math.min(there, steady);
    if (this.#wanted === there || now - this.#changedAt < coolDown * NS_PER_MS) return;
    this.#changedAt = now;
    if (this.#wanted > there) this.#grow(fleet, this.#wanted - there);
    else this.#shrink(fleet, there - this.#wanted);
  }

  #grow(fleet: Fleet, by: number): void {
    this.#ups += by;
    fleet.grow(by, Math.round(this.#values.boot * NS_PER_MS));
  }

  #shrink(fleet: Fleet, by: number): void {
    this.#downs += by;
    fleet.shrink(by, Math.round(this.#values.drain * NS_PER_MS));
  }

  /** What is measured over what is aimed at, for the copies that serve; NaN where nothing can be said. */
  #ratio(fleet: Fleet, serving: number): number {
    const { metric, utilisation, each } = this.#values;
    const measured = this.#measure(fleet, serving);
    this.#measured = measured;
    return measured / (metric === 'utilisation' ? utilisation : each);
  }

  /** Messages that wait for its target at the broker; NaN where there is none. */
  #lag(): number {
    if (this.#broker === undefined || this.#target === undefined) return Number.NaN;
    return this.#sim.stations[this.#broker.node]?.backlog?.(this.#target.node) ?? Number.NaN;
  }

  #measure(fleet: Fleet, serving: number): number {
    const { meter, now } = this.#sim;
    const span = now - this.#then;
    const busy = fleet.sum((i) => meter.busy.area(i, now));
    const arrivals = fleet.sum((i) => meter.arrivals(i));
    const queued = fleet.sum((i) => (this.#sim.rotation.stateOf(i) === DRAINING ? 0 : meter.queued.now(i)));
    const working = busy - this.#busyThen;
    const arrived = arrivals - this.#arrivalsThen;
    this.#busyThen = busy;
    this.#arrivalsThen = arrivals;
    this.#then = now;
    if (serving === 0 || span <= 0) return Number.NaN;
    switch (this.#values.metric) {
      case 'utilisation':
        return working / (span * serving * (this.#target?.slots ?? Number.NaN));
      case 'rate':
        return (arrived * NS_PER_S) / (span * serving);
      case 'lag':
        return this.#lag() / serving;
      default:
        return queued / serving;
    }
  }
}

export const autoscaler = defineKind({
  id: 'autoscaler',
  name: 'Autoscaler',
  group: 'operations',
  role: 'control',
  summary: 'Starts and drains copies of the part it is linked to, so that load comes near a target.',
  about:
    'A control loop such as the horizontal autoscaler of Kubernetes or the scaling group of a cloud. Link it to a service that has a reserve of ' +
    'copies; to scale by lag, link it to the queue as well. At every look it reckons how many copies would bring the measure to its target. New ' +
    'copies boot before they help; copies that are too many are drained, and only when every look of a while agreed. It has no idea of what comes: ' +
    'a ramp faster than its interval and boot time is felt by users. Left out here: machines that must be added before copies fit, prediction.',
  params: AUTOSCALER_PARAMETERS,
  links: { in: false, out: true },
  abilities: [],
  face: ['copies', 'wanted'],
  figures: [
    { id: 'copies', label: 'Copies', unit: 'count', help: 'Copies of its target that take traffic now.' },
    { id: 'wanted', label: 'Wanted', unit: 'count', help: 'Copies that it wants, those that boot included.' },
    { id: 'measured', label: 'Measured', unit: 'factor', help: 'What it measured at its last look, for each copy.' },
    { id: 'started', label: 'Started', unit: 'count', help: 'Copies that it started.' },
    { id: 'drained', label: 'Drained', unit: 'count', help: 'Copies that it took out.' },
  ],
  choosesTarget: true,
  estimate: controllerEstimate,
  build: (context, values) => new Autoscaler(context, values),
});
