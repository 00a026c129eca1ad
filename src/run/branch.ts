/**
 * Branches: a run up to a moment, and from there two of them, one of which has one thing changed. Since luck has names, both are simply
 * executed from the start under one seed: whatever happens before the change is the same, event for event. A branch is a design like any
 * other, with the change on its timeline or, where a setting does not take effect in a running system, in its drawing; so it is
 * shared, kept and compared like any other. Pure functions over designs and what runs have left.
 */
import { kindOf } from '../catalog/index.ts';
import type { Design, TimelineEntry } from '../design/document.ts';
import { freeId } from '../design/fresh.ts';
import { endedAt, lengthOf } from '../design/schedule.ts';
import { LINK_PARAMETERS } from '../engine/policy/link-parameters.ts';
import { type ParamBag, type ParamSpecs, type ParamValue, valueIn } from '../std/parameter.ts';
import type { RunTrack } from './replications.ts';
import type { TraceReport } from './traces.ts';

/** One thing that is other than it was. */
export type BranchChange =
  | { readonly is: 'nothing' }
  /** A setting of a part or a link. */
  | { readonly is: 'setting'; readonly target: string; readonly param: string; readonly value: ParamValue }
  /** A fault that begins, for so long (ms); absent: to the end. */
  | { readonly is: 'fault'; readonly fault: string; readonly target: string; readonly params: ParamBag; readonly duration?: number }
  /** An entry of the timeline that does not happen, or ends. */
  | { readonly is: 'without'; readonly id: string };

export interface Branch {
  readonly design: Design;
  /** From this moment on (ms) it may go another way; Infinity when nothing differs. */
  readonly fromMs: number;
}

/** The design with one thing changed from a moment (ms) on; from the start where a setting does not take effect in a running system. */
export function branchOf(design: Design, atMs: number, change: BranchChange): Branch {
  switch (change.is) {
    case 'nothing':
      return { design, fromMs: Number.POSITIVE_INFINITY };
    case 'setting':
      return stamped(design, withSetting(design, change), atMs);
    case 'fault': {
      const { is: _, ...fault } = change;
      const entry: TimelineEntry = { type: 'fault', id: freshEntryId(design, change.fault), at: atMs, ...fault };
      return { design: withTimeline(design, [...design.scenario.timeline, entry]), fromMs: atMs };
    }
    case 'without':
      return without(design, change.id, atMs);
  }
}

/**
 * A changed design so that it differs from the first one only from a moment (ms) on, as far as that can be: settings that take effect in
 * a running system become entries of the timeline at that moment. Whatever else differs does so from the start.
 */
export function stamped(design: Design, changed: Design, atMs: number): Branch {
  const entries: TimelineEntry[] = [];
  const taken = new Set([...design.scenario.timeline, ...changed.scenario.timeline].map(({ id }) => id));
  const stamp = (target: string, specs: ParamSpecs, before: ParamBag, after: ParamBag): ParamBag => {
    const kept: Record<string, ParamValue> = {};
    for (const param of Object.keys(specs)) {
      const spec = specs[param]!;
      const [was, is] = [valueIn(specs, before, param), valueIn(specs, after, param)];
      const live = spec.live === true && JSON.stringify(was) !== JSON.stringify(is);
      const source = live ? before[param] : after[param];
      if (source !== undefined) kept[param] = source;
      if (!live) continue;
      const id = freeId(taken, 'change');
      taken.add(id);
      entries.push({ type: 'change', id, at: atMs, target, param, value: is });
    }
    return kept;
  };
  const nodes = changed.nodes.map((node) => {
    const before = design.nodes.find(({ id }) => id === node.id);
    const kind = kindOf(node.kind);
    if (before === undefined || kind === undefined || before.kind !== node.kind || same(before.params, node.params)) return node;
    return { ...node, params: stamp(node.id, kind.params, before.params, node.params) };
  });
  const links = changed.links.map((link) => {
    const before = design.links.find(({ id }) => id === link.id);
    if (before === undefined || same(before.params, link.params)) return link;
    return { ...link, params: stamp(link.id, LINK_PARAMETERS, before.params, link.params) };
  });
  const drawn = { ...changed, nodes, links };
  const fromStart = !same(bare(design), bare(drawn));
  const timeline = [...changed.scenario.timeline, ...entries];
  const fromMs = fromStart ? 0 : firstDifferent(design.scenario.timeline, timeline);
  return { design: withTimeline(drawn, timeline), fromMs };
}

