/**
 * Shrinks a design that breaks a law to a small one that still breaks it: delta debugging (Zeller & Hildebrandt 2002) over
 * the timeline, parts, links, classes and parameters, then simpler numbers, again and again until nothing more can go. Every
 * candidate has passed `read`, so what is left is a design that anybody can open.
 */

import type { Design, LinkDoc, NodeDoc, TimelineEntry } from '../../design/document.ts';
import { read } from '../../design/read.ts';
import { CATALOG } from '../../design/registry.ts';
import { mean } from '../../std/distribution.ts';
import type { ParamBag, ParamValue } from '../../std/parameter.ts';

/** Candidates tried at most. */
const MOST_TRIES = 3000;

/** A design that still fails and from which nothing can be taken; `fails` must hold for the one given. */
export function shrink(design: Design, fails: (candidate: Design) => boolean, tries = MOST_TRIES): Design {
  let best = design;
  let left = tries;
  const better = (candidate: Design): boolean => {
    const sound = left > 0 ? soundOf(candidate) : undefined;
    if (sound === undefined || JSON.stringify(sound) === JSON.stringify(best)) return false;
    left--;
    if (!fails(sound)) return false;
    best = sound;
    return true;
  };
  for (let before = ''; before !== JSON.stringify(best) && left > 0; ) {
    before = JSON.stringify(best);
    for (const step of STEPS) step(() => best, better);
  }
  return best;
}

type Step = (now: () => Design, better: (candidate: Design) => boolean) => void;

const STEPS: readonly Step[] = [
  (now, better) =>
    fewer(
      () => now().scenario.timeline,
      (timeline) => better(scenario(now(), { timeline })),
    ),
  (now, better) =>
    fewer(
      () => now().nodes,
      (nodes) => better({ ...now(), nodes }),
    ),
  bridged,
  (now, better) =>
    fewer(
      () => now().links,
      (links) => better({ ...now(), links }),
    ),
  (now, better) =>
    fewer(
      () => now().classes,
      (classes) => better({ ...now(), classes }),
    ),
  plainParams,
  simplerValues,
  shorter,
];

/** Leaves out halves, then quarters and so on, of a list. */
function fewer<T>(now: () => readonly T[], better: (list: readonly T[]) => boolean): void {
  for (let size = now().length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = now().length - size; from >= 0; from -= size) better(now().filter((_, i) => i < from || i >= from + size));
  }
}

/** Takes a part out of the way: whoever called it calls what it called. */
function bridged(now: () => Design, better: (candidate: Design) => boolean): void {
  for (const node of now().nodes) {
    const { nodes, links } = now();
    const callers = links.filter((link) => link.to === node.id);
    const callees = links.filter((link) => link.from === node.id);
    const others = links.filter((link) => link.to !== node.id && link.from !== node.id);
    const made = callers.flatMap((a) => callees.map((b) => ({ ...a, id: `${a.from}-${b.to}`.slice(0, 40), to: b.to })));
    const fresh = made.filter((m) => m.from !== m.to && !others.some((o) => o.from === m.from && o.to === m.to));
    better({ ...now(), nodes: nodes.filter((one) => one !== node), links: [...others, ...fresh] });
  }
}

/** Parameters back to their defaults: of all parts, of one part, one by one. */
function plainParams(now: () => Design, better: (candidate: Design) => boolean): void {
  for (const id of things(now())) if (!better(withParams(now(), id, () => ({})))) oneByOne(id);

  function oneByOne(id: string): void {
    for (const name of Object.keys(paramsOf(now(), id))) {
      better(withParams(now(), id, (bag) => Object.fromEntries(Object.entries(bag).filter(([key]) => key !== name))));
    }
  }
}

/** Constants for distributions, rounder and smaller numbers. */
function simplerValues(now: () => Design, better: (candidate: Design) => boolean): void {
  for (const id of things(now())) {
    for (const name of Object.keys(paramsOf(now(), id))) {
      for (const value of simpler(paramsOf(now(), id)[name]!)) {
        if (better(withParams(now(), id, (bag) => ({ ...bag, [name]: value })))) break;
      }
    }
  }
  for (const { id } of now().nodes) {
    better(withNode(now(), id, (node) => ({ ...node, region: '' })));
    better(withNode(now(), id, (node) => ({ ...node, zones: ['a'] })));
  }
  for (const { id } of now().classes) {
    better({ ...now(), classes: now().classes.map((one) => (one.id === id ? { ...one, bytesUp: 0, bytesDown: 0, weight: 1 } : one)) });
    better({ ...now(), classes: now().classes.map((one) => (one.id === id ? { ...one, write: false } : one)) });
  }
}

