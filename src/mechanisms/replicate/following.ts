/**
 * Following: how the instances of one part keep copies of what another one holds, over a link that is drawn between them. Each has a
 * connection of its own to whom it is fed by: it greets with how far it is, and is sent the log from there on, in order. The link's
 * latency, bandwidth and loss act on what is sent; what is lost, or meets a cut, is sent again as TCP does (200 ms, doubling), with
 * all that follows it waiting behind, and after that every 5 s, when a receiver connects anew (`wal_retrieve_retry_interval` of PostgreSQL).
 * It applies as a database's own replicas do (`applier`), and one that is promoted leaves the log for good. Instances count from 0 here.
 */
import type { History } from '../../engine/history.ts';
import { FIRST_RESEND, type Link } from '../../engine/link.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { APPLIED, Applier } from './applier.ts';
import { Copies } from './copies.ts';
import { Feed, type Follower } from './feed.ts';
import { PositionQueue } from './position-queue.ts';
import { type Site, Standing } from './standing.ts';

export interface FollowingSettings {
  /** What applying one record takes. */
  readonly apply: Sampler;
  /** Bytes of a record on the wire. */
  readonly recordBytes: number;
  /** ns that an instance needs after a restart or before it follows another log; that a copy of everything takes; from promotion to lead. */
  readonly recovery: number;
  readonly copying: number;
  readonly promotion: number;
}

/** Events from here on are these; a station's own lie below. */
export const FOLLOWING_EVENTS = APPLIED;
const ARRIVES = 24;
const GREETED = 25;
const AGAIN = 26;
const RECOVERED = 27;
const REWOUND = 28;
const COPIED = 29;
const PROMOTED = 30;

const OFF = 0;
const GREETING = 1;
const STREAMING = 2;
/** Something was lost: what is to be sent waits until it is sent again. */
const WAITING = 3;
/** It was promoted: it follows nobody any more. */
const LEFT = 4;

const LONGEST_WAIT = 5e9;
/** An event's number: which connection or stop (so that those of an earlier one are void), of which instance. */
const PER_INSTANCE = 32;

export class Following implements Follower {
  settings: FollowingSettings;
  /** By which others follow it. */
  readonly feed: Feed;
  readonly copies: Copies;
  readonly standing: Standing;
  /** Writes confirmed to their callers that an instance did not have when it was promoted. */
  missed = 0;
  readonly #sim: Sim;
  readonly #site: Site;
  readonly #from: Feed;
  readonly #link: Link;
  readonly #applier: Applier;
  readonly #luck: Stream;
  readonly #state: Uint8Array;
  /** Whom each is fed by, as an id of the simulation; -1: nobody. */
  readonly #source: Int32Array;
  readonly #connection: Int32Array;
  readonly #stops: Int32Array;
  readonly #sent: Float64Array;
  readonly #arrival: Float64Array;
  readonly #wait: Float64Array;
  readonly #there: readonly PositionQueue[];
  /** 1 for one that is being promoted and has waited long enough; it still has to apply what it received. */
  readonly #due: Uint8Array;

  constructor(site: Site, count: number, from: Feed, link: Link, settings: FollowingSettings) {
    const { sim } = site;
    this.#sim = sim;
    this.#site = site;
    this.#from = from;
    this.#link = link;
    this.settings = settings;
    this.copies = new Copies(from.log, count);
    this.standing = new Standing(site, count);
    this.#applier = new Applier(site, this.copies, this.standing, settings.apply);
    this.#luck = new Stream(sim.shape.seed, `${sim.shape.streamNames[site.node]}/following`);
    this.#state = new Uint8Array(count).fill(STREAMING);
    this.#source = Int32Array.from({ length: count }, (_, i) => from.source.ask(i));
    this.#connection = new Int32Array(count);
    this.#stops = new Int32Array(count);
    this.#sent = new Float64Array(count);
    this.#arrival = new Float64Array(count);
    this.#wait = new Float64Array(count).fill(FIRST_RESEND);
    this.#there = Array.from({ length: count }, () => new PositionQueue());
    this.#due = new Uint8Array(count);
    const first = site.firstInstance;
    this.feed = new Feed(from.log, {
      ask: (n) => this.#ask(n),
      reach: (instance) => this.copies.reach(instance - first),
      applied: (instance) => this.copies.applied[instance - first]!,
      snapshot: (instance) => this.copies.snapshot(instance - first),
    });
    from.follow(this);
  }

  configure(settings: FollowingSettings): void {
    this.settings = settings;
    this.#applier.time = settings.apply;
  }

  /** Whether an instance answers queries. */
  serves(i: number): boolean {
    return this.standing.gone[i] === 0 && this.standing.stopped[i] === 0;
  }

  /** Whether it takes writes: it was promoted. */
  leads(i: number): boolean {
    return this.#state[i] === LEFT && this.#due[i] === 0;
  }

