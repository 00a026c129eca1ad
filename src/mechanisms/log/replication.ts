/**
 * How copies follow their leader: each follower of each partition asks for what comes after its last record, and is answered when
 * there is any. One question or answer is under way at a time. What is lost in a cut, or at a broker that is down, is asked again
 * after a while. An answer takes the way between the brokers and the time to write what it brings.
 */
import type { Sim } from '../../engine/sim.ts';
import type { Site, Standing } from '../replicate/standing.ts';
import type { Partition } from './partition.ts';
import type { Records } from './records.ts';
import { ANSWER, ASK, ASK_AGAIN, type LogSettings } from './settings.ts';

/** What the log does when copies moved on. */
export interface Followed {
  /** A follower's question told its leader how far it is. */
  asked(partition: Partition, leader: number, follower: number): void;
  /** A follower cuts off what its leader does not have. */
  cut(partition: Partition, record: number): void;
}

const IDLE = 0;
const ASKING = 1;
/** The question waits at the leader until there is something. */
const PARKED = 2;
const ANSWERED = 3;
const WAITING = 4;

/** First and longest wait before what was lost is asked again, ns: as lost messages are sent again (link.ts), and a second (chosen). */
const FIRST_WAIT = 200e6;
const LONGEST_WAIT = 1e9;
/** Bytes of one answer at most (Kafka replica.fetch.max.bytes: 1 MiB). */
const MOST_BYTES = 1_048_576;

export class Replication {
  settings: LogSettings;
  readonly #sim: Sim;
  readonly #site: Site;
  readonly #partitions: readonly Partition[];
  readonly #records: Records;
  readonly #standing: Standing;
  readonly #owner: Followed;
  readonly #slots: number;
  /** By partition × follower: what is under way, until when (events of another moment are late), and whom it asks. */
  readonly #phase: Uint8Array;
  readonly #due: Float64Array;
  readonly #source: Int32Array;
  readonly #wait: Float64Array;
  /** What an answer brings: records up to an offset, on top of those before the fork; the leader's base, watermark, and its cuts so far. */
  readonly #upTo: Float64Array;
  readonly #fork: Float64Array;
  readonly #high: Float64Array;
  readonly #cuts: Int32Array;

  constructor(site: Site, partitions: readonly Partition[], records: Records, standing: Standing, settings: LogSettings, owner: Followed) {
    this.#sim = site.sim;
    this.#site = site;
    this.#partitions = partitions;
    this.#records = records;
    this.#standing = standing;
    this.settings = settings;
    this.#owner = owner;
    this.#slots = Math.max(1, ...partitions.map(({ slots }) => slots));
    const loops = partitions.length * this.#slots;
    this.#phase = new Uint8Array(loops);
    this.#due = new Float64Array(loops);
    this.#source = new Int32Array(loops);
    this.#wait = new Float64Array(loops).fill(FIRST_WAIT);
    this.#upTo = new Float64Array(loops);
    this.#fork = new Float64Array(loops);
    this.#high = new Float64Array(loops);
    this.#cuts = new Int32Array(loops);
  }

  /** A follower begins to follow whom it believes to lead. */
  begin(partition: Partition, follower: number): void {
    const loop = partition.index * this.#slots + follower;
    this.#phase[loop] = IDLE;
    this.#wait[loop] = FIRST_WAIT;
    this.#ask(partition, follower, loop);
  }

  /** Whether a follower neither asks nor waits for an answer. */
  idle(partition: Partition, follower: number): boolean {
    return this.#phase[partition.index * this.#slots + follower] === IDLE;
  }

  stop(partition: Partition, follower: number): void {
    this.#phase[partition.index * this.#slots + follower] = IDLE;
  }

