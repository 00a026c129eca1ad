/** The list of parts as it is shown: groups of the registry in a fixed order, those that match what is sought. */
import { type Kind, type KindGroup, onlySteers } from '../../src/catalog/kind.ts';

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

/** Groups with at least one match, the best match first; groups that hold it keep the order of their best. */
export function groupsOf(kinds: readonly Kind[], sought: string): readonly PartGroup[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const found = kinds.filter((kind) => words.every((word) => isAbout(kind, word)));
  const best = words.length > 0 ? [...found].sort((a, b) => rankOf(a, words) - rankOf(b, words)) : found;
  const order = [...new Set(best.map(({ group }) => group))];
  const groups = words.length > 0 ? order : (Object.keys(TITLES) as KindGroup[]);
  return groups.flatMap((group) => {
    const members = best.filter((kind) => kind.group === group);
    return members.length === 0 ? [] : [{ title: TITLES[group], kinds: members }];
  });
}

/** Least where the name begins with what is sought, then where one of its words does, then where it holds it, then the rest. */
function rankOf({ name }: Kind, words: readonly string[]): number {
  const lower = name.toLowerCase();
  if (lower.startsWith(words.join(' '))) return 0;
  if (words.every((word) => ` ${lower}`.includes(` ${word}`))) return 1;
  return words.every((word) => lower.includes(word)) ? 2 : 3;
}

/** Anywhere in its name, or at the beginning of a word of what is said about it. */
function isAbout({ name, group, role, summary, about }: Kind, word: string): boolean {
  if (name.toLowerCase().includes(word)) return true;
  return ` ${`${TITLES[group]} ${role} ${summary} ${about}`.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')}`.includes(` ${word}`);
}

/** What a part takes and gives, in words. */
export function linksWords(kind: Kind): string {
  const { links, role } = kind;
  if (onlySteers(kind)) return 'Carries no requests; it watches or steers what it is linked to.';
  if (!links.in) return 'Nothing calls it; it calls whatever it is linked to.';
  if (kind.follows === true) return 'Follows what is linked to it; takes calls and answers them itself. Replicas may follow it.';
  if (kind.feeds === true) return 'Takes calls and answers them itself. Replicas may follow it over links of their own.';
  if (!links.out) return 'Takes calls and answers them itself.';
  return role === 'broker' ? 'Takes messages and delivers them over its links.' : 'Takes calls and makes calls over its links.';
}
