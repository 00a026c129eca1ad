/** The list of parts as it is shown: groups of the registry in a fixed order, those that match what is sought. */
import type { Kind, KindGroup } from '../../src/catalog/kind.ts';

const TITLES: Readonly<Record<KindGroup, string>> = {
  traffic: 'Traffic',
  edge: 'Names and edge',
  balance: 'Balance',
  compute: 'Compute',
  data: 'Data',
  messages: 'Messages',
  operations: 'Operations',
};

export interface PartGroup {
  readonly title: string;
  readonly kinds: readonly Kind[];
}

/** Groups with at least one match; names that match come before parts that only mention the words. */
export function groupsOf(kinds: readonly Kind[], sought: string): readonly PartGroup[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const found = kinds.filter((kind) => words.every((word) => textOf(kind).includes(word)));
  const named = found.filter((kind) => words.every((word) => kind.name.toLowerCase().includes(word)));
  const best = words.length > 0 && named.length > 0 ? [...named, ...found.filter((kind) => !named.includes(kind))] : found;
  const order = [...new Set(best.map(({ group }) => group))];
  const groups = words.length > 0 ? order : (Object.keys(TITLES) as KindGroup[]);
  return groups.flatMap((group) => {
    const members = best.filter((kind) => kind.group === group);
    return members.length === 0 ? [] : [{ title: TITLES[group], kinds: members }];
  });
}

function textOf({ name, group, role, summary, about }: Kind): string {
  return `${name} ${TITLES[group]} ${role} ${summary} ${about}`.toLowerCase();
}

/** What a part takes and gives, in words. */
export function linksWords({ links, role }: Kind): string {
  if (role === 'control') return 'Carries no requests; it watches or steers what it is linked to.';
  if (!links.in) return 'Nothing calls it; it calls whatever it is linked to.';
  if (!links.out) return 'Takes calls and answers them itself.';
  return role === 'broker' ? 'Takes messages and delivers them over its links.' : 'Takes calls and makes calls over its links.';
}
