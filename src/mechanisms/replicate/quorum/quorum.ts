/**
 * A quorum store at work: instances that hold copies of keys and coordinate calls, without a leader (Dynamo: DeCandia et al. 2007; N, R
 * and W: Gifford 1979). This ties its parts together: messages go to whom they concern, what asks for work waits for a worker of its
 * receiver, and what falls due at an instance that stands still waits until it goes on. What a level, a hint, a repair or a
 * comparison is, is said in the files beside.
 */
import type { Sim } from '../../../engine/sim.ts';
import { Sampler } from '../../../std/distribution.ts';
import { Stream } from '../../../std/random.ts';
import { Membership, type MembershipSettings, TELLS } from '../../detect/membership.ts';
import { MESH_EVENTS, Mesh, type MeshOwner, type MeshSettings, type Message } from '../mesh.ts';
import { ReplicaWork, type ReplicaWorkSettings } from '../replica-work.ts';
import type { Site } from '../standing.ts';
import { AntiEntropy, type AntiEntropySettings } from './anti-entropy.ts';
import { Coordinator, type QuorumParts, type QuorumSettings } from './coordinator.ts';
import { Handoff } from './handoff.ts';
import { Hints, Holdings, type Versions } from './holdings.ts';
import type { KeyRing } from './key-ring.ts';
import { CELL, DIFFER, FOUND, HINT, HINTED, READ, REPAIR, REPAIRED, TREE, WRITE, WRITTEN } from './sorts.ts';

export interface StoreSettings {
  readonly quorum: QuorumSettings;
  readonly mesh: MeshSettings;
  readonly work: ReplicaWorkSettings & { readonly read: Sampler; readonly write: Sampler };
  readonly members: MembershipSettings;
  readonly hints: { readonly limit: number; readonly durable: boolean; readonly every: number };
  readonly antiEntropy: AntiEntropySettings;
  /** ns that tombstones are kept for. */
  readonly grace: number;
}

const WORKED = MESH_EVENTS;
const EXPIRES = MESH_EVENTS + 1;
const ASK_MORE = MESH_EVENTS + 2;
const ROUND = MESH_EVENTS + 3;
const HAND_OVER = MESH_EVENTS + 4;
const COMPARE = MESH_EVENTS + 5;

/** Wakes that are about nobody in particular. */
const NOBODY = -1;

export class Quorum implements MeshOwner {
  readonly coordinator: Coordinator;
  readonly work: ReplicaWork;
  readonly handoff: Handoff;
  readonly antiEntropy: AntiEntropy;
  readonly parts: QuorumParts;
  readonly #sim: Sim;
  readonly #first: number;
  readonly #reading: Stream;
  readonly #writing: Stream;
  #settings: StoreSettings;
  /** What fell due at instances that hung: what, number. */
  readonly #late: { readonly what: number; readonly a: number }[] = [];

