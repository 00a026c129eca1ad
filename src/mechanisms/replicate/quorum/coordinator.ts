/**
 * Coordinators of a quorum store: whoever gets a call asks the key's copies by messages and answers when as many have answered as the
 * level wants (Gifford 1979; Dynamo 2007). Copies that it suspects are not asked: strictly they are missing, sloppily the next
 * instance on the ring stands in and keeps a hint. Late answers go on counting after the call is over: they get repaired, or are owed
 * a hint. Who is asked of a read, and what becomes of old copies, is in `reader`.
 */
import { causeOf, OK, TOO_FEW_REPLICAS, UNAVAILABLE } from '../../../engine/outcome.ts';
import { ABSENT, CLASS, FILL, FLAGS, GENERATION, KEY, SESSION, THERE, VERSION, WRITE as WRITES } from '../../../engine/requests.ts';
import type { Sim } from '../../../engine/sim.ts';
import { Stream } from '../../../std/random.ts';
import type { Membership } from '../../detect/membership.ts';
import type { Mesh, Message } from '../mesh.ts';
import type { Site } from '../standing.ts';
import { NOTHING, put, stamped } from '../values.ts';
import { Contexts } from './contexts.ts';
import type { Hints, Holdings } from './holdings.ts';
import type { KeyRing } from './key-ring.ts';
import { isMet, type Level } from './level.ts';
import { ANSWERED, ASKED, type Operation, Operations } from './operation.ts';
import { Reader } from './reader.ts';
import { WRITE } from './sorts.ts';

export interface QuorumSettings {
  /** Level and number of copies of reads and of writes, by class. */
  readonly reads: readonly Wanted[];
  readonly writes: readonly Wanted[];
  /** By class: whether its writes delete. */
  readonly deletes: readonly boolean[];
  readonly sloppy: boolean;
  readonly handoff: boolean;
  /** Writes go to all copies, or only to as many as must answer, drawn at random. */
  readonly writeTo: 'all' | 'needed';
  readonly readFrom: 'nearest' | 'random' | 'all';
  readonly readRepair: 'none' | 'async' | 'sync';
  /** Share of the reads that ask all copies, to repair them. */
  readonly repairChance: number;
  /** ns until a slow read asks one copy more; 0: never. */
  readonly speculate: number;
  /** What a reader gets of siblings: all of them, or one that merges them and is written back. */
  readonly siblings: 'keep' | 'merge';
  /** What a write has seen: what its coordinator holds, or what its session read or wrote last. */
  readonly context: 'coordinator' | 'session';
  /** ns until a coordinator gives up. */
  readonly timeout: number;
}

interface Wanted {
  readonly level: Level;
  readonly count: number;
}

/** Where a quorum store's parts find each other. */
export interface QuorumParts {
  readonly site: Site;
  readonly dataset: number;
  readonly ring: KeyRing;
  readonly mesh: Mesh;
  readonly members: Membership;
  readonly holdings: Holdings;
  readonly hints: Hints;
}

export class Coordinator {
  settings: QuorumSettings;
  readonly operations: Operations;
  readonly reader: Reader;
  readonly contexts = new Contexts();
  /** Calls refused, or given up, for want of copies; acknowledged writes that an older one with a later time stamp outlives. */
  tooFew = 0;
  outdated = 0;
  /** Whether a call that would be refused by this instance goes on at another one; absent: none does. */
  elsewhere: ((row: number, at: number) => boolean) | undefined;
  readonly #parts: QuorumParts;
  readonly #sim: Sim;
  readonly #expires: number;
  readonly #luck: Stream;
  /** Per key: version and time stamp of the acknowledged write that stands by the clock. */
  readonly #stands = new Map<number, { version: number; stamp: number }>();
  readonly #scratch: Int32Array;
  readonly #order: Int32Array;

