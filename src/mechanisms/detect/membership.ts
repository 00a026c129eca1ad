/**
 * Membership: what each instance of a part believes about the others. Every one counts up at intervals and spreads its count, to all
 * (heartbeat), or by gossip: it tells one other all the counts it knows, who answers with its own (Demers et al. 1987; van Renesse et
 * al., "A gossip-style failure detection service", 1998). Whose count has not grown for too long is suspected, see `suspicion`.
 * Beliefs differ from one to the other, and may be wrong: each is compared with the truth, which only the figures know.
 */
import { UP } from '../../engine/knobs.ts';
import type { Sim } from '../../engine/sim.ts';
import { Stream } from '../../std/random.ts';
import type { Mesh, Message } from '../replicate/mesh.ts';
import type { Site } from '../replicate/standing.ts';
import { deviations, Rhythm, type SuspicionSettings } from './suspicion.ts';

export interface MembershipSettings extends SuspicionSettings {
  readonly spread: 'gossip' | 'heartbeat';
}

/** Sorts of messages; those from 100 on are membership's own. */
export const TELLS = 100;
const ANSWERS = 101;

export class Membership {
  /** Suspicions of somebody who was there and could be reached; ns from a loss to the suspicions of it, and how many. */
  falseAlarms = 0;
  suspicions = 0;
  detectionSum = 0;
  detections = 0;
  /** How many suspicions are held now. */
  held = 0;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #count: number;
  readonly #mesh: Mesh;
  readonly #tick: number;
  readonly #luck: Stream;
  readonly #recovered: (by: number, i: number) => void;
  #settings: MembershipSettings;
  #beyond: number;
  /** Pairs are numbered observer × count + observed. */
  readonly #known: Float64Array;
  readonly #rhythms: readonly Rhythm[];
  readonly #suspected: Uint8Array;
  /** Since when the one observed is really gone for its observer, ns; Infinity: it is not. */
  readonly #goneSince: Float64Array;

  /** `tick` is the station's wake for one instance's next round; `recovered` hears that somebody is trusted again. */
  constructor(
    site: Site,
    count: number,
    mesh: Mesh,
    tick: number,
    settings: MembershipSettings,
    recovered: (by: number, i: number) => void,
  ) {
    this.#sim = site.sim;
    this.#node = site.node;
    this.#first = site.firstInstance;
    this.#count = count;
    this.#mesh = mesh;
    this.#tick = tick;
    this.#recovered = recovered;
    this.#settings = settings;
    this.#beyond = deviations(settings.phi);
    this.#luck = new Stream(site.sim.shape.seed, `${site.sim.shape.streamNames[site.node]}/gossip`);
    this.#known = new Float64Array(count * count);
    this.#rhythms = Array.from({ length: count * count }, () => new Rhythm());
    this.#suspected = new Uint8Array(count * count);
    this.#goneSince = new Float64Array(count * count).fill(Number.POSITIVE_INFINITY);
  }