function simpler(value: ParamValue): readonly ParamValue[] {
  if (typeof value === 'number')
    return [0, 1, Number(value.toPrecision(1)), Math.round(value), Math.round(value / 2)].filter(
      (x) => x !== value && Math.abs(x) <= Math.abs(value),
    );
  if (typeof value === 'object' && 'type' in value && value.type !== 'constant')
    return [1, Number(mean(value).toPrecision(1)), Number(mean(value).toPrecision(3))].map((x) => ({
      type: 'constant' as const,
      value: x,
    }));
  return [];
}

/** A shorter run, no warm-up, entries at rounder moments. */
function shorter(now: () => Design, better: (candidate: Design) => boolean): void {
  better(scenario(now(), { warmupMs: 0 }));
  better(scenario(now(), { seed: 1 }));
  for (const share of [0.25, 0.5, 0.75, 0.9]) {
    const durationMs = Math.round(now().scenario.durationMs * share);
    if (
      better(scenario(now(), { durationMs })) ||
      better(scenario(now(), { durationMs, warmupMs: Math.min(now().scenario.warmupMs, durationMs) }))
    )
      break;
  }
  for (const { id } of now().scenario.timeline) {
    const change = (edit: (entry: TimelineEntry) => TimelineEntry) =>
      better(scenario(now(), { timeline: now().scenario.timeline.map((entry) => (entry.id === id ? edit(entry) : entry)) }));
    for (const step of [1000, 100, 10, 1]) if (change((entry) => ({ ...entry, at: Math.floor(entry.at / step) * step }))) break;
    for (const step of [1000, 100, 10]) if (change((entry) => shortened(entry, step))) break;
  }
}

function shortened(entry: TimelineEntry, step: number): TimelineEntry {
  if (entry.type !== 'fault' || entry.duration === undefined) return entry;
  return { ...entry, duration: Math.min(entry.duration, Math.max(step, Math.floor(entry.duration / 2 / step) * step)) };
}

// ---- the parts of a design

function scenario(design: Design, change: Partial<Design['scenario']>): Design {
  return { ...design, scenario: { ...design.scenario, ...change } };
}

function things(design: Design): string[] {
  return [...design.nodes, ...design.links, ...design.scenario.timeline.filter((entry) => entry.type === 'fault')].map((one) => one.id);
}

function paramsOf(design: Design, id: string): ParamBag {
  const faults = design.scenario.timeline.filter((entry) => entry.type === 'fault');
  return [...design.nodes, ...design.links, ...faults].find((one) => one.id === id)?.params ?? {};
}

function withParams(design: Design, id: string, edit: (bag: ParamBag) => ParamBag): Design {
  const turn = <T extends { readonly id: string; readonly params: ParamBag }>(one: T): T =>
    one.id === id ? { ...one, params: edit(one.params) } : one;
  const timeline = design.scenario.timeline.map((entry) => (entry.type === 'fault' ? turn(entry) : entry));
  return scenario({ ...design, nodes: design.nodes.map(turn), links: design.links.map(turn) }, { timeline });
}

function withNode(design: Design, id: string, edit: (node: NodeDoc) => NodeDoc): Design {
  return { ...design, nodes: design.nodes.map((node) => (node.id === id ? edit(node) : node)) };
}

/** The candidate without what hangs in the air: links without an end, entries without a target, classes that are gone. */
function soundOf(candidate: Design): Design | undefined {
  const ids = new Set(candidate.nodes.map((node) => node.id));
  const links = candidate.links.filter((link) => ids.has(link.from) && ids.has(link.to));
  const known = new Set(candidate.classes.map((one) => one.id));
  const keep = (bag: ParamBag): ParamBag =>
    Object.fromEntries(
      Object.entries(bag).map(([name, value]) => [name, Array.isArray(value) ? value.filter((id) => known.has(id)) : value]),
    );
  const nodes = candidate.nodes.map((node) => ({ ...node, params: keep(node.params) }));
  const bare = { ...candidate, nodes, links: links.map((link): LinkDoc => ({ ...link, params: keep(link.params) })) };
  const timeline = bare.scenario.timeline.filter((entry) => read(scenario(bare, { timeline: [entry] }), CATALOG).ok);
  const sound = read(scenario(bare, { timeline }), CATALOG);
  return sound.ok ? sound.value : undefined;
}
