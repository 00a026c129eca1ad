/**
 * Intrusion detection and prevention: looks for users whose requests are suspicious again and again. A mirror sees a copy, costs no
 * time and can only raise an alert; inline it is a hop that takes time and turns away everything of a user who offended.
 */
import { SPAN } from '../../engine/clock.ts';
import { REJECTED, SOURCE_BLOCKED } from '../../engine/outcome.ts';
import { INSTANCE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { Inspector, type InspectorSettings } from '../../mechanisms/inspect/inspector.ts';
import { Offenders } from '../../mechanisms/inspect/offenders.ts';
import { Relay } from '../../mechanisms/relay/relay.ts';
import { Sources } from '../../mechanisms/relay/sources.ts';
import type { WorkerSettings } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { idpsEstimate } from './estimate.ts';
import { IDPS_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof IDPS_PARAMETERS>;

const INSPECTED = 0;
const ALERT = 1;

class Idps implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #relay: Relay;
  readonly #sources: Sources;
  readonly #inspector: Inspector;
  /** For each copy: copies do not tell each other. */
  readonly #offenders: readonly Offenders[];
  readonly #time: Stream;
  readonly #inline: boolean;
  #values: Values;
  #work: Sampler;
  /** Moment of the first attack and of the first alert or block, ns; −1 while there was none. Of the whole run, not since the warm-up. */
  #firstAttack = -1;
  #firstNotice = -1;
  /** Since the warm-up: alerts or blocks; requests of blocked users turned away, of which no attacks. */
  #notices = 0;
  #turnedAway = 0;
  #mistaken = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#inline = values.mode === 'prevention';
    this.#sources = new Sources(context);
    this.#time = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/work`);
    this.#work = new Sampler(values.time, NS_PER_MS);
    this.#inspector = new Inspector(context, ratesOf(values));
    this.#offenders = Array.from({ length: instances }, () => new Offenders());
    this.#relay = new Relay(context, workersOf(values), (row, instance) => this.#begin(row, instance));
    this.#count();
  }

  arrive(row: number): void {
    const attack = this.#inspector.isAttack(row);
    if (attack && this.#firstAttack < 0) this.#firstAttack = this.#sim.now;
    if (!this.#inline) {
      if (this.#offends(row)) this.#sim.wake(this.#c.node, Math.round(this.#values.alertAfter * NS_PER_MS), ALERT, 0);
      this.#relay.pass(row);
    } else if (this.#offendersOf(row).isBlocked(this.#sources.of(row), this.#sim.now)) {
      this.#turnedAway++;
      if (!attack) this.#mistaken++;
      this.#relay.refuse(row, REJECTED, SOURCE_BLOCKED);
    } else this.#relay.admit(row);
  }

  wake(what: number, row: number): void {
    if (what === ALERT) {
      this.#notice();
      return;
    }
    this.#relay.release(row);
    if (this.#offends(row)) {
      this.#notice();
      this.#offendersOf(row).block(this.#sources.of(row), this.#sim.now + this.#values.blockFor * NS_PER_MS);
    }
    this.#relay.pass(row);
  }

  answered(row: number, child: number): void {
    if (this.#relay.awaits(row)) this.#relay.passBack(row, child);
  }

  crash(instance: number): void {
    this.#relay.crash(instance);
    this.#offenders[instance - this.#c.firstInstance]!.clear();
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    this.#values = next;
    this.#work = new Sampler(next.time, NS_PER_MS);
    this.#inspector.configure(ratesOf(next));
    this.#count();
    this.#relay.configure(workersOf(next));
  }

  forgetCounts(): void {
    this.#inspector.forgetCounts();
    this.#notices = 0;
    this.#turnedAway = 0;
    this.#mistaken = 0;
  }

  figures(out: Float64Array, at: number): void {
    out[at] = this.#notices;
    out[at + 1] = this.#firstNotice < 0 || this.#firstAttack < 0 ? Number.NaN : (this.#firstNotice - this.#firstAttack) / NS_PER_MS;
    out[at + 2] = this.#turnedAway;
    out[at + 3] = this.#mistaken;
    out[at + 4] = this.#inline ? this.#offenders.reduce((sum, one) => sum + one.blocked(this.#sim.now), 0) : Number.NaN;
  }

  #begin(row: number, instance: number): void {
    this.#sim.clock[SPAN] = this.#sim.work(instance, this.#work.sampleNanos(this.#time));
    this.#sim.wakeRow(this.#c.node, INSPECTED, row);
  }

  /** Whether this request makes its user an offender. */
  #offends(row: number): boolean {
    return this.#inspector.suspects(row) && this.#offendersOf(row).suspect(this.#sources.of(row), this.#sim.now);
  }

  #notice(): void {
    this.#notices++;
    if (this.#firstNotice < 0 && this.#firstAttack >= 0) this.#firstNotice = this.#sim.now;
  }

  #offendersOf(row: number): Offenders {
    return this.#offenders[this.#sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance]!;
  }

  #count(): void {
    for (const offenders of this.#offenders) {
      offenders.threshold = this.#values.threshold;
      offenders.window = this.#values.window * NS_PER_MS;
    }
  }
}

function ratesOf({ attacks, detection, falseAlarms }: Values): InspectorSettings {
  return { attacks, detection, falseAlarms };
}

function workersOf({ workers, queueLimit }: Values): WorkerSettings {
  return { workers, queueLimit, discipline: 'fifo' };
}

export const idps = defineKind({
  id: 'idps',
  name: 'Intrusion detection',
  group: 'edge',
  role: 'relay',
  summary: 'Notices users whose requests are suspicious again and again: raises an alert, or blocks them.',
  about:
    'Each request looks suspicious or not, by chance: attacks by the rate of detection, others by the rate of false suspicion. A user with so many suspicious ' +
    'requests within the window offends. As a mirror (detection) it sees a copy of the traffic, adds no time and raises an alert a while later. Inline ' +
    '(prevention) it is a hop with workers, and turns away whatever a user who offended sends, for a time. An attacker with many users is noticed late. ' +
    'Left out here: a mirror that cannot keep up, what people do about an alert, copies that tell each other.',
  params: IDPS_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['notices', 'turnedAway'],
  figures: [
    { id: 'notices', label: 'Offences noticed', unit: 'count', help: 'Alerts raised, or blocks begun, since the warm-up.' },
    {
      id: 'noticedAfter',
      label: 'Time to notice',
      unit: 'ms',
      help: 'From the first attack of the run to the first alert or block after it.',
    },
    { id: 'turnedAway', label: 'Turned away', unit: 'count', help: 'Requests of blocked users.' },
    { id: 'mistaken', label: 'Of them no attacks', unit: 'count', help: 'Requests of blocked users that were not attacks.' },
    { id: 'blockedUsers', label: 'Blocked users', unit: 'count', help: 'Users blocked now.' },
  ],
  slots: (values) => (values.mode === 'prevention' ? values.workers : 0),
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 2 }],
  estimate: idpsEstimate,
  build: (context, values) => new Idps(context, values),
});
