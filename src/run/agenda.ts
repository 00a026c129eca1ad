/**
 * The agenda: what the timeline does to a simulation, and when. Knobs are recomputed as a whole from the faults active at
 * each boundary, so overlaps compose and healing one never heals another. All it remembers besides the timeline is when triggers
 * fired, which the run alone can know; so an edited timeline can take its place at any moment.
 */
import { kindOf } from '../catalog/index.ts';
import type { ConditionDoc } from '../design/condition-doc.ts';
import type { ChangeEntry, FaultEntry, StopEntry, TimelineEntry } from '../design/document.ts';
import { beginningOf, lengthOf, waits } from '../design/schedule.ts';
import { strikesOf } from '../design/strikes.ts';
import { UP } from '../engine/knobs.ts';
import { LINK_PARAMETERS } from '../engine/policy/link-parameters.ts';
import type { Fault, Reach } from '../faults/fault.ts';
import { faultOf } from '../faults/index.ts';
import { type ParamBag, valuesOf } from '../std/parameter.ts';
import { nanosFromMillis } from '../std/units.ts';
import type { Compiled } from './compile.ts';
import { configureLink } from './compile-links.ts';
import type { LinkValues } from './compile-policies.ts';
import { ConditionWatch, type Measuring } from './condition.ts';
import { Downtime } from './downtime.ts';
import { INSTANCE_ROLES } from './frame.ts';
import { beganAt, begins, lastBegin, lastEnd, nextOf, type Planned, valuesAt } from './planned.ts';
import { reachOf, sidesFrom } from './reach.ts';
import { spreadSurges } from './surges.ts';
import { firstDifference } from './timeline-difference.ts';

/** Index into INSTANCE_ROLES: it leads. */
const LEADS = INSTANCE_ROLES.indexOf('leader');
const NEVER = Number.POSITIVE_INFINITY;

interface PlannedChange {
  readonly entry: ChangeEntry;
  readonly at: number;
}

/** A trigger or a stop condition that has not fired yet. */
interface Waiting {
  readonly entry: TimelineEntry;
  readonly watch: ConditionWatch;
}

export class Agenda {
  readonly #of: Measuring;
  readonly #compiled: Compiled;
  readonly #durationMs: number;
  #timeline: readonly TimelineEntry[] = [];
  #faults: readonly Planned[] = [];
  /** Of the faults, in their order: those that have begun by `#until` (ns) and are not over for good, and the place of the first that is to begin. */
  #current: readonly Planned[] = [];
  #ahead = 0;
  #until = 0;
  #changes: readonly PlannedChange[] = [];
  #waiting: Waiting[] = [];
  /** When conditions of the timeline first held, ns, by entry. */
  readonly #fired = new Map<string, number>();
  /** For how long parts were down. */
  readonly downtime: Downtime;
  readonly #wasDown: Uint8Array;
  readonly #wasHung: Uint8Array;
  /** Whom faults that aim at a leader hit when they began, by entry and moment. */
  readonly #aimedAt = new Map<string, number>();

  constructor(of: Measuring, timeline: readonly TimelineEntry[]) {
    this.#of = of;
    this.#compiled = of.compiled;
    this.#durationMs = of.compiled.design.scenario.durationMs;
    this.downtime = new Downtime(of.compiled);
    this.#wasDown = new Uint8Array(of.compiled.sim.knobs.down.length);
    this.#wasHung = new Uint8Array(of.compiled.sim.knobs.hung.length);
    of.compiled.sim.calm(true);
    this.take(timeline);
  }

  get timeline(): readonly TimelineEntry[] {
    return this.#timeline;
  }

  /** All faults as they are planned now, those of random and background entries among them. */
  get faults(): readonly Planned[] {
    return this.#faults;
  }

  get changes(): readonly PlannedChange[] {
    return this.#changes;
  }

  /** When the condition of a trigger or a stop entry first held, ns; undefined while it has not. */
  firedAt(entry: string): number | undefined {
    return this.#fired.get(entry);
  }

