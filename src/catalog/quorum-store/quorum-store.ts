/**
 * Quorum store: copies of every key on several instances, of which none leads. Whoever gets a call coordinates it; how many copies must
 * answer is set. How that goes is a mechanism of its own (`mechanisms/replicate/quorum`); here is what meets the engine.
 */
import { causeOf, NO_HEALTHY_TARGET } from '../../engine/outcome.ts';
import { CAUSE, INSTANCE, KEY } from '../../engine/requests.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { type Choice, Driver } from '../../mechanisms/replicate/driver.ts';
import { KeyRing } from '../../mechanisms/replicate/quorum/key-ring.ts';
import { Quorum } from '../../mechanisms/replicate/quorum/quorum.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { MEMBER_FIGURES, storeRegions } from '../store-parameters.ts';
import { CAP_SETTINGS } from './cap-settings.ts';
import { quorumEstimate } from './estimate.ts';
import { holdsData, instancesIn, QUORUM_PARAMETERS, type QuorumValues, settingsOf, versionsOf } from './parameters.ts';
import { QUORUM_PRESETS } from './presets.ts';

/** A call that was sent on arrives at its next coordinator; below are the mechanism's own events. */
const SENT_ON = 256;

class QuorumStore implements Station {
  readonly #c: StationContext;
  readonly #store: Quorum;
  readonly #driver: Driver;

  constructor(context: StationContext, values: QuorumValues) {
    const { sim, firstInstance, instances, places, dataset, classes } = context;
    this.#c = context;
    const all = Array.from({ length: instances }, (_, i) => i);
    const ring = new KeyRing(
      all.map((i) => places[firstInstance + i]!.region),
      all.map((i) => holdsData(values, i)),
      values.copies,
    );
    this.#store = new Quorum(context, ring, dataset, versionsOf(values), settingsOf(values, classes));
    const front = values.gateways > 0 ? all.filter((i) => !holdsData(values, i)) : all;
    const holds = (row: number, i: number): boolean => ring.isCopy(sim.requests.ints[row + KEY]!, i);
    this.#driver = new Driver(context, this.#store.parts.members, front, values.coordinator as Choice, holds);
    this.#tryNext(values.nextCoordinator);
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
    this.#store.coordinator.begin(row, this.#c.sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance);
  }

  answered(): void {
    throw new Error('a quorum store calls nobody');
  }

  wake(what: number, a: number): void {
    if (what !== SENT_ON) this.#store.wake(what, a);
    else {
      const arrival = this.#driver.arrive(a);
      if (arrival === 'there') this.arrive(a);
      else if (arrival === 'lost') this.#store.coordinator.fail(a);
    }
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
    const next = values as QuorumValues;
    this.#driver.choice = next.coordinator as Choice;
    this.#tryNext(next.nextCoordinator);
    this.#store.configure(settingsOf(next, this.#c.classes));
  }

  forgetCounts(): void {
    this.#store.forgetCounts();
  }

  figures(out: Float64Array, at: number): void {
    const { coordinator, parts, handoff, antiEntropy } = this.#store;
    const { reader } = coordinator;
    const { members, hints } = parts;
    out[at] = hints.kept;
    out[at + 1] = reader.repairs + antiEntropy.repaired;
    out[at + 2] = coordinator.tooFew;
    out[at + 3] = reader.reads > 0 ? reader.forked / reader.reads : Number.NaN;
    out[at + 4] = handoff.handed;
    out[at + 5] = hints.lost;
    out[at + 6] = antiEntropy.differing;
    out[at + 7] = antiEntropy.sent;
    out[at + 8] = coordinator.outdated;
    for (let n = 1; n <= 3; n++) out[at + 8 + n] = reader.reads > 0 ? reader.missed[n]! / reader.reads : Number.NaN;
    out[at + 12] = members.held;
    out[at + 13] = members.falseAlarms;
    out[at + 14] = members.detections > 0 ? members.detectionSum / members.detections / NS_PER_MS : Number.NaN;
    out[at + 15] = this.#store.work.waiting;
    out[at + 16] = parts.holdings.tombstones;
    out[at + 17] = parts.holdings.resurrected;
  }