  /** A leader has more: followers whose questions wait are answered. */
  appended(partition: Partition, leader: number): void {
    for (let f = 0; f < partition.slots; f++) {
      const loop = partition.index * this.#slots + f;
      if (this.#phase[loop] === PARKED && this.#source[loop] === leader) this.#answer(partition, f, loop);
    }
  }

  /** A leader's broker went down: questions that wait there are lost. */
  lost(partition: Partition, leader: number): void {
    for (let f = 0; f < partition.slots; f++) {
      const loop = partition.index * this.#slots + f;
      if (this.#phase[loop] === PARKED && this.#source[loop] === leader) this.#lose(loop);
    }
  }

  wake(what: number, loop: number): void {
    if (this.#due[loop] !== this.#sim.now) return;
    const partition = this.#partitions[Math.floor(loop / this.#slots)]!;
    const follower = loop % this.#slots;
    const phase = this.#phase[loop]!;
    if (what === ASK && phase === ASKING) this.#asked(partition, follower, loop);
    else if (what === ANSWER && phase === ANSWERED) this.#receive(partition, follower, loop);
    else if (what === ASK_AGAIN && phase === WAITING) this.#ask(partition, follower, loop);
  }

  #ask(partition: Partition, follower: number, loop: number): void {
    const leader = partition.knownLeader[follower]!;
    if (leader < 0 || leader === follower || !this.#standing.responds(partition.brokers[follower]!)) {
      this.#phase[loop] = IDLE;
      return;
    }
    this.#source[loop] = leader;
    if (!this.#passes(partition, follower, leader)) this.#lose(loop);
    else this.#later(loop, ASKING, ASK, this.#apart(partition, follower, leader));
  }

  #asked(partition: Partition, follower: number, loop: number): void {
    const leader = this.#source[loop]!;
    const agree = partition.leads(leader) && partition.knownEpoch[leader] === partition.knownEpoch[follower];
    if (!agree || !this.#standing.responds(partition.brokers[leader]!)) {
      this.#lose(loop);
      return;
    }
    this.#wait[loop] = FIRST_WAIT;
    const [mine, theirs] = [partition.copies[leader]!, partition.copies[follower]!];
    const fork = theirs.fork(mine);
    partition.asked(leader, follower, fork, this.#sim.now);
    this.#fork[loop] = fork;
    this.#owner.asked(partition, leader, follower);
    if (fork < mine.end || fork < theirs.end) this.#answer(partition, follower, loop);
    else this.#phase[loop] = PARKED;
  }

  #answer(partition: Partition, follower: number, loop: number): void {
    const leader = this.#source[loop]!;
    if (!this.#passes(partition, leader, follower) || this.#sim.knobs.replicationPaused[this.#site.node] === 1) {
      this.#lose(loop);
      return;
    }
    const mine = partition.copies[leader]!;
    let bytes = 0;
    let upTo = Math.max(this.#fork[loop]!, mine.base);
    while (upTo < mine.end && bytes < MOST_BYTES) {
      const record = mine.at(upTo++);
      if (record >= 0) bytes += this.#records.bytes[record]!;
    }
    this.#upTo[loop] = upTo;
    this.#high[loop] = mine.high;
    this.#cuts[loop] = mine.cuts;
    const broker = this.#site.firstInstance + partition.brokers[follower]!;
    const writing = this.#sim.work(broker, Math.round(bytes / this.settings.rate));
    this.#later(loop, ANSWERED, ANSWER, this.#apart(partition, leader, follower) + writing);
  }

  #receive(partition: Partition, follower: number, loop: number): void {
    const leader = this.#source[loop]!;
    const [mine, theirs] = [partition.copies[leader]!, partition.copies[follower]!];
    const fits = partition.knownLeader[follower] === leader && this.#cuts[loop] === mine.cuts;
    if (!fits || !this.#standing.responds(partition.brokers[follower]!)) {
      this.#lose(loop);
      return;
    }
    theirs.cut(this.#fork[loop]!, (record) => this.#owner.cut(partition, record));
    theirs.trim(mine.base);
    while (theirs.end < this.#upTo[loop]!) theirs.append(mine.at(theirs.end));
    theirs.high = Math.max(theirs.high, Math.min(this.#high[loop]!, theirs.end));
    this.#ask(partition, follower, loop);
  }

  #lose(loop: number): void {
    const wait = this.#wait[loop]!;
    this.#wait[loop] = Math.min(LONGEST_WAIT, wait * 2);
    this.#later(loop, WAITING, ASK_AGAIN, wait);
  }

  #later(loop: number, phase: number, what: number, delay: number): void {
    this.#phase[loop] = phase;
    this.#due[loop] = this.#sim.now + delay;
    this.#sim.wake(this.#site.node, delay, what, loop);
  }

  /** Whether a message from one broker reaches another now. */
  #passes(partition: Partition, from: number, to: number): boolean {
    const { firstInstance } = this.#site;
    return !this.#sim.knobs.parted(firstInstance + partition.brokers[from]!, firstInstance + partition.brokers[to]!);
  }

  #apart(partition: Partition, a: number, b: number): number {
    const { firstInstance } = this.#site;
    return this.#sim.apart(firstInstance + partition.brokers[a]!, firstInstance + partition.brokers[b]!);
  }
}
