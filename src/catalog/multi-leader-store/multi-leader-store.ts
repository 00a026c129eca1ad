/**
 * Store with several leaders: each takes writes by itself and tells the others afterwards. How they exchange and settle conflicts is a
 * mechanism of its own (`mechanisms/replicate/multi-leader`); here is what meets the engine.
 */
import { causeOf, NO_HEALTHY_TARGET } from '../../engine/outcome.ts';
import { CAUSE, INSTANCE } from '../../engine/requests.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { type Choice, Driver } from '../../mechanisms/replicate/driver.ts';
import { MultiLeader } from '../../mechanisms/replicate/multi-leader.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { MEMBER_FIGURES, storeRegions } from '../store-parameters.ts';
import { CAP_SETTINGS } from './cap-settings.ts';
import { multiLeaderEstimate } from './estimate.ts';
import { leadersOf, MULTI_LEADER_PARAMETERS, type MultiLeaderValues, settingsOf } from './parameters.ts';

/** Role of INSTANCE_ROLES: all of them lead. */
const LEADER = 1;

class MultiLeaderStore implements Station {
  readonly #c: StationContext;
  readonly #store: MultiLeader;
  readonly #driver: Driver;

  constructor(context: StationContext, values: MultiLeaderValues) {
    this.#c = context;
    this.#store = new MultiLeader(context, context.instances, context.dataset, settingsOf(values));
    const all = Array.from({ length: context.instances }, (_, i) => i);
    this.#driver = new Driver(context, this.#store.members, all, values.coordinator as Choice, () => true);
  }

  start(): void {
    this.#store.start();
  }

  route(row: number): number {
    const i = this.#driver.choose(row);
    if (i >= 0) return this.#c.firstInstance + i;
    this.#c.sim.requests.ints[row + CAUSE] = causeOf(NO_HEALTHY_TARGET, this.#c.node);
    return -1;
  }

  arrive(row: number): void {
    this.#store.arrive(row, this.#c.sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance);
  }

  answered(): void {
    throw new Error('a store with several leaders calls nobody');
  }

  wake(what: number, a: number): void {
    this.#store.wake(what, a);
  }

  crash(instance: number): void {
    this.#store.crash(instance - this.#c.firstInstance);
  }

  restart(instance: number): void {
    this.#store.restart(instance - this.#c.firstInstance);
  }

  turned(): void {
    this.#store.turned();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as MultiLeaderValues;
    this.#driver.choice = next.coordinator as Choice;
    this.#store.configure(settingsOf(next));
  }

  role(): number {
    return LEADER;
  }

  forgetCounts(): void {
    this.#store.forgetCounts();
  }

  figures(out: Float64Array, at: number): void {
    const store = this.#store;
    out[at] = store.conflicts;
    out[at + 1] = store.pending;
    out[at + 2] = store.spread > 0 ? store.spreadSum / store.spread / NS_PER_MS : Number.NaN;
    out[at + 3] = store.overwritten;
    out[at + 4] = store.spreadMost / NS_PER_MS;
    out[at + 5] = store.unsettled;
    out[at + 6] = store.forked;
    out[at + 10] = store.waiting;
    out[at + 7] = store.members.held;
    out[at + 8] = store.members.falseAlarms;
    out[at + 9] = store.members.detections > 0 ? store.members.detectionSum / store.members.detections / NS_PER_MS : Number.NaN;
  }
}

export const multiLeaderStore = defineKind({
  id: 'multi-leader-store',
  name: 'Multi-leader store',
  group: 'data',
  role: 'store',
  summary: 'Takes writes in every region and tells the others afterwards; conflicts are settled when they meet.',
  about:
    'A store such as CouchDB, DynamoDB global tables or a database with leaders in both directions. Every leader answers its own callers at once ' +
    'and goes on when the others are lost or cut off; readers elsewhere see a write later. Two writes of a key of which neither leader had seen the ' +
    "other's are a conflict: by the clock or by order one of them is gone without a word, merged nothing is, by hand both wait for somebody to " +
    'decide. Callers turn to the nearest leader that is not taken for dead. What is written outlives a crash. Left out here: transactions, rules over ' +
    'several keys, chains of leaders.',
  params: MULTI_LEADER_PARAMETERS,
  capSettings: CAP_SETTINGS,
  countInstances: leadersOf,
  regions: (values) => storeRegions(values.places),
  choosesInstance: true,
  links: { in: true, out: false },
  abilities: ['replication', 'clock'],
  face: ['rate', 'conflicts'],
  figures: [
    { id: 'conflicts', label: 'Conflicts', unit: 'count', help: 'Writes that met one which neither leader had seen.' },
    { id: 'pending', label: 'Not everywhere yet', unit: 'count', help: 'Writes that some leader has not got, now.' },
    { id: 'spreadMs', label: 'Time to all', unit: 'ms', help: 'Mean time from a write until all leaders have it.' },
    {
      id: 'overwritten',
      label: 'Overwritten unseen',
      unit: 'count',
      help: 'Confirmed writes that gave way to one which had not seen them.',
    },
    { id: 'spreadMostMs', label: 'Longest to all', unit: 'ms', help: 'Longest time from a write until all leaders had it.' },
    { id: 'unsettled', label: 'Unsettled', unit: 'count', help: 'Keys with a conflict that nobody has decided yet.' },
    { id: 'forked', label: 'Reads of conflicts', unit: 'count', help: 'Reads that got several values, as nobody had decided yet.' },
    ...MEMBER_FIGURES,
    {
      id: 'waiting',
      label: 'Work that waits',
      unit: 'count',
      help: 'Calls and writes of others that wait for a worker, at all leaders, now.',
    },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'database', each: 'instance' }],
  estimate: multiLeaderEstimate,
  build: (context, values) => new MultiLeaderStore(context, values),
});
