/**
 * What one copy of a balancer knows: which targets it takes for healthy, how many of its own calls are open at each, how fast they
 * answer, and where its algorithm stands. Copies share nothing, as processes do: with many of them, least connections sees only
 * its own. A target is out while anything speaks against it: failed checks, ejection, or a weight of 0.
 */
import { type Clock, NOW } from '../../engine/clock.ts';
import { type Balancer, Targets } from '../../mechanisms/balance/balancer.ts';
import type { Stream } from '../../std/random.ts';
import type { TargetList } from './targets.ts';

/** What can speak against a target, as bits. */
export const UNHEALTHY = 1;
export const EJECTED = 2;
const WEIGHTLESS = 4;
export const ABSENT = 8;

/** Share of its traffic that a target gets when its slow start begins (Envoy's least weight: 10 %). */
const FIRST_SHARE = 0.1;

/** What decides besides the algorithm. */
export interface Rules {
  /** Whether all get traffic when fewer than this share of a group is healthy; 0: when none is. */
  readonly panic: boolean;
  readonly panicBelow: number;
  /** Nearest targets first, until their open calls exceed so many times the mean of all. */
  readonly nearFirst: boolean;
  readonly nearBound: number;
  /** ns over which a target that came back gets more and more; 0: all at once. */
  readonly slowStart: number;
}

export class View {
  readonly #list: TargetList;
  readonly #clock: Clock;
  readonly #luck: Stream;
  readonly #all: Targets;
  /** By group: the healthy targets it may use, the nearest of them, and all that it might use. */
  readonly #usable: readonly Targets[];
  readonly #near: readonly Targets[];
  readonly #possible: readonly Targets[];
  readonly #isNear: Uint8Array;
  /** By link: its healthy targets, for further attempts over the same link. */
  readonly #ofLink: ReadonlyMap<number, Targets>;
  readonly #against: Uint8Array;
  /** Moment at which a target came back, ns; and the last of them. */
  readonly #since: Float64Array;
  #lastBack = Number.NEGATIVE_INFINITY;
  readonly #passed: Int32Array;
  #balancers: readonly Balancer[] = [];
  /** Choose for what a target in its slow start does not take, so that turns and shares of the others stay as they are. */
  #seconds: readonly Balancer[] = [];

