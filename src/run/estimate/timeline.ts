/** Until when a prediction can hold, and what ends it: faults, changes of parameters, and traffic that takes another shape. */
import type { Doubt } from '../../catalog/estimate.ts';
import { parseAddress, resolveAddress } from '../../design/address.ts';
import type { TimelineEntry } from '../../design/document.ts';
import { faultOf } from '../../faults/index.ts';
import { valuesOf } from '../../std/parameter.ts';
import { formatQuantity } from '../../std/quantity.ts';
import type { Wiring } from './wiring.ts';

/** Entries that change something before the run ends. */
function effective({ design }: Wiring): readonly TimelineEntry[] {
  const { timeline, durationMs } = design.scenario;
  const idle = ['note', 'stop', 'probe'];
  return timeline.filter((entry) => !idle.includes(entry.type) && entry.muted !== true && entry.at < durationMs);
}

/** ms; Infinity when nothing changes before the run ends. */
export function changesAt(wiring: Wiring): number {
  let first = Infinity;
  for (const entry of effective(wiring)) first = Math.min(first, entry.at);
  for (const { kind, values } of wiring.nodes) {
    const source = kind.estimate?.source?.(values);
    if (source?.is === 'open') first = Math.min(first, source.changesAt);
  }
  return first < wiring.design.scenario.durationMs ? first : Infinity;
}

/** What the timeline does to each node, by index. What is at work as the figures begin to count takes them away. */
export function timelineDoubts(wiring: Wiring): readonly (readonly Doubt[])[] {
  const found: Doubt[][] = wiring.nodes.map(() => []);
  const index = new Map(wiring.nodes.map((node) => [node.doc.id, node.index]));
  const links = new Map(wiring.links.map((link) => [link.doc.id, link.to.index]));
  for (const entry of effective(wiring)) {
    const nodes = strickenBy(wiring, entry);
    const hides = entry.at === 0 ? 'all' : 'none';
    const text = `${hides === 'all' ? 'From the start' : `Only until ${formatQuantity(entry.at, 'ms')}`}: ${wordsOf(entry)}.`;
    for (const id of nodes) found[index.get(id) ?? links.get(id) ?? -1]?.push({ text, hides });
  }
  for (const { index: at, kind, values } of wiring.nodes) {
    const source = kind.estimate?.source?.(values);
    if (source?.is !== 'open' || source.changesAt >= wiring.design.scenario.durationMs) continue;
    const early = source.changesAt === 0;
    const text = early ? 'Its rate changes all the time.' : `Only until ${formatQuantity(source.changesAt, 'ms')}: then its rate changes.`;
    found[at]!.push({ text, hides: 'none' });
  }
  return found;
}

function wordsOf(entry: TimelineEntry): string {
  if (entry.type === 'change') return 'then a setting is changed';
  if (entry.type === 'chaos') return 'then faults strike at random';
  if (entry.type === 'wear') return 'then it fails and is repaired by itself';
  if (entry.type !== 'fault') return '';
  const fault = faultOf(entry.fault);
  return fault === undefined ? entry.fault : fault.badge(valuesOf(fault.params, entry.params));
}

/** What an entry may strike, by id. */
function strickenBy(wiring: Wiring, entry: TimelineEntry): readonly string[] {
  if (entry.type === 'change') return [entry.target];
  if (entry.type === 'chaos') return [...new Set(entry.targets.flatMap((target) => struck(wiring, target)))];
  return entry.type === 'fault' || entry.type === 'wear' ? struck(wiring, entry.target) : [];
}

/** Nodes that a fault strikes; for a link those at its ends. */
function struck({ design, nodes }: Wiring, target: string): readonly string[] {
  const address = parseAddress(target);
  if (!address.ok) return [];
  if (address.value.is === 'class') return nodes.filter(({ kind }) => kind.role === 'source').map(({ doc }) => doc.id);
  if (address.value.is === 'link') return [address.value.from, address.value.to];
  const covered = resolveAddress(address.value, design);
  if (!covered.ok) return [];
  if (covered.value.sides === undefined) return covered.value.nodes;
  return [...new Set(covered.value.sides.flatMap((side) => side.map(({ node }) => node)))];
}
