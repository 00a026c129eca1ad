/**
 * The agenda: what the timeline does to a simulation, and when. Knobs are recomputed as a whole from the faults active at
 * each boundary, so overlaps compose and healing one never heals another. It holds no state of its own but the timeline,
 * so an edited timeline can take its place at any moment.
 */

import { kindOf } from '../catalog/index.ts';
import type { ChangeEntry, FaultEntry, TimelineEntry } from '../design/document.ts';
import { UP } from '../engine/knobs.ts';
import { LINK_PARAMETERS } from '../engine/policy/link-parameters.ts';
import type { Fault, Reach } from '../faults/fault.ts';
import { faultOf } from '../faults/index.ts';
import { type ParamBag, valuesOf } from '../std/parameter.ts';
import { nanosFromMillis } from '../std/units.ts';
import type { Compiled } from './compile.ts';
import { configureLink } from './compile-links.ts';
import type { LinkValues } from './compile-policies.ts';
import { INSTANCE_ROLES } from './frame.ts';
import { reachOf } from './reach.ts';

interface PlannedFault {
  readonly entry: FaultEntry;
  readonly fault: Fault;
  readonly reach: Reach;
  readonly values: Readonly<Record<string, never>>;
  /** ns; the end is exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Index into INSTANCE_ROLES: it leads. */
const LEADS = INSTANCE_ROLES.indexOf('leader');

export class Agenda {
  readonly #compiled: Compiled;
  #timeline: readonly TimelineEntry[] = [];
  #faults: PlannedFault[] = [];
  #changes: ChangeEntry[] = [];
  /** All moments at which something begins, changes or ends, ascending, in ns. */
  #moments: number[] = [];
  readonly #wasDown: Uint8Array;
  readonly #wasHung: Uint8Array;
  /** Whom faults that aim at a leader hit when they began, by entry and moment. */
  readonly #aimedAt = new Map<string, number>();

  constructor(compiled: Compiled, timeline: readonly TimelineEntry[]) {
    this.#compiled = compiled;
    this.#wasDown = new Uint8Array(compiled.sim.knobs.down.length);
    this.#wasHung = new Uint8Array(compiled.sim.knobs.hung.length);
    compiled.sim.calm(true);
    this.take(timeline);
  }

  get timeline(): readonly TimelineEntry[] {
    return this.#timeline;
  }

  /** Takes over a timeline. Entries must have passed `read` against this design. */
  take(timeline: readonly TimelineEntry[]): void {
    this.#timeline = timeline;
    this.#faults = timeline.filter((e) => e.type === 'fault').flatMap((e) => this.#plan(e));
    this.#changes = timeline.filter((e) => e.type === 'change');
    const moments = this.#faults.flatMap((f) => [f.from, f.to]).concat(this.#changes.map((c) => nanosFromMillis(c.at)));
    this.#moments = [...new Set(moments)].filter(Number.isFinite).sort((x, y) => x - y);
  }

  /** The first moment at or after `time` (ns) at which something is due; Infinity when nothing is. */
  next(time: number): number {
    let next = this.#moments.find((m) => m >= time) ?? Number.POSITIVE_INFINITY;
    for (const f of this.#faults) {
      if (f.fault.changes === undefined || f.from > next || f.to <= time) continue;
      const change = f.from + Math.ceil(f.fault.changes(f.values, Math.max(0, time - f.from), f.reach));
      if (change < f.to) next = Math.min(next, change);
    }
    return next;
  }