  /** `isNear`: 1 for the targets that are nearest to this copy. */
  constructor(list: TargetList, isNear: Uint8Array, clock: Clock, luck: Stream) {
    this.#list = list;
    this.#clock = clock;
    this.#luck = luck;
    this.#isNear = isNear;
    const count = list.targets.length;
    this.#all = new Targets(count);
    this.#usable = list.groups.map((mask) => this.#masked(mask));
    this.#near = list.groups.map((mask) => this.#masked(mask.map((bit, t) => bit & isNear[t]!)));
    this.#possible = list.groups.map((mask) => this.#masked(mask));
    this.#ofLink = new Map(
      [...list.firstOf.keys()].map((link) => [link, this.#masked(list.targets.map((t) => (t.link === link ? 1 : 0)))]),
    );
    this.#against = new Uint8Array(count);
    this.#since = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    this.#passed = new Int32Array(count);
    list.targets.forEach((target, t) => {
      this.weigh(t, target.weight);
    });
  }

  /** Begins anew with fresh balancers, one for each group. Calls that are open stay counted. */
  use(make: () => Balancer): void {
    this.#balancers = this.#list.groups.map(make);
    this.#seconds = this.#list.groups.map(make);
  }

  /** The target of the next call of a group, or -1. */
  pick(group: number, session: number, key: number, rules: Rules): number {
    const usable = this.#usable[group]!;
    const possible = this.#possible[group]!;
    const balancer = this.#balancers[group]!;
    if (rules.panic && usable.usable < rules.panicBelow * possible.usable) return balancer.pick(possible, session, key);
    const among = rules.nearFirst && this.#nearWill(group, rules.nearBound) ? this.#near[group]! : usable;
    const target = this.#warm(group, among, session, key, rules.slowStart);
    return target >= 0 || !rules.panic ? target : balancer.pick(possible, session, key);
  }

  /** The target of a further attempt, which stays on its link. */
  pickOnLink(link: number, group: number, session: number, key: number): number {
    const targets = this.#ofLink.get(link);
    return targets === undefined ? -1 : this.#balancers[group]!.pick(targets, session, key);
  }

  /** Whether a group may use a target now. */
  mayUse(group: number, target: number): boolean {
    return this.#usable[group]!.eligible[target] === 1;
  }

  /** Whether a connection to a target may go on: nothing speaks against it but that it gets no new ones. */
  mayStay(target: number): boolean {
    return (this.#against[target]! & ~WEIGHTLESS) === 0;
  }

  /** Whether a target is meant to get traffic, be it healthy or not. */
  mayGet(target: number): boolean {
    return (this.#against[target]! & (WEIGHTLESS | ABSENT)) === 0;
  }

  /** Whether a group has any target with a weight, be it healthy or not. */
  leadsSomewhere(group: number): boolean {
    return this.#possible[group]!.usable > 0;
  }

  opened(target: number, by: 1 | -1): void {
    this.#all.open[target] = this.#all.open[target]! + by;
  }

  get times() {
    return this.#all.times;
  }

  /** Something begins or ceases to speak against a target. */
  hold(target: number, reason: number, stands: boolean): void {
    const before = this.#against[target]!;
    const now = stands ? before | reason : before & ~reason;
    if (now === before) return;
    this.#against[target] = now;
    if (now === 0) {
      this.#since[target] = this.#clock[NOW]!;
      this.#lastBack = this.#clock[NOW]!;
    }
    this.#all.allow(target, now === 0);
    this.#list.groups.forEach((mask, g) => {
      const mine = mask[target] === 1;
      this.#usable[g]!.allow(target, now === 0 && mine);
      this.#near[g]!.allow(target, now === 0 && mine && this.#isNear[target] === 1);
      this.#possible[g]!.allow(target, (now & (WEIGHTLESS | ABSENT)) === 0 && mine);
    });
    this.#ofLink.get(this.#list.targets[target]!.link)?.allow(target, now === 0);
  }

  /** A target's weight; 0 takes it out. */
  weigh(target: number, weight: number): void {
    if (weight > 0) this.#all.weight[target] = weight;
    this.hold(target, WEIGHTLESS, weight === 0);
  }

  /** How many targets it uses. */
  healthy(): number {
    return this.#all.usable;
  }

  /** Whether the nearest targets of a group take the next call: they are idle enough, in themselves or beside the others. */
  #nearWill(group: number, bound: number): boolean {
    const near = this.#near[group]!;
    if (near.usable === 0) return false;
    const mine = openAt(near);
    if (mine < near.usable) return true;
    const usable = this.#usable[group]!;
    return mine * usable.usable <= bound * openAt(usable) * near.usable;
  }

  /**
   * The algorithm's choice, of which a target that came back lately takes only its share: what it does not take goes to
   * a second choice among the others. Where all are such, the first choice stands.
   */
  #warm(group: number, targets: Targets, session: number, key: number, slowStart: number): number {
    const first = this.#balancers[group]!.pick(targets, session, key);
    if (slowStart === 0 || first < 0 || this.#clock[NOW]! - this.#lastBack >= slowStart) return first;
    let passed = 0;
    let target = first;
    while (target >= 0 && !this.#takes(target, slowStart)) {
      targets.allow(target, false);
      this.#passed[passed++] = target;
      target = this.#seconds[group]!.pick(targets, session, key);
    }
    while (passed > 0) targets.allow(this.#passed[--passed]!, true);
    return target >= 0 ? target : first;
  }

  #takes(target: number, slowStart: number): boolean {
    const share = (this.#clock[NOW]! - this.#since[target]!) / slowStart;
    return share >= 1 || this.#luck.uniform() < Math.max(FIRST_SHARE, share);
  }

  #masked(mask: ArrayLike<number>): Targets {
    const targets = new Targets(this.#all.count, this.#all);
    for (let i = 0; i < targets.count; i++) targets.allow(i, mask[i] === 1);
    return targets;
  }
}

/** Open calls at all targets that may be used. */
function openAt({ count, eligible, open }: Targets): number {
  let sum = 0;
  for (let i = 0; i < count; i++) if (eligible[i] === 1) sum += open[i]!;
  return sum;
}
