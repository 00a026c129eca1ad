/** Random timelines: what any entry may say besides, and the entries that try a design out, upon entries that are there. */

import { parseAddress, resolveAddress } from './address.ts';
import { CONDITION_METRICS, type ConditionDoc, conditionsOf } from './condition-doc.ts';
import type { FaultEntry, NodeDoc, TimelineEntry } from './document.ts';
import { PHASES } from './document.ts';
import type { Palette } from './random-design.ts';
import type { Dice } from './random-values.ts';
import { misfit } from './read/entry-parts.ts';
import { settled } from './schedule.ts';

/** The entries with more said of some, and others beside them; valid as long as they were. */
export function randomTrials(
  dice: Dice,
  palette: Palette,
  classes: readonly string[],
  nodes: readonly NodeDoc[],
  plain: readonly (TimelineEntry | undefined)[],
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (const entry of plain)
    if (entry !== undefined) entries.push(dice.chance(0.5) ? entry : adorned(dice, palette, classes, nodes, entries, entry));
  for (let i = dice.below(3); i > 0; i--) {
    const trial = randomTrial(dice, palette, classes, nodes, `trial-${i}`);
    if (trial !== undefined && entries.every(({ id }) => id !== trial.id)) entries.push(trial);
  }
  // In a circle, or after what never ends, nothing begins: then without any of it.
  const order = settled(entries);
  return order.ok ? order.value : entries.map((entry) => ('after' in entry ? withoutAfter(entry) : entry));
}

function withoutAfter(entry: TimelineEntry): TimelineEntry {
  const { after: _, ...rest } = entry as FaultEntry;
  return rest;
}

function adorned(
  dice: Dice,
  palette: Palette,
  classes: readonly string[],
  nodes: readonly NodeDoc[],
  before: readonly TimelineEntry[],
  entry: TimelineEntry,
): TimelineEntry {
  const traits = {
    ...entry,
    ...(dice.chance(0.3) && { muted: true as const }),
    ...(dice.chance(0.3) && { group: dice.of(['storm', 'a, b']) }),
  };
  if (traits.type !== 'fault' && traits.type !== 'change') return traits;
  const first = before[0];
  const begins = {
    ...(dice.chance(0.3) && { when: randomCondition(dice, palette, classes, nodes) }),
    ...(first !== undefined && dice.chance(0.3) && { after: { entry: first.id, offset: dice.below(5_000) } }),
  };
  if (traits.type === 'change') return { ...traits, ...begins };
  const grows = palette.registry.faultOf(traits.fault)?.grows !== undefined;
  return {
    ...traits,
    ...begins,
    ...(grows && dice.chance(0.5) && { ramp: 1 + dice.below(9_000) }),
    ...(grows && traits.duration !== undefined && dice.chance(0.5) && { fall: 1 + dice.below(9_000) }),
    ...(traits.duration !== undefined &&
      dice.chance(0.3) && {
        repeat: { every: traits.duration + 1 + dice.below(5_000), ...(dice.chance(0.7) && { times: 2 + dice.below(5) }) },
      }),
  };
}

function randomCondition(dice: Dice, palette: Palette, classes: readonly string[], nodes: readonly NodeDoc[]): ConditionDoc {
  const listed = nodes.length === 0 || dice.chance(0.6);
  const metric = listed ? dice.of(LISTED) : dice.of(conditionsOf(dice.of(nodes).id, { nodes }, palette.registry));
  const byClass = metric in CONDITION_METRICS && CONDITION_METRICS[metric as (typeof LISTED)[number]].byClass;
  return {
    metric,
    class: byClass && dice.chance(0.5) ? dice.of(classes) : '',
    bound: dice.of(['above', 'below', 'least', 'most']),
    value: dice.below(1000) / 10,
    ...(dice.chance(0.5) && { for: 1 + dice.below(5_000) }),
  };
}

const LISTED = Object.keys(CONDITION_METRICS) as (keyof typeof CONDITION_METRICS)[];

function randomTrial(
  dice: Dice,
  palette: Palette,
  classes: readonly string[],
  nodes: readonly NodeDoc[],
  id: string,
): TimelineEntry | undefined {
  const at = dice.below(60_000);
  const head = { id, at };
  const lasting = dice.chance(0.5) ? { duration: 1 + dice.below(30_000) } : {};
  const sort = dice.below(4);
  if (sort === 0) {
    return { type: 'stop', ...head, when: randomCondition(dice, palette, classes, nodes), does: dice.chance(0.5) ? 'end' : 'pause' };
  }
  if (sort === 1) {
    const hypothesis = Array.from({ length: 1 + dice.below(2) }, () => ({
      ...randomCondition(dice, palette, classes, nodes),
      phases: dice.chance(0.5) ? PHASES : [dice.of(PHASES)],
    }));
    return {
      type: 'probe',
      ...head,
      ...lasting,
      name: dice.of(['', 'steady']),
      hypothesis,
      ...(dice.chance(0.5) && { recoverWithin: 1 + dice.below(9_000), ...(dice.chance(0.5) && { recoverFrom: 'strike' as const }) }),
    };
  }
  if (nodes.length === 0) return undefined;
  const target = dice.of(nodes).id;
  const faults = palette.faults.filter((fault) => {
    const address = parseAddress(target);
    const covered = address.ok ? resolveAddress(address.value, { nodes, links: [] }, palette.registry) : address;
    return covered.ok && misfit(fault, covered.value, { nodes, links: [] }, palette) === undefined;
  });
  const ids = faults.map((fault) => fault.id);
  if (sort === 2 && ids.includes('crash')) {
    return { type: 'wear', ...head, ...lasting, target, mtbf: 1_000 + dice.below(60_000), mttr: 100 + dice.below(5_000) };
  }
  if (ids.length === 0) return undefined;
  const some = [...new Set([dice.of(ids), dice.of(ids)])];
  return {
    type: 'chaos',
    ...head,
    ...lasting,
    perMinute: 1 + dice.below(60),
    lasts: 1 + dice.below(9_000),
    most: 1 + dice.below(3),
    faults: some,
    targets: [target],
  };
}
