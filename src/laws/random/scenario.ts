/**
 * Random scenarios, each fixed by its number: a small design of all kinds, with every parameter of parts and links over its
 * range, under faults of all sorts that overlap, and live changes. Runs of a few seconds at modest rates, so that thousands fit
 * into a minute; variety is bought with many designs and not with long runs.
 */

import type { ClassDoc, Design, LinkDoc, NodeDoc, TimelineEntry } from '../../design/document.ts';
import { Dice } from '../../design/random-values.ts';
import { read } from '../../design/read.ts';
import { CATALOG, instancesOf } from '../../design/registry.ts';
import { LINK_PARAMETERS } from '../../engine/policy/link-parameters.ts';
import type { Fault, TargetSort } from '../../faults/fault.ts';
import { FAULTS } from '../../faults/index.ts';
import type { ParamBag, ParamValue } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { drawArrows, drawKinds, EVERY, type Palette, turnOf } from './graph.ts';
import { modest } from './modest.ts';
import { drawBag, drawNumber, drawValue } from './values.ts';

const ZONES = ['a', 'b', 'c'] as const;
const REGIONS = ['', '', 'virginia', 'ireland'] as const;
/** Parameters with which calls that go round in circles die out. */
const DYING: ParamBag = { probability: 0.3, count: 1, retries: 0 };

interface Drawing {
  readonly dice: Dice;
  readonly number: number;
  /** The kind whose turn it is. */
  readonly focus: string;
  readonly classes: readonly string[];
  readonly nodes: readonly NodeDoc[];
  readonly links: readonly LinkDoc[];
  /** Calls may go round in it. */
  readonly circle: boolean;
}

/** The scenario of this number. */
export function drawScenario(number: number, palette: Palette = EVERY): Design {
  const dice = new Dice(new Stream(number, 'scenario'));
  const classes = Array.from({ length: 1 + dice.below(3) }, (_, i) => drawClass(dice, i));
  const ids = classes.map((one) => one.id);
  const kinds = drawKinds(dice, number, palette);
  const focus = turnOf(palette.others, number).id;
  // In others mostly defaults: where little is odd, more of what takes several steps comes about.
  const wild = dice.chance(0.55);
  const nodes = kinds.map((kind, i): NodeDoc => {
    const id = kind.id + (kinds.indexOf(kind) === i ? '' : `-${i}`);
    const zones = dice.chance(0.5) ? ['a'] : [dice.of(ZONES), dice.of(ZONES)];
    const params = modest(dice, kind.id, drawBag(dice, kind.params, ids, wild ? 0.35 : 0.06));
    return { id, kind: kind.id, name: id, x: 240 * i, y: 100 * dice.below(3), params, region: dice.of(REGIONS), zones };
  });
  const circle = { back: false };
  const links = drawArrows(dice, nodes, kinds).map(({ from, to, back }): LinkDoc => {
    circle.back ||= back;
    const { classes: only, ...rest } = drawBag(dice, LINK_PARAMETERS, ids, !wild || dice.chance(0.3) ? 0.04 : 0.3);
    const drawn = only !== undefined && dice.chance(0.25) ? { ...rest, classes: only } : rest;
    return { id: `${from}-to-${to}`.slice(0, 40), from, to, params: back ? { ...drawn, ...DYING } : drawn };
  });
  const durationMs = 1000 + 250 * dice.below(7);
  const drawing: Drawing = circle.back
    ? { dice, number, focus, classes: ids, nodes: nodes.map(calm), links: links.map(once), circle: true }
    : { dice, number, focus, classes: ids, nodes, links, circle: false };
  const timeline = Array.from({ length: dice.below(8) }, (_, i) => drawEntry(drawing, i, durationMs)).filter((e) => e !== undefined);
  const warmupMs = dice.chance(0.3) ? dice.below(durationMs) : 0;
  const scenario = { seed: dice.below(4_294_967_295), durationMs, warmupMs, timeline, objectives: [] };
  const design = read({
    version: 1,
    title: `Random scenario ${number}`,
    about: '',
    classes,
    nodes: drawing.nodes,
    links: drawing.links,
    scenario,
  });
  if (!design.ok) throw new Error(`scenario ${number} cannot be read: ${JSON.stringify(design.error)}`);
  return design.value;
}

function drawClass(dice: Dice, i: number): ClassDoc {
  const [write, weight] = [dice.chance(0.4), dice.chance(0.1) ? 0 : 1 + dice.below(9)];
  return {
    id: `class-${i}`,
    name: `Class ${i}`,
    route: `/${i}`,
    write,
    weight: i === 0 ? 5 : weight,
    bytesUp: dice.below(5000),
    bytesDown: dice.below(50_000),
  };
}

/** Where calls go round in circles few requests are enough, and workers that wait for each other would lock everything. */
function calm(node: NodeDoc): NodeDoc {
  if (Object.hasOwn(CATALOG.kindOf(node.kind)?.params ?? {}, 'waiting')) return { ...node, params: { ...node.params, waiting: 'freed' } };
  const few: ParamBag = {
    rate: 4,
    peak: 6,
    users: 2,
    devices: 2,
    every: 500,
    bots: 1,
    perBot: 1,
    bitrate: 1000,
    items: 3,
    concurrency: 1,
    traceScale: 0.1,
  };
  const { params = {}, role } = CATALOG.kindOf(node.kind) ?? {};
  if (role !== 'source') return node;
  const fewer = Object.fromEntries(Object.entries(few).filter(([name]) => Object.hasOwn(params, name)));
  return { ...node, params: { ...node.params, ...fewer } };
}

/** A call that went round 64 times and failed would be tried again at each turn: 2^64 calls. */
function once(link: LinkDoc): LinkDoc {
  return { ...link, params: { ...link.params, retries: 0 } };
}

