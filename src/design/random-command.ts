/**
 * Random commands for a design, most of them sensible, some to be refused: for tests that hold for all sequences of edits.
 */
import { PRICES } from '../catalog/prices.ts';
import { unreachable } from '../std/assert.ts';
import { Stream } from '../std/random.ts';
import { copyParts, pasteParts } from './clipboard.ts';
import type { Command } from './command.ts';
import { type Design, OBJECTIVE_METRICS } from './document.ts';
import { newFault, newLink, newNode } from './fresh.ts';
import { type Palette, randomDesign, randomTraits } from './random-design.ts';
import { randomTrials } from './random-trials.ts';
import { Dice, randomValue } from './random-values.ts';

const SORTS = [
  'add',
  'add',
  'add',
  'link',
  'link',
  'paste',
  'remove',
  'remove-link',
  'move',
  'move',
  'rename',
  'place',
  'set-param',
  'set-param',
  'set-param',
  'set-class',
  'remove-class',
  'set-fault',
  'set-fault',
  'set-change',
  'set-note',
  'set-entries',
  'remove-entry',
  'set-objective',
  'remove-objective',
  'set-scenario',
  'set-price',
  'describe',
  'replace',
] as const;

/** A command fixed by a seed and the design it is for. */
export function randomCommand(seed: number, design: Design, palette: Palette): Command {
  const dice = new Dice(new Stream(seed, 'command'));
  const { registry } = palette;
  const sort = dice.of(SORTS);
  const node = design.nodes.length === 0 ? undefined : dice.of(design.nodes);
  const link = design.links.length === 0 ? undefined : dice.of(design.links);
  const fresh: Command = {
    do: 'add',
    nodes: [newNode(design, dice.of(palette.kinds).id, dice.below(2000), dice.below(1000), registry)],
    links: [],
  };
  switch (sort) {
    case 'add':
      return fresh;
    case 'link':
      return node === undefined ? fresh : { do: 'add', nodes: [], links: [newLink(design, node.id, dice.of(design.nodes).id)] };
    case 'paste': {
      const paste = pasteParts(design, copyParts(design, some(dice, design.nodes), registry), undefined, registry);
      return paste.ok ? paste.value.paste : fresh;
    }
    case 'remove':
      return { do: 'remove', nodes: dice.chance(0.2) ? some(dice, design.nodes) : [node?.id ?? 'gone'], links: [] };
    case 'remove-link':
      return { do: 'remove', nodes: [], links: [link?.id ?? 'gone'] };
    case 'move':
      return {
        do: 'move',
        to: { [node?.id ?? 'gone']: { x: dice.below(3000) / 2, y: dice.chance(0.05) ? Number.NaN : dice.below(1000) } },
      };
    case 'rename':
      return { do: 'rename', node: node?.id ?? 'gone', name: dice.of(['db', 'Orders  API', '', '\u202eevil', 'x'.repeat(200)]) };
    case 'place':
      return {
        do: 'place',
        nodes: some(dice, design.nodes),
        region: dice.of(['', 'eu', 'US West']),
        zones: dice.of([['a'], ['a', 'b'], []]),
      };
    default:
      return settingsCommand(sort, dice, design, palette) ?? fresh;
  }
}

type Rest = Exclude<(typeof SORTS)[number], 'add' | 'link' | 'paste' | 'remove' | 'remove-link' | 'move' | 'rename' | 'place'>;

function settingsCommand(sort: Rest, dice: Dice, design: Design, palette: Palette): Command | undefined {
  const classes = design.classes.map((one) => one.id);
  const { timeline, objectives } = design.scenario;
  const id = (prefix: string): string => `${prefix}-${dice.below(5)}`;
  switch (sort) {
    case 'set-param':
      return paramCommand(dice, design, palette);
    case 'set-class':
      return {
        do: 'set-class',
        class: {
          id: id('class'),
          name: 'Some',
          route: 'x',
          write: dice.chance(0.5),
          weight: dice.below(5),
          bytesUp: 1,
          bytesDown: 1,
          ...randomTraits(dice),
        },
      };
    case 'remove-class':
      return { do: 'remove-class', id: dice.of(classes) };
    case 'set-fault': {
      if (design.nodes.length === 0) return undefined;
      const fault = newFault(design, dice.of(palette.faults).id, randomAddress(dice, design), dice.below(60_000), palette.registry);
      return { do: 'set-entry', entry: fault };
    }
    case 'set-change': {
      const command = paramCommand(dice, design, palette);
      if (command?.do !== 'set-param' || command.value === undefined) return undefined;
      const { ids, param, value } = command;
      return { do: 'set-entry', entry: { type: 'change', id: id('change'), at: dice.below(60_000), target: ids[0] ?? '', param, value } };
    }
    case 'set-note':
      return { do: 'set-entry', entry: { type: 'note', id: id('note'), at: dice.below(60_000), text: ' a\n\n\n b ' } };
    case 'set-entries':
      return { do: 'set-entries', entries: randomTrials(dice, palette, classes, design.nodes, timeline), remove: some(dice, timeline) };
    case 'remove-entry':
      return { do: 'remove-entry', ids: some(dice, timeline) };
    case 'set-objective': {
      const objective = {
        id: id('goal'),
        metric: dice.of(OBJECTIVE_METRICS),
        bound: 'most',
        value: dice.below(100),
        class: dice.of(['', ...classes, 'no']),
      } as const;
      return { do: 'set-objective', objective };
    }
    case 'remove-objective':
      return { do: 'remove-objective', id: objectives[0]?.id ?? 'gone' };
    case 'set-scenario':
      return { do: 'set-scenario', seed: dice.below(9), ...(dice.chance(0.5) ? { durationMs: dice.below(90_000) } : {}) };
    case 'set-price':
      return { do: 'set-price', price: dice.of(PRICES).id, usd: dice.chance(0.3) ? undefined : dice.below(300) / 100 };
    case 'describe':
      return { do: 'describe', title: dice.of(['', 'A', 'B  C']), about: 'x' };
    case 'replace':
      return dice.chance(0.2) ? { do: 'replace', design: randomDesign(dice.below(1000), 8, palette) } : undefined;
    default:
      return unreachable(sort);
  }
}

function paramCommand(dice: Dice, design: Design, { registry }: Palette): Command | undefined {
  const things = [...design.nodes, ...design.links];
  if (things.length === 0) return undefined;
  const thing = dice.of(things);
  const specs = Object.entries('kind' in thing ? (registry.kindOf(thing.kind)?.params ?? {}) : registry.linkParameters);
  if (specs.length === 0) return undefined;
  const [param, spec] = dice.of(specs);
  const classes = design.classes.map((one) => one.id);
  const value = dice.chance(0.1) ? undefined : dice.chance(0.1) ? 'wrong' : randomValue(dice, spec, classes);
  return { do: 'set-param', of: 'kind' in thing ? 'node' : 'link', ids: [thing.id], param, value };
}

function randomAddress(dice: Dice, design: Design): string {
  const node = dice.of(design.nodes).id;
  const link = design.links.length === 0 ? undefined : dice.of(design.links);
  const cut = `{${node},zone:a}|{${dice.of(design.nodes).id}}`;
  return dice.of([node, `${node}/1`, `${node}/2`, 'zone:a', 'region:eu', cut, link === undefined ? node : `${link.from}>${link.to}`]);
}

function some(dice: Dice, things: readonly { readonly id: string }[]): string[] {
  return things.filter(() => dice.chance(0.3)).map((one) => one.id);
}
