/**
 * Random valid designs, fixed by a seed: for tests that hold for all designs, here and in the laws of the whole house.
 * Everything a document can say comes up: every type of parameter, classes, zones, all sorts of addresses, notes and
 * objectives. What it draws is meant to be read, not to be sensible.
 */
import type { Kind } from '../catalog/kind.ts';
import { PRICES } from '../catalog/prices.ts';
import type { Fault } from '../faults/fault.ts';
import { assert, unreachable } from '../std/assert.ts';
import { Stream } from '../std/random.ts';
import {
  type ClassDoc,
  type ClassTraits,
  type Design,
  type LinkDoc,
  type NodeDoc,
  OBJECTIVE_METRICS,
  type TimelineEntry,
} from './document.ts';
import { randomTrials } from './random-trials.ts';
import { Dice, randomParams, randomValue } from './random-values.ts';
import { read } from './read.ts';
import { instancesOf, type Registry } from './registry.ts';

/** What random designs are made of. */
export interface Palette {
  readonly registry: Registry;
  readonly kinds: readonly Kind[];
  readonly faults: readonly Fault[];
}

const NAMES = ['orders', 'Bestellung', 'check out', 'データ', 'réseau', 'a"b\\c', '<b>x</b>', '👩‍👩‍👧', 'x'] as const;
const ZONES = ['a', 'b', 'c'] as const;
const REGIONS = ['', 'virginia', 'ireland'] as const;

/** A design of at most `size` parts, in the form in which `read` gives it back. */
export function randomDesign(seed: number, size: number, palette: Palette): Design {
  const dice = new Dice(new Stream(seed, 'design'));
  const classes = Array.from({ length: 1 + dice.below(3) }, (_, i) => randomClass(dice, i));
  const ids = classes.map((one) => one.id);
  const nodes = Array.from({ length: dice.below(size + 1) }, (_, i) => randomNode(dice, palette, ids, i));
  const links = randomLinks(dice, palette, ids, nodes);
  const plain = Array.from({ length: dice.below(6) }, (_, i) => randomEntry(dice, palette, ids, nodes, links, i));
  // From luck of their own, so that what has been drawn from a seed before is still drawn.
  const timeline = randomTrials(new Dice(new Stream(seed, 'trials')), palette, ids, nodes, plain);
  const design = read(
    {
      version: 1,
      title: dice.of(NAMES),
      about: dice.chance(0.5) ? `${dice.of(NAMES)}\n${dice.of(NAMES)}` : '',
      classes,
      nodes,
      links,
      scenario: {
        seed: dice.below(4_294_967_295),
        durationMs: 1 + dice.below(600_000),
        warmupMs: dice.below(1000),
        timeline,
        objectives: Array.from({ length: dice.below(3) }, (_, i) => randomObjective(dice, ids, i)),
      },
      prices: dice.chance(0.3) ? { [dice.of(PRICES).id]: dice.below(100) / 100 } : {},
    },
    palette.registry,
  );
  assert(design.ok, `random design ${seed} of ${size} is readable: ${design.ok ? '' : JSON.stringify(design.error)}`);
  return design.value;
}

function randomClass(dice: Dice, i: number): ClassDoc {
  const id = `class-${i}`;
  const [write, weight, bytesUp] = [dice.chance(0.3), dice.between(0, 10, false), dice.below(100_000)];
  const plain = { id, name: dice.of(NAMES), route: `/${dice.below(9)}`, write, weight, bytesUp, bytesDown: 10_000 };
  return dice.chance(0.3) ? { ...plain, ...randomTraits(dice) } : plain;
}

/** Some of what a class may say besides; none of it as it would be anyway, which a document leaves out. */
export function randomTraits(dice: Dice): ClassTraits {
  const all: ClassTraits = {
    priority: 1 + dice.below(9),
    tenant: dice.of(['acme', 'free', 'paid']),
    space: dice.of(['carts', 'products']),
    keys: 1 + dice.below(1000),
    skew: dice.below(30) / 10,
    hotShare: (1 + dice.below(9)) / 10,
    sessionShare: dice.below(10) / 10,
  };
  return Object.fromEntries(Object.entries(all).filter(() => dice.chance(0.5)));
}

