/** What would help when not one copy of a part is up: another attempt meets the same dead copies, so it is none of it. */
import { kindOf } from '../catalog/index.ts';
import { parseAddress } from '../design/address.ts';
import { placeOf } from '../design/registry.ts';
import type { Connection, Facts, Part } from './explain-facts.ts';

/** Whether a part was down as a whole for most of the time in which anything of it was (chosen). */
export function wasGone({ report }: Part): boolean {
  const { all, some } = report.downMs;
  return all > 0 && all >= some;
}

/** The one step against it, by what the design has: somebody to take over, a place that was not hit, copies, a fallback, patience. */
export function goneStep(facts: Facts, part: Part, link: Connection | undefined): string {
  const { name, report } = part;
  const gone = `no copy of ${name} was up for ${facts.words.ms(report.downMs.all)}, and a retry meets the same dead copies`;
  const follower = facts.outOf(part.node.id).find(({ link: { to } }) => kindOf(facts.part(to)?.node.kind ?? '')?.follows === true);
  if (follower !== undefined) return `promote ${facts.nameOf(follower.link.to)}, which follows ${name}: ${gone}.`;
  const place = lostPlace(facts, part);
  if (place !== undefined)
    return `place copies of ${name} in a second ${place.sort}; all of it stands in ${place.sort} ${place.name}, which was lost.`;
  if (report.instances.length === 1 && facts.setting(part, 'replicas') === 0) return `give ${name} a replica that can take over.`;
  if (report.instances.length === 1) return `give ${name} a second instance; it has only one.`;
  if (link === undefined) return `look at ${name} on the timeline: ${gone}.`;
  if (facts.linkSetting(link, 'fallback') !== true) return `give ${link.name} a fallback: ${gone}.`;
  return `find what took every copy of ${name} away at once and let them start sooner: ${gone}.`;
}

/** The zone or region in which all of a part stands and at which a fault was aimed; undefined where there is none. */
function lostPlace({ design, report }: Facts, { node }: Part): { readonly sort: 'zone' | 'region'; readonly name: string } | undefined {
  const places = report.nodes[node.id]?.instances.map((_, i) => placeOf(node, i)) ?? [];
  for (const entry of design.scenario.timeline) {
    const targets = entry.type === 'fault' ? [entry.target] : entry.type === 'chaos' ? entry.targets : [];
    for (const target of targets) {
      const address = parseAddress(target);
      if (!address.ok || (address.value.is !== 'zone' && address.value.is !== 'region')) continue;
      const { value } = address;
      const inside = places.every(({ zone, region }) => (value.is === 'zone' ? zone === value.zone : region === value.region));
      if (inside) return { sort: value.is, name: value.is === 'zone' ? value.zone : value.region };
    }
  }
  return undefined;
}