  start(): void {
    if (this.#count === 1) return;
    for (let i = 0; i < this.#count; i++) {
      this.#sim.wake(this.#node, Math.floor(this.#luck.uniform() * this.#settings.interval), this.#tick, i);
    }
  }

  configure(settings: MembershipSettings): void {
    this.#settings = settings;
    this.#beyond = deviations(settings.phi);
  }

  /** Whether `by` takes `i` for dead. */
  suspects(by: number, i: number): boolean {
    return this.#suspected[by * this.#count + i] === 1;
  }

  forgetCounts(): void {
    this.falseAlarms = 0;
    this.suspicions = 0;
    this.detectionSum = 0;
    this.detections = 0;
  }

  /** An instance's round: it counts up, tells, and looks whom it has not heard of. A process that stands still does nothing. */
  round(i: number): void {
    this.#sim.wake(this.#node, this.#settings.interval, this.#tick, i);
    const { down, hung } = this.#sim.knobs;
    if (down[this.#first + i] !== UP || hung[this.#first + i] === 1) return;
    const own = i * this.#count + i;
    this.#known[own] = this.#known[own]! + 1;
    if (this.#settings.spread === 'heartbeat') for (let j = 0; j < this.#count; j++) this.#tell(i, j, TELLS);
    else this.#gossip(i);
    this.#look(i);
  }

  /** Counts that another told. */
  hear(message: Message): void {
    const { to, from, sort } = message;
    const told = message.numbers!;
    for (let j = 0; j < this.#count; j++) {
      const pair = to * this.#count + j;
      if (j === to || told[j]! <= this.#known[pair]!) continue;
      this.#known[pair] = told[j]!;
      this.#heard(pair, to, j);
    }
    this.#mesh.free(message);
    if (sort === TELLS && this.#settings.spread === 'gossip') this.#tell(to, from, ANSWERS);
  }

  /** It starts anew, with what it believed; whoever it has not heard of meanwhile gets the usual time. */
  restart(i: number): void {
    for (let j = 0; j < this.#count; j++) if (!this.suspects(i, j)) this.#rhythms[i * this.#count + j]!.again(this.#sim.now);
  }

  /** Knobs were turned: who is really gone for whom is known anew. */
  turned(): void {
    const { now } = this.#sim;
    for (let i = 0; i < this.#count; i++) {
      for (let j = 0; j < this.#count; j++) {
        const pair = i * this.#count + j;
        if (!this.#isGone(i, j)) this.#goneSince[pair] = Number.POSITIVE_INFINITY;
        else if (this.#goneSince[pair] === Number.POSITIVE_INFINITY) this.#goneSince[pair] = now;
      }
    }
  }

  #isGone(i: number, j: number): boolean {
    const { knobs } = this.#sim;
    const [a, b] = [this.#first + i, this.#first + j];
    return knobs.down[b] !== UP || knobs.parted(a, b) || knobs.parted(b, a);
  }

  /** It tells one of those it trusts; now and then one of the others, who may be back. */
  #gossip(i: number): void {
    let trusted = 0;
    for (let j = 0; j < this.#count; j++) if (j !== i && !this.suspects(i, j)) trusted++;
    const suspects = this.#count - 1 - trusted;
    if (trusted > 0) this.#tell(i, this.#pick(i, 0, this.#luck.below(trusted)), TELLS);
    if (suspects > 0 && this.#luck.chance(suspects / (trusted + 1))) this.#tell(i, this.#pick(i, 1, this.#luck.below(suspects)), TELLS);
  }

  /** The n-th other that is (1) or is not (0) suspected. */
  #pick(i: number, suspected: number, n: number): number {
    for (let j = 0, left = n; j < this.#count; j++) {
      if (j !== i && this.#suspected[i * this.#count + j] === suspected && left-- === 0) return j;
    }
    return i;
  }

  /** Gossip tells all that is known, a heartbeat one's own count. */
  #tell(from: number, to: number, sort: number): void {
    if (from === to) return;
    const message = this.#mesh.take(sort, from, to);
    message.numbers ??= new Float64Array(this.#count);
    const all = this.#settings.spread === 'gossip';
    for (let j = 0; j < this.#count; j++) message.numbers[j] = all || j === from ? this.#known[from * this.#count + j]! : 0;
    this.#mesh.send(message);
  }

  #heard(pair: number, by: number, i: number): void {
    const rhythm = this.#rhythms[pair]!;
    if (this.#suspected[pair] === 0) {
      rhythm.beat(this.#sim.now);
      return;
    }
    rhythm.again(this.#sim.now);
    this.#suspected[pair] = 0;
    this.held--;
    this.#recovered(by, i);
  }

  #look(i: number): void {
    const { now } = this.#sim;
    for (let j = 0; j < this.#count; j++) {
      const pair = i * this.#count + j;
      if (j === i || this.#suspected[pair] === 1 || now < this.#rhythms[pair]!.deadline(this.#settings, this.#beyond)) continue;
      this.#suspected[pair] = 1;
      this.held++;
      this.suspicions++;
      if (this.#goneSince[pair] === Number.POSITIVE_INFINITY) this.falseAlarms++;
      else {
        this.detections++;
        this.detectionSum += now - this.#goneSince[pair]!;
      }
    }
  }
}