  /** `expires` and the one after it: the station's wakes for the end of an operation's time, and for asking one copy more. */
  constructor(parts: QuorumParts, settings: QuorumSettings, expires: number) {
    const { sim, node } = parts.site;
    this.#parts = parts;
    this.#sim = sim;
    this.settings = settings;
    this.#expires = expires;
    this.#luck = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/targets`);
    this.operations = new Operations(parts.ring);
    this.#scratch = new Int32Array(parts.ring.regions);
    this.#order = new Int32Array(parts.ring.total);
    this.reader = new Reader(parts, this, this.#luck, expires + 1);
  }

  /** A call has reached its coordinator, `at`. */
  begin(row: number, at: number): void {
    const { ints } = this.#sim.requests;
    const op = this.operations.take(at, ints[row + KEY]!);
    op.row = row;
    op.generation = ints[row + GENERATION]!;
    op.cls = ints[row + CLASS]!;
    op.session = ints[row + SESSION]!;
    op.write = this.#sim.requests.has(row, WRITES);
    if (this.elsewhere !== undefined && !this.#canMeet(op) && this.elsewhere(row, at)) {
      this.operations.free(op);
      return;
    }
    if (op.write) this.#make(op);
    if (!this.#canMeet(op)) {
      this.refuse(op);
      this.operations.free(op);
      return;
    }
    this.#sim.wake(this.#parts.site.node, this.settings.timeout, this.#expires, op.number);
    if (op.write) this.#write(op);
    else this.reader.ask(op);
  }

  /** An answer to a write. */
  written(message: Message): void {
    const op = this.operations.of(message.op, message.run);
    const k = message.low;
    this.#parts.mesh.free(message);
    if (op === undefined) return;
    this.count(op, k);
    if (!op.over && this.met(op)) {
      this.#note(op);
      this.answer(op);
    }
  }

  /** An operation's time is over: whoever waits is told, and copies that did not answer a write are owed a hint. */
  expire(number: number): void {
    const op = this.operations.at(number);
    if (!op.gone) {
      if (!op.over) this.refuse(op);
      if (op.write && this.settings.handoff) {
        for (let k = 0; k < op.copies; k++) {
          if (op.state[k] === ASKED) this.#parts.hints.keep(op.at, op.copy[k]!, op.key, op.value);
        }
      }
    }
    this.operations.free(op);
  }

  /** Copy `k` has answered. */
  count(op: Operation, k: number): void {
    op.state[k] = ANSWERED;
    const region = this.#parts.ring.regionOf[op.copy[k]!]!;
    op.got[region] = op.got[region]! + 1;
  }

  /** Whether an operation's level is met by its answers, or would be by these. */
  met(op: Operation, got = op.got): boolean {
    const { level, count } = this.wanted(op);
    return isMet(level, count, this.#parts.ring, this.#parts.ring.regionOf[op.at]!, got);
  }

  wanted(op: Operation): Wanted {
    return (op.write ? this.settings.writes : this.settings.reads)[op.cls]!;
  }

  /** Its call is answered with the value's version. */
  answer(op: Operation): void {
    op.over = true;
    const { requests, calls } = this.#sim;
    if (this.settings.context === 'session') this.contexts.remember(op.session, op.key, op.value.seen);
    if (requests.ints[op.row + GENERATION] !== op.generation || !requests.has(op.row, THERE)) return;
    const { value } = op;
    // Of a key that was deleted and forgotten nothing is left, as its last writer wanted it.
    requests.ints[op.row + VERSION] = value === NOTHING ? this.#parts.holdings.deletedBy(op.key) : value.version;
    if (!op.write && (value.deleted || (value === NOTHING && requests.ints[op.row + VERSION]! > 0))) {
      requests.ints[op.row + FLAGS] = requests.ints[op.row + FLAGS]! | ABSENT;
    }
    calls.answer(op.row, OK, 0);
  }

  /** Too few copies can be had for its call. */
  refuse(op: Operation): void {
    op.over = true;
    const { requests } = this.#sim;
    if (requests.ints[op.row + GENERATION] === op.generation && requests.has(op.row, THERE)) this.fail(op.row);
    else this.tooFew++;
  }

  fail(row: number): void {
    this.tooFew++;
    this.#sim.calls.answer(row, UNAVAILABLE, causeOf(TOO_FEW_REPLICAS, this.#parts.site.node));
  }

  /** Which instance answers for copy `k`: itself, one that stands in, or -1. */
  standIn(op: Operation, k: number): number {
    const { members, ring } = this.#parts;
    const copy = op.copy[k]!;
    if (!members.suspects(op.at, copy)) return copy;
    if (!this.settings.sloppy) return -1;
    const taken = (i: number): boolean => {
      for (let n = 0; n < k; n++) if (op.standIn[n] === i) return true;
      return false;
    };
    return ring.next(op.key, ring.regionOf[copy]!, (i) => !members.suspects(op.at, i) && !taken(i));
  }

  /** What a write makes: a version, and by vectors what of its coordinator's own value stays beside it. */
  #make(op: Operation): void {
    const { holdings, dataset, site } = this.#parts;
    const { requests, history, recording } = this.#sim;
    // A write that was taken elsewhere first (behind a cache) brings the version that it made there.
    const version = requests.has(op.row, FILL) ? requests.ints[op.row + VERSION]! : history.make(dataset, op.key);
    const stamp = this.#sim.clockOf(site.firstInstance + op.at);
    if (holdings.versions === 'clock') {
      // Of two at the same moment the higher version stands, so the rank has a fraction.
      recording.ranked(dataset, op.key, version, stamp + (version % 1024) / 1024);
      op.value = stamped(version, stamp, this.settings.deletes[op.cls] === true);
      return;
    }
    const own = holdings.get(op.at, op.key);
    const seen = this.settings.context === 'session' ? this.contexts.of(op.session, op.key) : own.seen;
    op.value = put(own, seen, op.at, version, stamp);
    holdings.put(op.at, op.key, op.value);
    if (own !== NOTHING && op.value.dots.length > 1) this.#sim.history.conflicts++;
  }

  /** Whether the instances that it trusts would be enough, and who stands in for the others. */
  #canMeet(op: Operation): boolean {
    const could = this.#scratch.fill(0);
    for (let k = 0; k < op.copies; k++) {
      op.standIn[k] = this.standIn(op, k);
      if (op.standIn[k]! < 0) continue;
      const region = this.#parts.ring.regionOf[op.copy[k]!]!;
      could[region] = could[region]! + 1;
    }
    return this.met(op, could);
  }