  /** ns since the commit of the oldest record in force that some serving follower has not applied; 0: there is none. */
  lag(): number {
    let oldest = this.#sim.now;
    for (let i = 0; i < this.copies.count; i++) {
      if (this.#state[i] !== LEFT && this.serves(i) && this.standing.responds(i)) oldest = Math.min(oldest, this.copies.oldestMissing(i));
    }
    return this.#sim.now - oldest;
  }

  /** Records that the one furthest behind has not applied. */
  behind(): number {
    let least = this.#from.log.end;
    for (let i = 0; i < this.copies.count; i++) if (this.#state[i] !== LEFT) least = Math.min(least, this.copies.applied[i]!);
    return this.#from.log.end - least;
  }

  /** Instances that take writes. */
  leaders(): number {
    let count = 0;
    for (let i = 0; i < this.copies.count; i++) if (this.leads(i) && this.serves(i)) count++;
    return count;
  }

  /** A write at one that was promoted: it waits for nobody. The version that it made. */
  write(i: number, history: History, dataset: number, key: number, made: number): number {
    const version = made >= 0 ? made : history.make(dataset, key);
    this.copies.set(i, key, version);
    return version;
  }

  // ---- what happens to its own instances

  crash(i: number): void {
    this.standing.gone[i] = 1;
    this.#unstop(i);
    this.#applier.stop(i);
    if (this.#state[i] !== LEFT) this.#break(i);
  }

  restart(i: number): void {
    this.standing.gone[i] = 0;
    this.#stop(i, this.settings.recovery, RECOVERED);
  }

  /** It leaves whom it follows and takes writes, as soon as it has applied what it received. False when it cannot. */
  promote(i: number): boolean {
    if (this.#state[i] === LEFT || !this.standing.fit(i)) return false;
    this.#break(i);
    this.#state[i] = LEFT;
    this.#due[i] = 2;
    this.#sim.wake(this.#site.node, this.settings.promotion, PROMOTED, i);
    this.feed.changed();
    return true;
  }

  /** Looks at every connection; to be asked whenever instances, network or whoever is followed may have changed. */
  review(): void {
    for (let i = 0; i < this.copies.count; i++) {
      if (!this.standing.fit(i)) {
        if (this.#state[i] !== LEFT) this.#break(i);
        continue;
      }
      this.#applier.go(i);
      if (this.#state[i] === LEFT) {
        this.#lead(i);
        continue;
      }
      const source = this.#from.source.ask(i);
      // What is on its way arrives all the same.
      if (source !== this.#source[i]) this.#state[i] = OFF;
      this.#source[i] = source;
      if (source < 0) continue;
      if (this.#state[i] === OFF) this.#greet(i);
      else if (this.#state[i] === STREAMING) this.#send(i);
    }
    this.feed.changed();
  }

  wake(what: number, a: number): void {
    if (what === APPLIED) {
      const i = this.#applier.finish(a);
      if (i < 0) return;
      this.#applier.go(i);
      this.#lead(i);
    } else if (what === PROMOTED) {
      this.#due[a] = Math.min(this.#due[a]!, 1);
      this.#lead(a);
    } else if (what >= RECOVERED) this.#goOn(what, a);
    else if (Math.floor(a / PER_INSTANCE) === this.#connection[a % PER_INSTANCE]) this.#message(what, a % PER_INSTANCE);
  }

  // ---- what whoever it follows says

  grew(): void {
    for (let i = 0; i < this.copies.count; i++) if (this.#state[i] === STREAMING) this.#send(i);
  }

  changed(): void {
    this.review();
  }

  dropped(first: number): void {
    this.copies.dropped(first);
    this.feed.dropped(first);
  }

  reset(): void {
    for (let i = 0; i < this.copies.count; i++) {
      if (this.#state[i] === LEFT) continue;
      this.copies.blank[i] = 1;
      this.#break(i);
    }
    this.feed.reset();
  }

  needed(): number {
    return Math.min(this.copies.needed(), this.feed.needed());
  }

  // ---- a connection

  /** Whom the `n`th follower asks: one after the other in turn, as far as they know the log in force. */
  #ask(n: number): number {
    const { count } = this.copies;
    for (let k = 0; k < count; k++) {
      const i = (n + k) % count;
      const knows = this.copies.epoch[i] === this.#from.log.epoch && !this.copies.outrun(i);
      if (knows && this.#state[i] !== LEFT && this.standing.fit(i)) return this.#site.firstInstance + i;
    }
    return -1;
  }

  #message(what: number, i: number): void {
    if (what === ARRIVES) this.#receive(i);
    else if (what === GREETED) this.#greeted(i);
    else if (this.#state[i] === GREETING) this.#greet(i);
    else if (this.#state[i] === WAITING) {
      this.#state[i] = STREAMING;
      this.#send(i);
    }
  }

  #greet(i: number): void {
    this.#break(i);
    this.#state[i] = GREETING;
    if (this.#loses(i, 1)) this.#sendAgain(i);
    else this.#wake(this.#delay(i, 0, 1), GREETED, i);
  }

  /** Whoever feeds it knows how far it is, and what it needs. */
  #greeted(i: number): void {
    if (this.#state[i] !== GREETING) return;
    if (this.#from.source.ask(i) !== this.#source[i]) {
      this.#state[i] = OFF;
      this.review();
    } else if (this.copies.outrun(i)) this.#takeOut(i, this.settings.copying, COPIED);
    else if (this.copies.diverged(i)) this.#takeOut(i, this.settings.recovery, REWOUND);
    else {
      if (this.copies.epoch[i] !== this.#from.log.epoch) this.#rejoin(i);
      this.#state[i] = STREAMING;
      this.#wait[i] = FIRST_RESEND;
      this.#sent[i] = this.copies.received[i]!;
      this.#send(i);
    }
  }

  #send(i: number): void {
    const { knobs, now, shape } = this.#sim;
    const source = this.#source[i]!;
    const reach = source < 0 ? 0 : this.#from.source.reach(source);
    if (reach <= this.#sent[i]!) return;
    if (knobs.replicationPaused[this.#site.node] === 1 || knobs.replicationPaused[shape.nodeOf[source]!] === 1) return;
    if (this.#loses(i, 0)) {
      this.#state[i] = WAITING;
      this.#sendAgain(i);
      return;
    }
    this.#wait[i] = FIRST_RESEND;
    const bytes = (reach - this.#sent[i]!) * this.settings.recordBytes;
    this.#sent[i] = reach;
    this.#there[i]!.push(reach);
    this.#arrival[i] = Math.max(this.#arrival[i]!, now + this.#delay(i, bytes, 0));
    this.#wake(this.#arrival[i]! - now, ARRIVES, i);
  }

  #receive(i: number): void {
    const position = this.#there[i]!.shift();
    if (!this.standing.fit(i)) return;
    this.copies.received[i] = position;
    this.#applier.go(i);
    this.feed.grew();
  }

  #sendAgain(i: number): void {
    const wait = this.#wait[i]!;
    this.#wait[i] = Math.min(2 * wait, LONGEST_WAIT);
    this.#sim.wake(this.#site.node, wait, AGAIN, this.#connection[i]! * PER_INSTANCE + i);
  }

  #break(i: number): void {
    this.#state[i] = OFF;
    this.#connection[i] = this.#connection[i]! + 1;
    this.#there[i]!.clear();
    this.#arrival[i] = 0;
  }

  #loses(i: number, back: number): boolean {
    const { knobs } = this.#sim;
    const [here, source] = [this.#site.firstInstance + i, this.#source[i]!];
    const strays = back === 0 ? knobs.strays(source, here, this.#luck) : knobs.strays(here, source, this.#luck);
    return strays || this.#link.loses(knobs, back, this.#luck);
  }

  #delay(i: number, bytes: number, back: number): number {
    const { knobs, now } = this.#sim;
    const [here, source] = [this.#site.firstInstance + i, this.#source[i]!];
    const late = back === 0 ? knobs.late(source, here, this.#luck) : knobs.late(here, source, this.#luck);
    return this.#link.delay(now, this.#sim.distance(source, here), bytes, back, knobs, this.#luck) + late;
  }

  #wake(delay: number, what: number, i: number): void {
    this.#link.carries(this.#sim.now, this.#sim.queue);
    this.#sim.wake(this.#site.node, delay, what, this.#connection[i]! * PER_INSTANCE + i);
  }

  // ---- out of service, and back

  #takeOut(i: number, ns: number, what: number): void {
    this.#break(i);
    this.#applier.stop(i);
    this.#stop(i, ns, what);
    this.feed.changed();
  }

  #goOn(what: number, a: number): void {
    const i = a % PER_INSTANCE;
    if (this.#stops[i] !== Math.floor(a / PER_INSTANCE)) return;
    this.#unstop(i);
    this.#source[i] = this.#state[i] === LEFT ? -1 : this.#from.source.ask(i);
    const source = this.#source[i]!;
    const reached = source >= 0 && !this.#loses(i, 0);
    if (what === COPIED && reached) this.copies.load(i, this.#from.source.snapshot(source), this.#from.source.applied(source));
    else if (what === REWOUND && !this.copies.outrun(i)) this.#rejoin(i);
    this.review();
  }

  #rejoin(i: number): void {
    this.copies.rejoin(i);
    this.feed.changed();
  }

  #stop(i: number, ns: number, what: number): void {
    this.#unstop(i);
    this.standing.stopped[i] = 1;
    this.#sim.wake(this.#site.node, ns, what, this.#stops[i]! * PER_INSTANCE + i);
  }

  #unstop(i: number): void {
    this.#stops[i] = this.#stops[i]! + 1;
    this.standing.stopped[i] = 0;
  }

  /** One that is being promoted leads when its time has come and it has applied what it received. */
  #lead(i: number): void {
    if (this.#due[i] !== 1 || !this.standing.fit(i) || this.copies.behind(i)) return;
    this.#due[i] = 0;
    const { log } = this.#from;
    for (let p = log.next(this.copies.applied[i]!, log.epoch); p <= log.end; p = log.next(p, log.epoch)) {
      this.missed += log.confirmed[log.place(p)]!;
    }
    this.copies.leave(i);
  }
}