  #tryNext(on: boolean): void {
    this.#store.coordinator.elsewhere = on ? (row, at) => this.#driver.sendOn(row, at, SENT_ON) : undefined;
  }
}

export const quorumStore = defineKind({
  id: 'quorum-store',
  name: 'Quorum store',
  group: 'data',
  role: 'store',
  summary: 'Keeps each key on several instances without a leader; so many must answer.',
  about:
    'A store such as Cassandra, Riak or Dynamo. Whichever instance gets a call asks the copies of its key and answers when enough have: ' +
    'with R + W above N every read meets every finished write, with fewer it is quicker and may be old. Copies that are away are missed, or ' +
    'others stand in for them; hints, reads and comparisons make them alike again. Two writes at once are settled by the clock, and one of ' +
    'them is gone, or kept side by side. Instances learn from signs of life who is gone, and may be wrong. What is written outlives a crash. A delete is a write too: a tombstone, which has to be kept until every copy has it. ' +
    'Left out here: compaction, instances that join or leave, transactions, the work of coordinating.',
  params: QUORUM_PARAMETERS,
  capSettings: CAP_SETTINGS,
  presets: QUORUM_PRESETS,
  countInstances: instancesIn,
  regions: (values) => storeRegions(values.places),
  choosesInstance: true,
  links: { in: true, out: false },
  abilities: ['clock'],
  face: ['rate', 'hints'],
  figures: [
    { id: 'hints', label: 'Hints kept', unit: 'count', help: 'Values kept for copies that are away, now.' },
    { id: 'repairs', label: 'Repairs', unit: 'count', help: 'Copies told a newer value by a read or a comparison.' },
    { id: 'tooFew', label: 'Too few copies', unit: 'count', help: 'Calls that failed because fewer copies could be had than they want.' },
    { id: 'siblings', label: 'Reads with siblings', unit: 'ratio', help: 'Share of reads that found several values side by side.' },
    { id: 'handed', label: 'Hints handed over', unit: 'count', help: 'Hints that reached the copy they were for.' },
    { id: 'hintsLost', label: 'Hints lost', unit: 'count', help: 'Hints for which there was no room, or that went with a crash.' },
    {
      id: 'differing',
      label: 'Ranges that differed',
      unit: 'count',
      help: 'Ranges of keys whose hashes differed when two instances compared.',
    },
    { id: 'compared', label: 'Values sent to compare', unit: 'count', help: 'Values of such ranges that travelled, new or not.' },
    {
      id: 'outdated',
      label: 'Writes lost to the clock',
      unit: 'count',
      help: 'Confirmed writes that nobody will see, since an older one has a later time stamp.',
    },
    { id: 'missed1', label: 'Reads behind', unit: 'ratio', help: 'Share of reads that missed at least the last confirmed version.' },
    { id: 'missed2', label: 'Two behind', unit: 'ratio', help: 'Share of reads that missed at least the last two.' },
    { id: 'missed3', label: 'Three behind', unit: 'ratio', help: 'Share of reads that missed at least the last three.' },
    ...MEMBER_FIGURES,
    {
      id: 'waiting',
      label: 'Work that waits',
      unit: 'count',
      help: 'Reads and writes of copies that wait for a worker, at all instances, now.',
    },
    { id: 'tombstones', label: 'Tombstones', unit: 'count', help: 'Marks of deleted keys kept now, at all instances.' },
    {
      id: 'resurrected',
      label: 'Resurrected',
      unit: 'count',
      help: 'Deleted keys that came back from a copy which had missed the delete and outlived its tombstone.',
      ofData: true,
    },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 2 }],
  estimate: quorumEstimate,
  build: (context, values) => new QuorumStore(context, values),
});