function randomNode(dice: Dice, palette: Palette, classes: readonly string[], i: number): NodeDoc {
  const kind = dice.of(palette.kinds);
  return {
    id: dice.chance(0.3) ? `n${i}` : i === 0 ? kind.id : `${kind.id}-${i + 1}`,
    kind: kind.id,
    name: dice.chance(0.5) ? dice.of(NAMES) : `${kind.id}-${i + 1}`,
    x: 4 * (dice.below(1000) - 500),
    y: 4 * (dice.below(1000) - 500),
    params: randomParams(dice, kind.params, classes),
    region: dice.of(REGIONS),
    zones: dice.chance(0.5) ? ['a'] : [dice.of(ZONES), dice.of(ZONES)],
  };
}

function randomLinks(dice: Dice, { registry }: Palette, classes: readonly string[], nodes: readonly NodeDoc[]): LinkDoc[] {
  const links: LinkDoc[] = [];
  for (let tries = 0; tries < nodes.length * 2; tries++) {
    const [from, to] = [dice.of(nodes), dice.of(nodes)];
    if (from === to || links.some((link) => link.from === from.id && link.to === to.id)) continue;
    if (registry.kindOf(from.kind)?.links.out !== true || registry.kindOf(to.kind)?.links.in !== true) continue;
    const id = dice.chance(0.3) ? `l${tries}` : `${from.id}-to-${to.id}`.slice(0, 40);
    if (links.some((link) => link.id === id)) continue;
    links.push({ id, from: from.id, to: to.id, params: randomParams(dice, registry.linkParameters, classes) });
  }
  return links;
}

function randomEntry(
  dice: Dice,
  palette: Palette,
  classes: readonly string[],
  nodes: readonly NodeDoc[],
  links: readonly LinkDoc[],
  i: number,
): TimelineEntry | undefined {
  const at = dice.chance(0.5) ? 1000 * dice.below(60) : dice.between(0, 60_000, false);
  if (dice.chance(0.3) || nodes.length === 0) return { type: 'note', id: `note-${i}`, at, text: dice.of(NAMES) };
  if (dice.chance(0.4)) return randomChange(dice, palette, classes, nodes, links, `change-${i}`, at);
  const fault = dice.of(palette.faults);
  const target = randomTarget(dice, palette, fault, nodes, links);
  if (target === undefined) return undefined;
  const entry = {
    type: 'fault',
    id: `${fault.id}-${i}`,
    at,
    fault: fault.id,
    target,
    params: randomParams(dice, fault.params, classes),
  } as const;
  return dice.chance(0.8) ? { ...entry, duration: 1000 * dice.below(30) } : entry;
}

function randomChange(
  dice: Dice,
  { registry }: Palette,
  classes: readonly string[],
  nodes: readonly NodeDoc[],
  links: readonly LinkDoc[],
  id: string,
  at: number,
): TimelineEntry | undefined {
  const target = dice.of([...nodes, ...links]);
  const specs = 'kind' in target ? registry.kindOf(target.kind)?.params : registry.linkParameters;
  const live = Object.entries(specs ?? {}).filter(([, spec]) => spec.live);
  if (live.length === 0) return undefined;
  const [param, spec] = dice.of(live);
  return { type: 'change', id, at, target: target.id, param, value: randomValue(dice, spec, classes) };
}

function randomTarget(
  dice: Dice,
  { registry }: Palette,
  fault: Fault,
  nodes: readonly NodeDoc[],
  links: readonly LinkDoc[],
): string | undefined {
  const hit = nodes.filter((node) => {
    const kind = registry.kindOf(node.kind);
    if (kind === undefined || (kind.role === 'source' && !fault.sources)) return false;
    return fault.needs === undefined || kind.abilities.includes(fault.needs);
  });
  const sort = dice.of(fault.targets);
  switch (sort) {
    case 'node':
      return hit.length === 0 ? undefined : dice.of(hit).id;
    case 'instance': {
      if (hit.length === 0) return undefined;
      const node = dice.of(hit);
      return `${node.id}/${1 + dice.below(instancesOf(node, registry))}`;
    }
    case 'link': {
      if (links.length === 0) return undefined;
      const link = dice.of(links);
      return `${link.from}>${link.to}`;
    }
    case 'zone':
      return `zone:${dice.of(ZONES)}`;
    case 'region':
      return 'region:ireland';
    case 'partition':
      return nodes.length < 2 ? undefined : `{${nodes[0]?.id}}|{${nodes.slice(1).map((node) => node.id)}}`;
    default:
      return unreachable(sort);
  }
}

function randomObjective(dice: Dice, classes: readonly string[], i: number) {
  const of = dice.chance(0.5) ? '' : dice.of(classes);
  return {
    id: `goal-${i}`,
    metric: dice.of(OBJECTIVE_METRICS),
    bound: dice.of(['most', 'least'] as const),
    value: dice.below(500),
    class: of,
  };
}
