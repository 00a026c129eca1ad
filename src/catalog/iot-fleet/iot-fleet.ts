/**
 * Fleet: many devices that report by the clock, each about itself, whatever comes back. What makes them dangerous is their clock: those that
 * go by the same one come at the same moment.
 */
import type { Station, StationContext } from '../../engine/station.ts';
import { Asker } from '../../mechanisms/traffic/asker.ts';
import { answeredShare } from '../../mechanisms/traffic/ends.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { ANSWERED } from '../source-figures.ts';
import { fleetEstimate } from './estimate.ts';
import { FLEET_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof FLEET_PARAMETERS>;

/** Device `a` reports. */
const REPORT = 0;
/** An interval without end: nothing is sent. No moment at all. */
const NEVER = Number.POSITIVE_INFINITY;
const VOID = -1;

class IotFleet implements Station {
  readonly #c: StationContext;
  readonly #asker: Asker;
  readonly #jitter: Stream;
  readonly #phases: Stream;
  #values: Values;
  /** Per device: the moment of its next report without jitter, and with it; reports that come at another moment are void. ns; while nothing is sent, what is left as a share. */
  readonly #beat: Float64Array;
  readonly #due: Float64Array;
  /** Time from one report of a device to its next as it was looked at last, ns. */
  #period: number;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#values = values;
    const { sim, node } = context;
    const name = sim.shape.streamNames[node];
    this.#asker = new Asker(context, { classes: values.classes, keys: values.devices, skew: 0 });
    this.#jitter = new Stream(sim.shape.seed, `${name}/jitter`);
    this.#phases = new Stream(sim.shape.seed, `${name}/phases`);
    this.#beat = new Float64Array(values.devices);
    this.#due = new Float64Array(values.devices);
    this.#period = values.every * NS_PER_MS;
  }

  start(): void {
    if (!this.#asker.sends) return;
    const { devices, together, starts } = this.#values;
    const inStep = Math.round(devices * together);
    for (let d = 0; d < devices; d++) {
      this.#beat[d] = starts * NS_PER_MS + (d < inStep ? 0 : this.#phases.uniform() * this.#period);
      this.#plan(d);
    }
  }

  wake(what: number, device: number): void {
    if (what !== REPORT || this.#due[device] !== this.#c.sim.now) return;
    this.#beat[device] = this.#beat[device]! + this.#period;
    this.#plan(device);
    if (!this.#asker.next()) return;
    const asker = this.#asker;
    asker.key = asker.keyAt(asker.cls, device);
    const row = asker.open(device, device);
    if (row >= 0) this.#c.sim.calls.send(row);
  }

  arrive(): void {
    throw new Error('nothing calls a fleet');
  }

  answered(_row: number, child: number): void {
    this.#c.sim.complete(child);
  }

  crash(): void {}
  restart(): void {}

  turned(): void {
    this.#asker.turned();
    this.#stretch();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#stretch();
  }

  reweigh(link: number, weight: number): void {
    this.#asker.reweigh(link, weight);
  }

  figures(out: Float64Array, at: number): void {
    out[at] = answeredShare(this.#c);
  }

  /** The interval may have changed: what is left of every device's wait is stretched. While nothing is sent it is kept as a share. */
  #stretch(): void {
    const traffic = this.#c.sim.knobs.traffic[this.#c.node]! * this.#c.sim.surged[this.#c.node]!;
    const period = traffic > 0 ? (this.#values.every * NS_PER_MS) / traffic : NEVER;
    if (period === this.#period || !this.#asker.sends) return;
    const now = this.#c.sim.now;
    for (let d = 0; d < this.#beat.length; d++) {
      const share = this.#period === NEVER ? this.#beat[d]! : (this.#beat[d]! - now) / this.#period;
      // One that is past its beat only waits out its jitter.
      if (share <= 0 && period !== NEVER && this.#period !== NEVER) continue;
      this.#beat[d] = period === NEVER ? Math.max(0, share) : now + share * period;
      if (period === NEVER) this.#due[d] = VOID;
      else this.#plan(d);
    }
    this.#period = period;
  }

  /** Plans the next report of a device. */
  #plan(device: number): void {
    const { sim, node } = this.#c;
    const jitter = this.#values.jitter;
    const late = jitter > 0 ? this.#jitter.uniform() * jitter * NS_PER_MS : 0;
    const due = Math.max(sim.now, Math.floor(this.#beat[device]! + late + 0.5));
    this.#due[device] = due;
    sim.wake(node, due - sim.now, REPORT, device);
  }
}

export const iotFleet = defineKind({
  id: 'iot-fleet',
  name: 'Device fleet',
  group: 'traffic',
  role: 'source',
  summary: 'Devices that report by the clock, some of them all at once.',
  about:
    'Meters, sensors, cars: each reports about itself at its interval, with some jitter, whatever comes back. Those on the beat report at the same ' +
    'moment, which no mean rate shows. Left out: reports kept on the device and sent later, commands to devices, gateways of their own.',
  params: FLEET_PARAMETERS,
  links: { in: false, out: true },
  abilities: ['traffic'],
  face: ['rate', 'p99'],
  figures: [ANSWERED],
  estimate: fleetEstimate,
  build: (context, values) => new IotFleet(context, values),
});
