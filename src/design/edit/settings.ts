/**
 * Edits of settings and request classes. A class that goes leaves every list it stood in; it cannot go where it is the
 * only one in a list, because an empty list means all classes and the design would quietly say the opposite.
 */
import type { ParamBag, ParamSpec, ParamSpecs, ParamValue } from '../../std/parameter.ts';
import type { Result } from '../../std/result.ts';
import { parseAddress, resolveAddress } from '../address.ts';
import type { Command } from '../command.ts';
import { type Design, LIMITS, type NodeDoc, type TimelineEntry } from '../document.ts';
import { checkInstances } from '../read/graph.ts';
import { grouped, shown } from '../read/intake.ts';
import { readClass } from '../read/parts.ts';
import { type Refusal, readValue, sameValue } from '../read/values.ts';
import { instancesOf, type Registry } from '../registry.ts';
import { type Editing, mapKept, withOne, without } from './editing.ts';
import { untied } from './scenario.ts';

type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;

export function setParam(at: Editing, command: Of<'set-param'>): Design {
  const { design, registry } = at;
  const ids = new Set(command.ids);
  const things: readonly { readonly id: string }[] = command.of === 'node' ? design.nodes : design.links;
  const there = new Set(things.map((one) => one.id));
  const missing = command.ids.find((id) => !there.has(id));
  if (missing !== undefined)
    at.intake.refuse(missing, 'unknown-part', `There is no ${command.of === 'node' ? 'part' : 'link'} ${shown(missing)}.`);
  if (command.of === 'link') {
    const links = mapKept(design.links, (link) => (ids.has(link.id) ? turned(at, link, registry.linkParameters, command) : link));
    return links === design.links ? design : { ...design, links };
  }
  const nodes = mapKept(design.nodes, (node) =>
    ids.has(node.id) ? turned(at, node, registry.kindOf(node.kind)?.params ?? {}, command) : node,
  );
  if (nodes === design.nodes) return design;
  const next = { ...design, nodes };
  if (nodes.some((node, i) => counts(node, registry) !== counts(design.nodes[i], registry))) checkCopies(at, next);
  return next;
}

function counts(node: NodeDoc | undefined, registry: Registry): number {
  return node === undefined ? 0 : instancesOf(node, registry);
}

/** With other numbers of instances: are there too many, and does the timeline name one that would be gone? */
function checkCopies({ intake, registry }: Editing, design: Design): void {
  checkInstances(intake, design.nodes, registry);
  for (const entry of design.scenario.timeline) {
    const targets = entry.type === 'chaos' ? entry.targets : entry.type === 'fault' || entry.type === 'wear' ? [entry.target] : [];
    for (const target of targets) {
      const address = parseAddress(target);
      const covered = address.ok ? resolveAddress(address.value, design, registry) : address;
      if (!covered.ok) {
        intake.refuse(target, 'on-timeline', `The timeline names ${target}: remove that fault first, or aim it elsewhere.`);
      }
    }
  }
}

function turned<T extends { readonly id: string; readonly params: ParamBag }>(
  at: Editing,
  thing: T,
  specs: ParamSpecs,
  command: Of<'set-param'>,
): T {
  const { param } = command;
  const spec = Object.hasOwn(specs, param) ? specs[param] : undefined;
  if (spec === undefined) {
    at.intake.refuse(thing.id, 'unknown-parameter', `${thing.id} has no setting called ${shown(param)}.`);
    return thing;
  }
  const value: Result<ParamValue, Refusal> =
    command.value === undefined ? { ok: true, value: spec.default } : readValue(spec, command.value, at.classes);
  if (!value.ok) {
    at.intake.refuse(`${thing.id}.params.${param}`, value.error.code, value.error.message);
    return thing;
  }
  const before = Object.hasOwn(thing.params, param) ? thing.params[param] : spec.default;
  return sameValue(before, value.value) ? thing : { ...thing, params: withParam(thing.params, specs, param, value.value) };
}