  #write(op: Operation): void {
    const { mesh, hints } = this.#parts;
    const { run } = op;
    const order = this.settings.writeTo === 'needed' ? this.#shuffled(op) : undefined;
    const asked = this.#scratch.fill(0);
    for (let n = 0; n < op.copies && op.run === run; n++) {
      const k = order === undefined ? n : order[n]!;
      const to = op.standIn[k]!;
      if (to < 0) {
        if (this.settings.handoff) hints.keep(op.at, op.copy[k]!, op.key, op.value);
        continue;
      }
      if (order !== undefined && this.met(op, asked)) break;
      const region = this.#parts.ring.regionOf[op.copy[k]!]!;
      asked[region] = asked[region]! + 1;
      op.state[k] = ASKED;
      const message = mesh.take(WRITE, op.at, to);
      this.address(message, op, k);
      message.value = op.value;
      mesh.send(message);
    }
  }

  /** A message about copy `k` of an operation. */
  address(message: Message, op: Operation, k: number): void {
    message.op = op.number;
    message.run = op.run;
    message.key = op.key;
    message.low = k;
    message.about = message.to === op.copy[k]! ? -1 : op.copy[k]!;
  }

  /** Copies in random order. */
  #shuffled(op: Operation): Int32Array {
    for (let k = 0; k < op.copies; k++) this.#order[k] = k;
    for (let k = op.copies - 1; k > 0; k--) {
      const other = this.#luck.below(k + 1);
      const held = this.#order[k]!;
      this.#order[k] = this.#order[other]!;
      this.#order[other] = held;
    }
    return this.#order;
  }

  /** A write is acknowledged: by the clock it may be older than one that was acknowledged before, and then nobody will ever see it. */
  #note(op: Operation): void {
    if (this.#parts.holdings.versions !== 'clock') return;
    const { version, stamp } = op.value;
    const stands = this.#stands.get(op.key);
    if (stands === undefined) this.#stands.set(op.key, { version, stamp });
    else if (stamp >= stands.stamp) {
      stands.version = version;
      stands.stamp = stamp;
    } else if (version > stands.version) this.outdated++;
  }
}