function drawEntry(drawing: Drawing, i: number, durationMs: number): TimelineEntry | undefined {
  const { dice } = drawing;
  const at = dice.chance(0.5) ? 250 * dice.below(durationMs / 250) : dice.between(0, durationMs, false);
  // Each fault has its turn, as kinds have.
  const turn = i === 0 ? turnOf(FAULTS, drawing.number) : undefined;
  if (turn === undefined && dice.chance(0.05)) return { type: 'note', id: `note-${i}`, at, text: 'look' };
  if (turn === undefined && dice.chance(0.3)) return drawChange(drawing, i, at);
  const fault = turn ?? dice.of(FAULTS);
  // And mostly it hits the part whose turn it is, or what that calls.
  const target = drawTarget(drawing, fault, turn === undefined ? [] : focusOf(drawing));
  if (target === undefined) return undefined;
  const params = drawFaultParams(dice, fault, drawing.classes);
  const entry: TimelineEntry = { type: 'fault', id: `${fault.id}-${i}`, at, fault: fault.id, target, params };
  return dice.chance(0.9) ? { ...entry, duration: dice.chance(0.05) ? 0 : Math.ceil(dice.between(0, durationMs, false)) } : entry;
}

/** Traffic that grows a thousandfold or work that takes a minute would leave nothing else to see. */
function drawFaultParams(dice: Dice, fault: Fault, classes: readonly string[]): ParamBag {
  const bag: Record<string, ParamValue> = {};
  for (const [name, spec] of Object.entries(fault.params)) {
    if (dice.chance(0.3)) continue;
    bag[name] =
      spec.type === 'number' && spec.unit === 'factor'
        ? Math.max(spec.min, Math.round(dice.between(0, 8, false)))
        : drawValue(dice, name, fault.params, classes);
    if (spec.type === 'number' && spec.unit === 'ms') bag[name] = drawNumber(dice, name, { ...spec, max: Math.min(spec.max, 2000) });
  }
  return bag;
}

function drawChange({ dice, classes, nodes, links, circle }: Drawing, i: number, at: number): TimelineEntry | undefined {
  const thing = dice.of([...nodes, ...links]);
  const specs = 'kind' in thing ? CATALOG.kindOf(thing.kind)?.params : LINK_PARAMETERS;
  const live = Object.entries(specs ?? {}).flatMap(([name, spec]) => (spec.live && !(circle && name === 'retries') ? [name] : []));
  if (specs === undefined || live.length === 0) return undefined;
  const param = dice.of(live);
  return { type: 'change', id: `change-${i}`, at, target: thing.id, param, value: drawValue(dice, param, specs, classes) };
}

/** The parts that the scenario is about this time; none: whichever. */
function focusOf({ dice, focus, nodes, links }: Drawing): readonly string[] {
  const own = nodes.filter((node) => node.kind === focus).map(({ id }) => id);
  if (dice.chance(0.5)) return own;
  return dice.chance(0.5) ? links.filter(({ from }) => own.includes(from)).map(({ to }) => to) : [];
}

function drawTarget({ dice, nodes, links }: Drawing, fault: Fault, focus: readonly string[] = []): string | undefined {
  const can = nodes.filter((node) => canHit(fault, node));
  const first = can.filter(({ id }) => focus.includes(id));
  const able = first.length > 0 ? first : can;
  const sorts = fault.targets.filter(
    (sort) => (sort === 'link' ? links.length > 0 : sort !== 'node' && sort !== 'instance') || able.length > 0,
  );
  if (sorts.length === 0) return undefined;
  // Places hit whatever stands there; most of the time a fault is to hit what the scenario is about.
  const close = sorts.filter((sort) => sort !== 'zone' && sort !== 'region');
  return addressOf(dice, dice.of(close.length > 0 && dice.chance(0.8) ? close : sorts), able, nodes, links);
}

function canHit(fault: Fault, node: NodeDoc): boolean {
  const kind = CATALOG.kindOf(node.kind);
  if (kind === undefined || (kind.role === 'source' && !fault.sources)) return false;
  return fault.needs === undefined || kind.abilities.includes(fault.needs);
}

function addressOf(
  dice: Dice,
  sort: TargetSort,
  able: readonly NodeDoc[],
  nodes: readonly NodeDoc[],
  links: readonly LinkDoc[],
): string | undefined {
  if (sort === 'zone') return `zone:${dice.of(ZONES)}`;
  if (sort === 'region') return `region:${dice.of(REGIONS.slice(2))}`;
  if (sort === 'link') {
    const link = links.length === 0 ? undefined : dice.of(links);
    return link === undefined ? undefined : `${link.from}>${link.to}`;
  }
  if (sort === 'partition') return cutOf(dice, nodes);
  if (able.length === 0) return undefined;
  const node = dice.of(able);
  return sort === 'node' ? node.id : instanceOf(dice, node);
}

function instanceOf(dice: Dice, node: NodeDoc): string {
  return `${node.id}/${1 + dice.below(instancesOf(node))}`;
}

/** Two sides, of nodes or of single instances; what is on neither side talks to both. */
function cutOf(dice: Dice, nodes: readonly NodeDoc[]): string | undefined {
  const sides: [string[], string[]] = [[], []];
  for (const node of nodes) {
    const count = instancesOf(node);
    if (count > 1 && dice.chance(0.5)) for (let i = 1; i <= count; i++) sides[dice.below(2)]?.push(`${node.id}/${i}`);
    else if (dice.chance(0.8)) sides[dice.below(2)]?.push(node.id);
  }
  return sides[0].length === 0 || sides[1].length === 0 ? undefined : `{${sides[0]}}|{${sides[1]}}`;
}
