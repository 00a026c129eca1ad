/** What turned the knob: the entries of the timeline that touch what a cause is about, said after the mechanism and never instead of it. */
import { kindOf } from '../../catalog/index.ts';
import { parseAddress, resolveAddress } from '../../design/address.ts';
import type { ChangeEntry } from '../../design/document.ts';
import { LINK_PARAMETERS } from '../../engine/policy/link-parameters.ts';
import { faultOf } from '../../faults/index.ts';
import { describe } from '../../std/distribution-curve.ts';
import { type ParamSpec, type ParamValue, valuesOf } from '../../std/parameter.ts';
import { formatQuantity } from '../../std/quantity.ts';
import type { Struck } from '../story-report.ts';
import type { Cause, CauseId } from './cause.ts';
import { endOf, struckIn } from './loop.ts';
import type { Scene } from './scene.ts';

/** Mechanisms that load brings about, so that what a source does counts; and those that stay when their trigger has gone. */
const BY_LOAD: readonly CauseId[] = [
  'more-load',
  'late-scaling',
  'retry-storm',
  'backlog',
  'hot-shard',
  'saturated',
  'consumer-lag',
  'rate-limited',
  'pool-full',
  'locks',
];
const STAYS: readonly CauseId[] = [
  'retry-storm',
  'backlog',
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
  'backlog',
  'saturated',
  'breaker-open',
  'refused',
  'short-timeout',
  'consumer-lag',
  'poison',
  'cold-cache',
];

/** Something done to a part or a link, by a fault (with how often) or by hand. */
type Act = (Struck & { readonly times: number }) | ChangeEntry;

/** Sentences, in the order of time; one that says so when nothing on the timeline touches it. */
export function turnedBy(scene: Scene, cause: Cause): readonly string[] {
  const { now, design } = scene;
  const about = placesOf(scene, cause);
  const struck = once(
    struckIn(scene).filter(
      (one) => (STAYS.includes(cause.id) || endOf(one) > now.fromMs || endOf(one) === one.fromMs) && hits(scene, cause, one.target, about),
    ),
  );
  const changes = design.scenario.timeline.filter(
    (entry): entry is ChangeEntry =>
      entry.type === 'change' && entry.muted !== true && entry.at < now.toMs && touches(scene, cause, entry.target, about),
  );
  const acts: readonly Act[] = [...struck, ...changes].sort((a, b) => momentOf(a) - momentOf(b));
  if (acts.length > 0) return together(scene, acts);
  const name = cause.nodeId === undefined ? 'it' : scene.facts.nameOf(cause.nodeId);
  return [`Nothing on the timeline touches ${name}: it is so by design.`];
}

function momentOf(act: Act): number {
  return 'fromMs' in act ? act.fromMs : act.at;
}

/** Strikes of one entry at one target are one act, from the first to the last. */
function once(struck: readonly Struck[]): (Struck & { readonly times: number })[] {
  const acts = new Map<string, Struck & { readonly times: number }>();
  for (const one of struck) {
    const key = `${one.entry} ${one.target}`;
    const known = acts.get(key);
    acts.set(key, known === undefined ? { ...one, times: 1 } : { ...known, toMs: one.toMs, times: known.times + 1 });
  }
  return [...acts.values()];
}

/** The same done to many at one moment is one sentence. */
function together(scene: Scene, acts: readonly Act[]): readonly string[] {
  const groups = new Map<string, Act[]>();
  for (const act of acts) {
    const key = 'fromMs' in act ? `${act.fault} ${act.fromMs} ${act.toMs} ${badgeOf(scene, act)}` : JSON.stringify(act);
    groups.set(key, [...(groups.get(key) ?? []), act]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    if (first === undefined) return '';
    const sentence = 'fromMs' in first ? faultSaid(scene, first) : changeSaid(scene, first);
    if (group.length === 1) return sentence;
    return sentence.replace(first.target, `${group.length} of them, ${first.target} to ${group.at(-1)?.target}`);
  });
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

function touches(scene: Scene, cause: Cause, target: string, about: ReadonlySet<string>): boolean {
  return about.has(target) || target === cause.linkId || ends(scene, target, about);
}

/** Whether a fault's target covers what a cause is about. */
function hits(scene: Scene, cause: Cause, target: string, about: ReadonlySet<string>): boolean {
  const address = parseAddress(target);
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

/** What a fault says of itself in a few characters, as on the timeline; '' where its entry drew it at random. */
function badgeOf({ design }: Scene, { fault: id, entry }: Struck): string {
  const fault = faultOf(id);
  const own = design.scenario.timeline.find((one) => one.id === entry);
  return fault === undefined || own?.type !== 'fault' ? '' : fault.badge(valuesOf(fault.params, own.params) as never);
}

function faultSaid(scene: Scene, act: Struck & { readonly times: number }): string {
  const { now, words, facts, design } = scene;
  const { fault: id, target, fromMs, times } = act;
  const fault = faultOf(id);
  const badge = badgeOf(scene, act);
  const end = endOf(act);
  const when =
    end === fromMs
      ? `At ${words.ms(fromMs)}`
      : end >= now.toMs
        ? `Since ${words.ms(fromMs)}`
        : `From ${words.ms(fromMs)} to ${words.ms(end)}`;
  const where = design.nodes.some((node) => node.id === target) ? facts.nameOf(target) : target;
  return `${when}${times > 1 ? `, ${words.count(times)} times` : ''}: ${fault?.name ?? id} on ${where}${badge === '' ? '' : ` (${badge})`}.`;
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