  /** Does what is due at this moment (ns). */
  apply(time: number): void {
    for (const change of this.#changes) if (nanosFromMillis(change.at) === time) this.#change(change);
    this.#turn(time);
    for (const f of this.#faults) {
      if (f.from !== time || f.fault.strikes === undefined) continue;
      for (const i of f.reach.instances) {
        const node = this.#compiled.sim.shape.nodeOf[i]!;
        this.#compiled.sim.stations[node]!.strike?.(f.fault.strikes, i);
      }
    }
  }

  /** Whether a fault begins, and whether one ends, after one moment (ns) and not after another. */
  turns(after: number, until: number): { readonly begin: boolean; readonly end: boolean } {
    const within = (time: number) => time > after && time <= until;
    return { begin: this.#faults.some((f) => within(f.from)), end: this.#faults.some((f) => within(f.to)) };
  }

  /** How many faults are active on each node at this moment, for the screen. */
  countActive(time: number, perNode: Int32Array): void {
    perNode.fill(0);
    for (const f of this.#faults) {
      if (f.from <= time && time < f.to) for (const n of f.reach.nodes) perNode[n] = perNode[n]! + 1;
    }
  }

  #plan(entry: FaultEntry): PlannedFault[] {
    const fault = faultOf(entry.fault);
    const reach = fault === undefined ? undefined : reachOf(this.#compiled, fault, entry.target);
    if (fault === undefined || reach === undefined) return [];
    const from = nanosFromMillis(entry.at);
    const to = entry.duration === undefined ? Number.POSITIVE_INFINITY : nanosFromMillis(entry.at + entry.duration);
    const values = valuesOf(fault.params, entry.params) as Readonly<Record<string, never>>;
    return [{ entry, fault, reach, values, from, to }];
  }

  /** Recomputes all knobs and tells the engine which instances went down, came up, or go on. */
  #turn(time: number): void {
    const { sim } = this.#compiled;
    const { knobs } = sim;
    this.#wasDown.set(knobs.down);
    this.#wasHung.set(knobs.hung);
    knobs.rest();
    const active = this.#faults.filter((f) => f.from <= time && time < f.to);
    for (const f of active) f.fault.turn?.(knobs, this.#hits(f, time), f.values, time - f.from, f.from);
    sim.rotation.overlay();
    sim.builds.overlay();
    sim.pauses.overlay();
    this.#tellPools();
    sim.calm(active.length === 0);
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
  #hits(f: PlannedFault, time: number): Reach {
    if (f.fault.aims !== 'leader') return f.reach;
    const { sim } = this.#compiled;
    const known = `${f.entry.id} ${f.from}`;
    if (time === f.from) {
      const leads = (i: number) => sim.stations[sim.shape.nodeOf[i]!]!.role?.(i) === LEADS;
      this.#aimedAt.set(known, f.reach.instances.find(leads) ?? -1);
    }
    return { ...f.reach, instances: f.reach.instances.filter((i) => i === this.#aimedAt.get(known)) };
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

/**
 * The first moment (ms) at which two timelines differ in what they do; Infinity when they do the same. Notes do nothing.
 */
export function firstDifference(a: readonly TimelineEntry[], b: readonly TimelineEntry[]): number {
  let first = Number.POSITIVE_INFINITY;
  const inB = new Map(b.map((e) => [e.id, e]));
  const inA = new Map(a.map((e) => [e.id, e]));
  for (const e of a) first = Math.min(first, entryDifference(e, inB.get(e.id)));
  for (const e of b) if (!inA.has(e.id)) first = Math.min(first, entryDifference(e, undefined));
  // Faults of the same moment turn knobs in the order of the timeline.
  const order = (from: readonly TimelineEntry[]) =>
    from.filter((e) => e.type !== 'note' && inA.has(e.id) && inB.has(e.id)).map((e) => e.id);
  if (order(a).join() !== order(b).join()) return 0;
  return first;
}

function entryDifference(a: TimelineEntry, b: TimelineEntry | undefined): number {
  if (a.type === 'note' && (b === undefined || b.type === 'note')) return Number.POSITIVE_INFINITY;
  if (b === undefined) return a.at;
  if (JSON.stringify(a) === JSON.stringify(b)) return Number.POSITIVE_INFINITY;
  const start = Math.min(a.at, b.at);
  if (a.type !== 'fault' || b.type !== 'fault' || a.at !== b.at) return start;
  const { duration: da = Number.POSITIVE_INFINITY, ...restA } = a;
  const { duration: db = Number.POSITIVE_INFINITY, ...restB } = b;
  return JSON.stringify(restA) === JSON.stringify(restB) ? a.at + Math.min(da, db) : start;
}