/** An entry that begins later does not happen; a fault that has begun ends now; what was changed before stays changed. */
function without(design: Design, id: string, atMs: number): Branch {
  const { timeline } = design.scenario;
  const entry = timeline.find((one) => one.id === id);
  if (entry === undefined || entry.type === 'note') return { design, fromMs: Number.POSITIVE_INFINITY };
  if (entry.at >= atMs) {
    return {
      design: withTimeline(
        design,
        timeline.filter((one) => one !== entry),
      ),
      fromMs: entry.at,
    };
  }
  if (entry.type !== 'fault' || entry.at + lengthOf(entry) <= atMs) return { design, fromMs: Number.POSITIVE_INFINITY };
  const ended = endedAt(entry, atMs);
  const { every = 0, times = 1 } = ended.repeat ?? {};
  return {
    design: withTimeline(
      design,
      timeline.map((one) => (one === entry ? ended : one)),
    ),
    // One that came again, or recedes already, ends as planned.
    fromMs: ended.repeat !== undefined ? entry.at + times * every : ended.fall !== undefined ? Number.POSITIVE_INFINITY : atMs,
  };
}

function withSetting(design: Design, { target, param, value }: Extract<BranchChange, { is: 'setting' }>): Design {
  const set = <T extends { readonly id: string; readonly params: ParamBag }>(thing: T): T =>
    thing.id === target ? { ...thing, params: { ...thing.params, [param]: value } } : thing;
  return { ...design, nodes: design.nodes.map(set), links: design.links.map(set) };
}

function withTimeline(design: Design, timeline: readonly TimelineEntry[]): Design {
  return { ...design, scenario: { ...design.scenario, timeline } };
}

function freshEntryId({ scenario }: Design, base: string): string {
  return freeId(new Set(scenario.timeline.map(({ id }) => id)), base);
}

/** All that a run depends on but the timeline. */
function bare({ nodes, links, classes, scenario: { timeline: _, ...scenario } }: Design): object {
  return { nodes: nodes.map(({ x: _x, y: _y, name: _name, ...node }) => node), links, classes, scenario };
}

function firstDifferent(a: readonly TimelineEntry[], b: readonly TimelineEntry[]): number {
  const lone = (of: readonly TimelineEntry[], other: readonly TimelineEntry[]) =>
    of.filter((entry) => entry.type !== 'note' && !other.some((one) => same(one, entry))).map(({ at }) => at);
  return Math.min(Number.POSITIVE_INFINITY, ...lone(a, b), ...lone(b, a));
}

/** Whether two values say the same; the order of their fields says nothing. */
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, ordered(inner)]));
}

/** Until when (ms) two runs were the same, event for event, by the digests at the ends of their chart windows; Infinity: all the way. */
export function sameUntil(a: RunTrack, b: RunTrack): number {
  const windows = Math.min(a.digests.length, b.digests.length);
  for (let i = 0; i < windows; i++) if (a.digests[i] !== b.digests[i]) return i * a.windowMs;
  return a.end === b.end ? Number.POSITIVE_INFINITY : windows * a.windowMs;
}

/** One request as it went in both runs. */
export interface MatchedTrace {
  readonly id: string;
  readonly class: string;
  readonly atMs: number;
  readonly a: TraceReport;
  readonly b: TraceReport;
  /** How much longer it took in the second run, ms. */
  readonly longerMs: number;
}

/**
 * Requests that were traced in both runs, those that differ most first. A request is the same when it has the same number, began at the
 * same moment and is of the same class; where a change moves arrivals, later requests are others and are not matched.
 */
export function matchTraces(a: readonly TraceReport[], b: readonly TraceReport[]): readonly MatchedTrace[] {
  const inB = new Map(b.map((trace) => [trace.id, trace]));
  const pairs = a.flatMap((trace) => {
    const other = inB.get(trace.id);
    if (other === undefined || other.atMs !== trace.atMs || other.class !== trace.class) return [];
    const { id, class: cls, atMs } = trace;
    return [{ id, class: cls, atMs, a: trace, b: other, longerMs: other.tookMs - trace.tookMs }];
  });
  return pairs.sort((x, y) => Math.abs(y.longerMs) - Math.abs(x.longerMs) || x.atMs - y.atMs);
}