  /** Takes over a timeline. Entries must have passed `read` against this design, and differ from those before in nothing that has happened. */
  take(timeline: readonly TimelineEntry[]): void {
    const before = new Map(this.#timeline.map((entry) => [entry.id, entry]));
    const now = new Map(timeline.map((entry) => [entry.id, entry]));
    // What an entry was until it fired, or since it has been waiting, is as it was; what it does later may be otherwise.
    const keeps = (id: string, until: number): boolean => {
      const [old, next] = [before.get(id), now.get(id)];
      return old !== undefined && next !== undefined && firstDifference([old], [next]) * 1e6 > until;
    };
    for (const [id, at] of this.#fired) if (!keeps(id, at)) this.#fired.delete(id);
    this.#waiting = this.#waiting.flatMap(({ entry, watch }) =>
      keeps(entry.id, watch.from) ? [{ entry: now.get(entry.id) ?? entry, watch }] : [],
    );
    this.#timeline = timeline;
    this.#replan();
  }

  /** The first moment at or after `time` (ns) at which something is due; Infinity when nothing is. */
  next(time: number): number {
    let next = NEVER;
    for (const change of this.#changes) if (change.at >= time) next = Math.min(next, change.at);
    for (const planned of this.current(time)) next = Math.min(next, nextOf(planned, time));
    return Math.min(next, this.#faults[this.#ahead]?.from ?? NEVER);
  }

  /**
   * The faults that have begun at or before this moment (ns) and may still do something at it or later, in the order of their beginnings.
   * A run asks moment after moment and a timeline may have thousands of faults, so what is over is not looked at again.
   */
  current(time: number): readonly Planned[] {
    if (time < this.#until) this.#rewind();
    this.#until = time;
    const from = this.#ahead;
    while ((this.#faults[this.#ahead]?.from ?? NEVER) <= time) this.#ahead++;
    if (this.#ahead > from || this.#current.some((one) => one.until < time))
      this.#current = [...this.#current, ...this.#faults.slice(from, this.#ahead)].filter((one) => one.until >= time);
    return this.#current;
  }

  #rewind(): void {
    this.#current = [];
    this.#ahead = 0;
  }

  /** A chart window ended at this moment (ns): triggers whose condition holds begin now. @returns stop conditions that hold. */
  look(time: number): readonly StopEntry[] {
    if (this.#waiting.length === 0) return [];
    const held = this.#waiting.filter(({ watch }) => watch.look(time));
    if (held.length === 0) return [];
    for (const { entry } of held) this.#fired.set(entry.id, time);
    this.#waiting = this.#waiting.filter((one) => !held.includes(one));
    this.#replan();
    return held.map(({ entry }) => entry).filter((entry) => entry.type === 'stop');
  }

  /** Does what is due at this moment (ns). */
  apply(time: number): void {
    for (const change of this.#changes) if (change.at === time) this.#change(change.entry);
    this.#turn(time);
    for (const f of this.current(time)) {
      if (f.fault.strikes === undefined || !begins(f, time)) continue;
      for (const i of this.#hits(f, time).instances) {
        const node = this.#compiled.sim.shape.nodeOf[i]!;
        this.#compiled.sim.stations[node]!.strike?.(f.fault.strikes, i);
      }
    }
  }

  /** Whether a fault begins, and whether one ends, after one moment (ns) and not after another. */
  turns(after: number, until: number): { readonly begin: boolean; readonly end: boolean } {
    return { begin: this.#faults.some((f) => lastBegin(f, until) > after), end: this.#faults.some((f) => lastEnd(f, until) > after) };
  }

  /** How many faults are active on each node at this moment, for the screen. */
  countActive(time: number, perNode: Int32Array): void {
    perNode.fill(0);
    for (const f of this.#faults) {
      if (!Number.isNaN(beganAt(f, time))) for (const n of f.reach.nodes) perNode[n] = perNode[n]! + 1;
    }
  }

  /** Works out what is planned by the timeline and by the triggers that have fired. */
  #replan(): void {
    const live = this.#timeline.filter((entry) => entry.muted !== true);
    const reaches = new Map<string, Reach | undefined>();
    const planned = live.flatMap((entry) => this.#plan(entry, reaches));
    // In the order of the timeline where they begin together: knobs are turned in that order.
    this.#faults = planned
      .map((f, i) => ({ f, i }))
      .sort((a, b) => a.f.from - b.f.from || a.i - b.i)
      .map(({ f }) => f); // prettier-ignore
    this.#rewind();
    this.#changes = live
      .filter((entry) => entry.type === 'change')
      .map((entry) => ({ entry, at: this.#startOf(entry) }))
      .filter(({ at }) => at < NEVER);
    for (const entry of live) this.#await(entry);
  }

  /** Begins to watch the condition of an entry, once it is known from when. */
  #await(entry: TimelineEntry): void {
    const when = conditionOf(entry);
    if (when === undefined || this.#fired.has(entry.id) || this.#waiting.some((one) => one.entry.id === entry.id)) return;
    const from = this.#earliest(entry);
    if (from < NEVER) this.#waiting.push({ entry, watch: new ConditionWatch(this.#of, when, from) });
  }

  /** When an entry begins, ns; Infinity while that is not known. */
  #startOf(entry: TimelineEntry): number {
    return conditionOf(entry) === undefined ? this.#earliest(entry) : (this.#fired.get(entry.id) ?? NEVER);
  }

  /** When it begins, or from when on its condition may begin it. */
  #earliest(entry: TimelineEntry): number {
    const { after } = beginningOf(entry);
    const before = after === undefined ? undefined : this.#timeline.find(({ id }) => id === after.entry);
    if (after === undefined || before === undefined || !waits(before, this.#timeline)) return nanosFromMillis(entry.at);
    const start = before.muted === true ? NEVER : this.#startOf(before);
    return start === NEVER ? NEVER : start + nanosFromMillis(lengthOf(before) + after.offset);
  }

  /** @param reaches those found so far: entries with the same aim share one. */
  #plan(entry: TimelineEntry, reaches: Map<string, Reach | undefined>): readonly Planned[] {
    if (entry.type !== 'fault' && entry.type !== 'chaos' && entry.type !== 'wear') return [];
    const from = this.#startOf(entry);
    if (from === NEVER) return [];
    if (entry.type === 'fault') return this.#planFault(entry, from, reaches);
    const { design } = this.#compiled;
    const strikes = strikesOf(entry, design, design.scenario.seed, this.#durationMs - entry.at);
    return strikes.flatMap(({ fault, target, from: begin, to }) => {
      const reach = this.#reach(fault, target, reaches);
      if (reach === undefined) return [];
      const start = from + nanosFromMillis(begin);
      const until = from + nanosFromMillis(to);
      return [
        {
          ...this.#aim(fault, target, reach, {}),
          entry: entry.id,
          from: start,
          length: until - start,
          every: NEVER,
          until,
          ramp: 0,
          fall: 0,
        },
      ];
    });
  }

  #reach(fault: Fault, target: string, reaches: Map<string, Reach | undefined>): Reach | undefined {
    const aim = `${fault.id} ${target}`;
    if (!reaches.has(aim)) reaches.set(aim, reachOf(this.#compiled, fault, target));
    return reaches.get(aim);
  }

  #planFault(entry: FaultEntry, from: number, reaches: Map<string, Reach | undefined>): readonly Planned[] {
    const fault = faultOf(entry.fault);
    const reach = fault === undefined ? undefined : this.#reach(fault, entry.target, reaches);
    if (fault === undefined || reach === undefined) return [];
    // Beginning and end are rounded each for itself, as they stand in the document.
    const at = nanosFromMillis(entry.at) === from ? entry.at : from / 1e6;
    const length = entry.duration === undefined ? NEVER : nanosFromMillis(at + entry.duration) - from;
    const { every = NEVER, times = NEVER } = entry.repeat ?? { times: 1 };
    const period = every === NEVER ? NEVER : nanosFromMillis(every);
    const until =
      times === 1 ? from + length : from + (times === NEVER ? NEVER : (times - 1) * period) + (length === NEVER ? 1 : Math.max(1, length));
    const [ramp, fall] = [nanosFromMillis(entry.ramp ?? 0), nanosFromMillis(entry.fall ?? 0)];
    return [{ ...this.#aim(fault, entry.target, reach, entry.params), entry: entry.id, from, length, every: period, until, ramp, fall }];
  }

  #aim(fault: Fault, target: string, reach: Reach, params: ParamBag): Pick<Planned, 'fault' | 'target' | 'reach' | 'values' | 'leader'> {
    const values = valuesOf(fault.params, params) as Readonly<Record<string, never>>;
    return { fault, target, reach, values, leader: fault.aims === 'leader' || target.startsWith('leader:') };
  }

  /** Recomputes all knobs and tells the engine which instances went down, came up, or go on. */
  #turn(time: number): void {
    const { sim } = this.#compiled;
    const { knobs } = sim;
    this.#wasDown.set(knobs.down);
    this.#wasHung.set(knobs.hung);
    knobs.rest();
    let calm = true;
    for (const f of this.current(time)) {
      const began = beganAt(f, time);
      if (Number.isNaN(began)) continue;
      calm = false;
      f.fault.turn?.(knobs, this.#hits(f, time, began), valuesAt(f, time - began), time - began, began);
    }
    spreadSurges(this.#compiled);
    sim.rotation.overlay();
    sim.builds.overlay();
    sim.pauses.overlay();
    this.#tellPools();
    sim.calm(calm);
    this.downtime.look(time);
    for (let i = 0; i < this.#wasDown.length; i++) {
      if (this.#wasDown[i] === UP && knobs.down[i] !== UP) sim.crash(i);
      else if (this.#wasDown[i] !== UP && knobs.down[i] === UP) sim.restart(i);
    }
    for (let i = 0; i < this.#wasHung.length; i++) {
      if (this.#wasHung[i] === 1 && knobs.hung[i] === 0 && knobs.down[i] === UP) sim.resume(i);
    }
    for (const station of sim.stations) station.turned?.();
  }

  /** What a fault hits: for one that aims at a leader, whoever led when it began. */
  #hits(f: Planned, time: number, began = time): Reach {
    if (!f.leader) return f.reach;
    const { sim } = this.#compiled;
    const known = `${f.entry} ${began}`;
    if (time === began && !this.#aimedAt.has(known)) {
      const leads = (i: number) => sim.stations[sim.shape.nodeOf[i]!]!.role?.(i) === LEADS;
      this.#aimedAt.set(known, f.reach.instances.find(leads) ?? -1);
    }
    const instances = f.reach.instances.filter((i) => i === this.#aimedAt.get(known));
    return { ...f.reach, instances, sides: f.reach.sides && sidesFrom(this.#compiled, instances) };
  }

  /** Pools learn how many connections are lost; those that came back go to whoever waits. */
  #tellPools(): void {
    const { knobs, links, calls } = this.#compiled.sim;
    for (const link of links) {
      const lost = Math.min(knobs.leaked[link.index]!, link.pool?.size ?? 0);
      if (link.pool === undefined || link.pool.lost === lost) continue;
      const fewer = lost < link.pool.lost;
      link.pool.lost = lost;
      if (fewer) calls.guard.refill(link);
    }
  }

  #change(entry: ChangeEntry): void {
    const { nodeIndex, linkIndex, nodes, linkParams, sim } = this.#compiled;
    const n = nodeIndex.get(entry.target);
    const node = n === undefined ? undefined : nodes[n];
    if (node !== undefined) {
      node.params = changed(node.params, entry);
      const kind = kindOf(node.doc.kind);
      if (kind !== undefined) sim.stations[node.index]!.configure?.(valuesOf(kind.params, node.params));
      return;
    }
    const l = linkIndex.get(entry.target);
    if (l === undefined) return;
    const params = changed(linkParams[l] ?? {}, entry);
    linkParams[l] = params;
    const link = sim.links[l]!;
    const values = valuesOf(LINK_PARAMETERS, params) as LinkValues;
    configureLink(link, values);
    if (entry.param === 'weight') sim.stations[link.from]!.reweigh?.(l, values.weight);
  }
}

function changed(params: ParamBag, entry: ChangeEntry): ParamBag {
  return { ...params, [entry.param]: entry.value };
}

/** What an entry waits for. */
function conditionOf(entry: TimelineEntry): ConditionDoc | undefined {
  return entry.type === 'stop' ? entry.when : beginningOf(entry).when;
}

/** All conditions that a timeline asks about. */
export function conditionsIn(timeline: readonly TimelineEntry[]): readonly ConditionDoc[] {
  return timeline.flatMap((entry) => (entry.type === 'probe' ? entry.hypothesis : (conditionOf(entry) ?? [])));
}
