/** What turned the knob: the entries of the timeline that touch what a cause is about, said after the mechanism and never instead of it. */
import { kindOf } from '../../catalog/index.ts';
import { parseAddress, resolveAddress } from '../../design/address.ts';
import type { ChangeEntry, FaultEntry, TimelineEntry } from '../../design/document.ts';
import { LINK_PARAMETERS } from '../../engine/policy/link-parameters.ts';
import { faultOf } from '../../faults/index.ts';
import { describe } from '../../std/distribution-curve.ts';
import { type ParamSpec, type ParamValue, valuesOf } from '../../std/parameter.ts';
import { formatQuantity } from '../../std/quantity.ts';
import type { Cause, CauseId } from './cause.ts';
import type { Scene } from './scene.ts';

/** Mechanisms that load brings about, so that what a source does counts; and those that stay when their trigger has gone. */
const BY_LOAD: readonly CauseId[] = [
  'more-load',
  'late-scaling',
  'retry-storm',
  'hot-shard',
  'saturated',
  'consumer-lag',
  'rate-limited',
  'pool-full',
  'locks',
];
const STAYS: readonly CauseId[] = [
  'retry-storm',
  'cold-cache',
  'consumer-lag',
  'poison',
  'breaker-open',
  'stale-reads',
  'lost-writes',
  'name-not-resolved',
];
/** Mechanisms at a part that come from what it calls. */
const FROM_BELOW: readonly CauseId[] = [
  'workers-held',
  'pool-full',
  'retry-storm',
  'saturated',
  'breaker-open',
  'refused',
  'short-timeout',
  'consumer-lag',
  'poison',
  'cold-cache',
];

/** Sentences, in the order of time; one that says so when nothing on the timeline touches it. */
export function turnedBy(scene: Scene, cause: Cause): readonly string[] {
  const { now, design } = scene;
  const entries = [...design.scenario.timeline].sort((a, b) => a.at - b.at).filter((entry) => entry.type !== 'note' && entry.at < now.toMs);
  const about = placesOf(scene, cause);
  const touching = entries.filter((entry) => lasts(scene, cause, entry) && touches(scene, cause, entry, about));
  if (touching.length > 0) return together(scene, touching);
  const name = cause.nodeId === undefined ? 'it' : scene.facts.nameOf(cause.nodeId);
  return [`Nothing on the timeline touches ${name}: it is so by design.`];
}

/** The same done to many at one moment is one sentence. */
function together(scene: Scene, entries: readonly TimelineEntry[]): readonly string[] {
  const groups = new Map<string, (FaultEntry | ChangeEntry)[]>();
  for (const entry of entries) {
    if (entry.type === 'note') continue;
    const { id: _, target: __, ...same } = entry;
    const key = JSON.stringify(same);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    if (first === undefined) return '';
    const sentence = said(scene, first);
    if (group.length === 1) return sentence;
    return sentence.replace(first.target, `${group.length} of them, ${first.target} to ${group.at(-1)?.target}`);
  });
}

function lasts({ now }: Scene, { id }: Cause, entry: TimelineEntry): boolean {
  if (entry.type !== 'fault') return true;
  return STAYS.includes(id) || entry.duration === 0 || entry.at + (entry.duration ?? Number.POSITIVE_INFINITY) > now.fromMs;
}

/** Parts that a cause is about. */
function placesOf(scene: Scene, { id, nodeId, linkId }: Cause): ReadonlySet<string> {
  const places = new Set<string>(nodeId === undefined ? [] : [nodeId]);
  const link = scene.design.links.find((one) => one.id === linkId);
  if (link !== undefined) places.add(link.to);
  if (FROM_BELOW.includes(id)) for (const place of [...places]) for (const below of scene.below(place)) places.add(below);
  if (BY_LOAD.includes(id)) {
    const sources = scene.facts.parts.filter(
      ({ kind, node }) => kind.role === 'source' && [...places].some((place) => scene.below(node.id).has(place)),
    );
    for (const { node } of sources) places.add(node.id);
  }
  return places;
}

function touches(scene: Scene, cause: Cause, entry: TimelineEntry, about: ReadonlySet<string>): boolean {
  if (entry.type === 'note') return false;
  if (entry.type === 'change') return about.has(entry.target) || entry.target === cause.linkId || ends(scene, entry.target, about);
  const address = parseAddress(entry.target);
  const covered = address.ok ? resolveAddress(address.value, scene.design) : undefined;
  if (covered === undefined || !covered.ok) return false;
  const { nodes, links, sides } = covered.value;
  if (links.some((id) => id === cause.linkId || ends(scene, id, about))) return true;
  if (nodes.some((id) => about.has(id))) return true;
  return sides?.some((side) => side.some(({ node }) => about.has(node))) ?? false;
}

/** Whether a link leads to one of these parts. */
function ends(scene: Scene, linkId: string, about: ReadonlySet<string>): boolean {
  const link = scene.design.links.find(({ id }) => id === linkId);
  return link !== undefined && about.has(link.to);
}

function said(scene: Scene, entry: TimelineEntry): string {
  if (entry.type === 'note') return '';
  return entry.type === 'fault' ? faultSaid(scene, entry) : changeSaid(scene, entry);
}

function faultSaid({ now, words, facts, design }: Scene, { fault: id, target, params, at, duration }: FaultEntry): string {
  const fault = faultOf(id);
  const badge = fault === undefined ? '' : fault.badge(valuesOf(fault.params, params) as never);
  const end = at + (duration ?? Number.POSITIVE_INFINITY);
  const when =
    duration === 0 ? `At ${words.ms(at)}` : end >= now.toMs ? `Since ${words.ms(at)}` : `From ${words.ms(at)} to ${words.ms(end)}`;
  const where = design.nodes.some((node) => node.id === target) ? facts.nameOf(target) : target;
  return `${when}: ${fault?.name ?? id} on ${where}${badge === '' ? '' : ` (${badge})`}.`;
}

function changeSaid({ words, facts, design }: Scene, { at, target, param, value }: ChangeEntry): string {
  const node = design.nodes.find(({ id }) => id === target);
  const link = design.links.find(({ id }) => id === target);
  const spec = node === undefined ? LINK_PARAMETERS[param as keyof typeof LINK_PARAMETERS] : kindOf(node.kind)?.params[param];
  const name =
    node !== undefined ? facts.nameOf(node.id) : link === undefined ? target : `${facts.nameOf(link.from)} to ${facts.nameOf(link.to)}`;
  return `At ${words.ms(at)}: “${spec?.label ?? param}” of ${name} was set to ${valueWords(spec, value)}.`;
}

function valueWords(spec: ParamSpec | undefined, value: ParamValue): string {
  if (spec?.type === 'number' && typeof value === 'number') return formatQuantity(value, spec.unit);
  if (spec?.type === 'choice') return spec.options.find((option) => option.value === value)?.label ?? String(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'object') return 'type' in value ? describe(value) : 'another list';
  return String(value);
}