  constructor(site: Site, ring: KeyRing, dataset: number, versions: Versions, settings: StoreSettings) {
    const { sim, node } = site;
    const count = ring.regionOf.length;
    this.#sim = sim;
    this.#first = site.firstInstance;
    this.#settings = settings;
    const name = sim.shape.streamNames[node]!;
    this.#reading = new Stream(sim.shape.seed, `${name}/read`);
    this.#writing = new Stream(sim.shape.seed, `${name}/write`);
    const mesh = new Mesh(site, count, 0, settings.mesh, this);
    const members = new Membership(site, count, mesh, ROUND, settings.members, (by, i) => this.handoff.go(by, i));
    const holdings = new Holdings(count, versions, () => sim.now);
    holdings.grace = settings.grace;
    const hints = new Hints(holdings, settings.hints.limit);
    this.parts = { site, dataset, ring, mesh, members, holdings, hints };
    this.work = new ReplicaWork(site, count, mesh, WORKED, settings.work, (message, instance) => this.#takes(message, instance));
    this.coordinator = new Coordinator(this.parts, settings.quorum, EXPIRES);
    this.handoff = new Handoff(this.parts, settings.hints.every, HAND_OVER);
    this.antiEntropy = new AntiEntropy(this.parts, settings.antiEntropy, COMPARE);
  }

  start(): void {
    this.parts.members.start();
    this.handoff.start();
    this.antiEntropy.start();
  }

  configure(settings: StoreSettings): void {
    this.#settings = settings;
    this.coordinator.settings = settings.quorum;
    this.parts.mesh.settings = settings.mesh;
    this.parts.members.configure(settings.members);
    this.parts.holdings.grace = settings.grace;
    this.parts.hints.limit = settings.hints.limit;
    this.work.settings = settings.work;
    this.handoff.every = settings.hints.every;
    this.antiEntropy.settings = settings.antiEntropy;
    for (let i = 0; i < this.parts.holdings.count; i++) this.work.fill(i);
  }

  /** An event of the station's that belongs here. */
  wake(what: number, a: number): void {
    const i = this.#whose(what, a);
    if (i !== NOBODY && this.#sim.knobs.hung[this.#first + i] === 1) this.#late.push({ what, a });
    else this.#due(what, a);
  }

  received(message: Message): void {
    const { sort } = message;
    if (sort >= TELLS) this.parts.members.hear(message);
    else if (sort === WRITTEN) this.coordinator.written(message);
    else if (sort === FOUND) this.coordinator.reader.found(message);
    else if (sort === REPAIRED) this.coordinator.reader.repaired(message);
    else if (sort === HINTED) this.handoff.confirmed(message);
    else if (sort === DIFFER) this.antiEntropy.differ(message);
    else if (!this.work.add(message)) this.parts.mesh.free(message);
  }

  crash(i: number): void {
    this.parts.mesh.crash(i);
    this.work.crash(i);
    this.coordinator.operations.crash(i);
    if (!this.#settings.hints.durable) this.parts.hints.forget(i);
  }

  restart(i: number): void {
    this.parts.members.restart(i);
  }

  turned(): void {
    this.parts.members.turned();
    for (const { what, a } of this.#late.splice(0)) this.wake(what, a);
    this.parts.mesh.turned();
  }

  forgetCounts(): void {
    this.parts.members.forgetCounts();
    this.coordinator.reader.forgetCounts();
    this.antiEntropy.forgetCounts();
    this.coordinator.tooFew = 0;
    this.coordinator.outdated = 0;
    this.handoff.handed = 0;
    this.parts.hints.lost = 0;
    this.parts.holdings.resurrected = 0;
    this.work.dropped = 0;
  }

  /** At which instance an event falls due that waits while that one stands still. */
  #whose(what: number, a: number): number {
    if (what === WORKED) return this.parts.mesh.at(a).to;
    return what === EXPIRES || what === ASK_MORE ? this.coordinator.operations.at(a).at : NOBODY;
  }

  #due(what: number, a: number): void {
    if (what < MESH_EVENTS) this.parts.mesh.event(what, a);
    else if (what === EXPIRES) this.coordinator.expire(a);
    else if (what === ASK_MORE) this.coordinator.reader.askMore(a);
    else if (what === ROUND) this.parts.members.round(a);
    else if (what === HAND_OVER) this.handoff.round();
    else if (what === COMPARE) this.antiEntropy.round(a);
    else {
      const message = this.work.done(a);
      if (message !== undefined) this.#worked(message);
    }
  }

  #takes(message: Message, instance: number): void {
    const { read, write } = this.#settings.work;
    if (message.sort === READ) this.#sim.workTakes(instance, read, this.#reading);
    else if (message.sort === TREE) this.#sim.workTakes(instance, constantly(this.antiEntropy.takes(message)), this.#reading);
    else this.#sim.workTakes(instance, write, this.#writing);
  }

  /** What a message asked of its receiver is done. */
  #worked(message: Message): void {
    const { holdings, hints, mesh } = this.parts;
    const { sort, to, key, about, value } = message;
    switch (sort) {
      case READ:
        message.value = about < 0 ? holdings.get(to, key) : hints.get(to, about, key);
        mesh.reply(message, FOUND);
        return;
      case WRITE:
      case REPAIR:
        if (about < 0) holdings.put(to, key, value);
        else if (!hints.keep(to, about, key, value)) {
          mesh.free(message);
          return;
        }
        mesh.reply(message, sort === WRITE ? WRITTEN : REPAIRED);
        return;
      case HINT:
        holdings.put(to, key, value);
        mesh.reply(message, HINTED);
        return;
      case TREE:
        this.antiEntropy.hashed(message);
        return;
      default:
        if (sort === CELL) this.antiEntropy.written(message);
    }
  }
}

/** A time that is known, as a sampler, so that faults stretch it as they stretch any work. Comparisons are rare. */
function constantly(ns: number): Sampler {
  return new Sampler({ type: 'constant', value: ns }, 1);
}