/** The bag with one value, in the order of the specs and without it at its default. */
function withParam(bag: ParamBag, specs: ParamSpecs, param: string, value: ParamValue): ParamBag {
  const next: Record<string, ParamValue> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const kept = name === param ? value : Object.hasOwn(bag, name) ? bag[name] : undefined;
    if (kept !== undefined && !sameValue(kept, spec.default)) next[name] = kept;
  }
  return next;
}

export function setClass({ design, intake }: Editing, command: Of<'set-class'>): Design {
  const one = readClass(intake, command.class, command.class.id);
  const before = design.classes.find(({ id }) => id === one.id);
  if (before === undefined && design.classes.length >= LIMITS.classes) {
    intake.refuse(one.id, 'too-many', `A design has at most ${grouped(LIMITS.classes)} request classes.`);
  }
  return sameValue(before, one) ? design : { ...design, classes: withOne(design.classes, one) };
}

export function removeClass(at: Editing, { id }: Of<'remove-class'>): Design {
  const { design, intake, registry } = at;
  const classes = without(design.classes, (one) => one.id === id);
  if (classes === design.classes) return design;
  if (classes.length === 0) intake.refuse(id, 'last-class', 'The last request class cannot go: requests must be of some class.');
  const clean = <T extends { readonly id: string; readonly params: ParamBag }>(thing: T, specs: ParamSpecs | undefined): T => {
    const params = cleanBag(at, thing.id, thing.params, specs ?? {}, id);
    return params === thing.params ? thing : { ...thing, params };
  };
  const timeline = mapKept(withoutClass(design.scenario.timeline, id), (entry) => {
    if (entry.type === 'fault') return clean(entry, registry.faultOf(entry.fault)?.params);
    if (entry.type !== 'change') return entry;
    const target = design.nodes.find((node) => node.id === entry.target);
    const specs = target === undefined ? registry.linkParameters : registry.kindOf(target.kind)?.params;
    const value = cleanValue(at, entry.id, specs?.[entry.param], entry.value, id);
    return value === entry.value ? entry : { ...entry, value };
  });
  return {
    ...design,
    classes,
    nodes: mapKept(design.nodes, (node) => clean(node, registry.kindOf(node.kind)?.params)),
    links: mapKept(design.links, (link) => clean(link, registry.linkParameters)),
    scenario: { ...design.scenario, timeline, objectives: without(design.scenario.objectives, (objective) => objective.class === id) },
  };
}

/** The timeline without conditions on a class: what began or ended by one goes, a probe keeps the others. */
function withoutClass(timeline: readonly TimelineEntry[], id: string): readonly TimelineEntry[] {
  const kept = timeline.flatMap((entry) => {
    if ('when' in entry && entry.when?.class === id) return [];
    if (entry.type === 'fault' && entry.target === `class:${id}`) return [];
    if (entry.type === 'chaos' && entry.targets.includes(`class:${id}`)) {
      const targets = entry.targets.filter((target) => target !== `class:${id}`);
      return targets.length === 0 ? [] : [{ ...entry, targets }];
    }
    if (entry.type !== 'probe' || !entry.hypothesis.some((one) => one.class === id)) return [entry];
    const hypothesis = entry.hypothesis.filter((one) => one.class !== id);
    return hypothesis.length === 0 ? [] : [{ ...entry, hypothesis }];
  });
  return kept.every((entry, i) => entry === timeline[i]) && kept.length === timeline.length ? timeline : untied(kept);
}

function cleanBag(at: Editing, place: string, bag: ParamBag, specs: ParamSpecs, gone: string): ParamBag {
  let next = bag;
  for (const [name, value] of Object.entries(bag)) {
    const clean = cleanValue(at, place, specs[name], value, gone);
    if (clean !== value) next = { ...next, [name]: clean };
  }
  return next;
}

function cleanValue({ intake }: Editing, place: string, spec: ParamSpec | undefined, value: ParamValue, gone: string): ParamValue {
  if (spec?.type !== 'classes' || !Array.isArray(value) || !value.includes(gone)) return value;
  if (value.length === 1) {
    intake.refuse(place, 'class-in-use', `${place} is set to "${spec.label}" this class and no other; change that first.`);
  }
  return value.filter((id) => id !== gone);
}
