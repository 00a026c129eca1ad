/**
 * Shipping: the leader streams its log to the followers over one connection each, in order, and they tell how far they
 * are. A connection begins with the follower's greeting, which says where to go on, so nothing is lost or sent twice when
 * it breaks. What is on its way when a cut begins still arrives; what is on its way when the leader dies is lost with the
 * connection (the reset discards it). How long messages take is the placement's distance, plus a delay of the log's own.
 */
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import type { Copies } from './copies.ts';
import { PositionQueue } from './position-queue.ts';
import type { ReplicatedLog } from './replicated-log.ts';
import type { Site, Standing } from './standing.ts';

/** When a write counts as done: at the leader's commit, when one replica has received it, when all have applied it. */
export type Acknowledgement = 'async' | 'semi-sync' | 'sync';

/** Events of the station's own that belong here: `a` names the instance and the connection. */
export const LOG_ARRIVES = 16;
const ACK_ARRIVES = 17;
const GREETING_ARRIVES = 18;

const OFF = 0;
const GREETING = 1;
const STREAMING = 2;

/** An event's number: which connection (so that those of a broken one are recognised), of which instance. */
const PER_INSTANCE = 32;

export class Shipping {
  /** Added to each record's way. */
  delay: Sampler;
  /** Who leads; -1: nobody. */
  leader = 0;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #log: ReplicatedLog;
  readonly #copies: Copies;
  readonly #standing: Standing;
  readonly #streams: Stream[] = [];
  readonly #state: Uint8Array;
  readonly #connection: Int32Array;
  /** Positions: last one sent, last one that the leader knows to be there (received or applied, by acknowledgement). */
  readonly #sent: Float64Array;
  readonly #acknowledged: Float64Array;
  /** When the last record sent arrives, ns: later ones do not overtake it. */
  readonly #arrival: Float64Array;
  readonly #there: readonly PositionQueue[];
  readonly #back: readonly PositionQueue[];
  #acknowledgement: Acknowledgement;

  constructor(site: Site, log: ReplicatedLog, copies: Copies, standing: Standing, acknowledgement: Acknowledgement, delay: Sampler) {
    const { count } = copies;
    this.#sim = site.sim;
    this.#node = site.node;
    this.#first = site.firstInstance;
    this.#log = log;
    this.#copies = copies;
    this.#standing = standing;
    this.#acknowledgement = acknowledgement;
    this.delay = delay;
    this.#state = new Uint8Array(count).fill(STREAMING);
    this.#state[0] = OFF;
    this.#connection = new Int32Array(count);
    this.#sent = new Float64Array(count);
    this.#acknowledged = new Float64Array(count);
    this.#arrival = new Float64Array(count);
    this.#there = Array.from({ length: count }, () => new PositionQueue());
    this.#back = Array.from({ length: count }, () => new PositionQueue());
    const { seed, streamNames } = site.sim.shape;
    for (let i = 0; i < count; i++) this.#streams.push(new Stream(seed, `${streamNames[site.node]}/replication/${i}`));
  }

  /** When a write counts as done. */
  get acknowledgement(): Acknowledgement {
    return this.#acknowledgement;
  }

  /** Changes when a write is done. Followers report something else from then on, so they greet anew. */
  require(next: Acknowledgement): void {
    if (next === this.#acknowledgement) return;
    this.#acknowledgement = next;
    for (let i = 0; i < this.#copies.count; i++) if (this.open(i)) this.connect(i);
  }

  /** Whether a follower has a connection to the leader. */
  open(i: number): boolean {
    return this.#state[i] !== OFF;
  }

  /** Up to which position writes are done. */
  done(): number {
    const { count } = this.#copies;
    if (this.#acknowledgement === 'async' || count === 1) return this.#log.end;
    const all = this.#acknowledgement === 'sync';
    let position = all ? Number.POSITIVE_INFINITY : 0;
    for (let i = 0; i < count; i++) {
      if (i === this.leader) continue;
      const theirs = this.#acknowledged[i]!;
      position = all ? Math.min(position, theirs) : Math.max(position, theirs);
    }
    return position;
  }

  /** Sends what the log has and the followers were not sent yet. */
  ship(): void {
    for (let i = 0; i < this.#copies.count; i++) if (this.#state[i] === STREAMING) this.#send(i);
  }

  /** A follower connects: it greets the leader with how far it is. */
  connect(i: number): void {
    this.disconnect(i);
    this.#forget(i);
    this.#state[i] = GREETING;
    this.#back[i]!.push(this.#progress(i));
    this.#wake(this.#wayBack(i), GREETING_ARRIVES, i);
  }

  /** Nothing more is sent. What is on its way arrives. */
  disconnect(i: number): void {
    this.#state[i] = OFF;
  }

  /** The connection breaks: what is on its way is lost. */
  break(i: number): void {
    this.disconnect(i);
    this.#forget(i);
  }

  /** All connections break. What is known of the others stays true under another leader, since no position is used twice. */
  breakAll(): void {
    for (let i = 0; i < this.#copies.count; i++) this.break(i);
  }

  /** A follower has applied a record. */
  applied(i: number): void {
    if (this.#acknowledgement === 'sync') this.#acknowledge(i);
  }

  /** A message arrived; the instance whose log grew or whose progress became known, or -1 when the message counts no more. */
  arrive(what: number, a: number): number {
    const i = a % PER_INSTANCE;
    if (Math.floor(a / PER_INSTANCE) !== this.#connection[i]) return -1;
    if (what === LOG_ARRIVES) return this.#receive(i);
    const position = this.#back[i]!.shift();
    this.#acknowledged[i] = position;
    if (what === GREETING_ARRIVES && this.#state[i] === GREETING) {
      this.#state[i] = STREAMING;
      this.#sent[i] = this.#copies.received[i]!;
      this.#send(i);
    }
    return i;
  }

  #receive(i: number): number {
    const position = this.#there[i]!.shift();
    if (!this.#standing.fit(i)) return -1;
    this.#copies.received[i] = position;
    if (this.#acknowledgement === 'semi-sync') this.#acknowledge(i);
    return i;
  }

  #send(i: number): void {
    const { end } = this.#log;
    if (this.#sent[i] === end) return;
    this.#sent[i] = end;
    this.#there[i]!.push(end);
    const { now } = this.#sim;
    const arrival = Math.max(now + this.#way(i) + this.delay.sampleNanos(this.#streams[i]!), this.#arrival[i]!);
    this.#arrival[i] = arrival;
    this.#wake(arrival - now, LOG_ARRIVES, i);
  }

  #acknowledge(i: number): void {
    if (this.#state[i] === OFF) return;
    this.#back[i]!.push(this.#progress(i));
    this.#wake(this.#wayBack(i), ACK_ARRIVES, i);
  }

  #progress(i: number): number {
    return this.#acknowledgement === 'sync' ? this.#copies.applied[i]! : this.#copies.received[i]!;
  }

  #forget(i: number): void {
    this.#connection[i] = this.#connection[i]! + 1;
    this.#there[i]!.clear();
    this.#back[i]!.clear();
    this.#arrival[i] = 0;
  }

  /** ns from the leader to a follower, and back. */
  #way(i: number): number {
    return this.#sim.apart(this.#first + this.leader, this.#first + i);
  }

  #wayBack(i: number): number {
    return this.#sim.apart(this.#first + i, this.#first + this.leader);
  }

  #wake(delay: number, what: number, i: number): void {
    this.#sim.wake(this.#node, delay, what, this.#connection[i]! * PER_INSTANCE + i);
  }
}
