/** The groups of cases, in the order in which the page shows them, and what each is about. */
import type { ProofCase } from '../../src/proof/case.ts';

export type GroupId = ProofCase['group'];

export interface Group {
  readonly id: GroupId;
  readonly title: string;
  readonly about: string;
}

const GROUPS: readonly Group[] = [
  { id: 'queues', title: 'Queues', about: 'One station: who waits, how long, and who is turned away.' },
  { id: 'networks', title: 'Networks', about: 'Several stations, where what leaves one arrives at the next.' },
  { id: 'balancing', title: 'Balancing', about: 'Many servers, and how well the choice among them is made.' },
  { id: 'caches', title: 'Caches', about: 'What share of reads a cache of a given size answers.' },
  { id: 'fan-out', title: 'Fan-out', about: 'Requests that ask many at once and wait for the slowest.' },
  { id: 'retries', title: 'Retries and limits', about: 'Callers that ask again, give up, or are held back.' },
  { id: 'replication', title: 'Replication', about: 'Writes that wait for copies, and reads that meet old ones.' },
  { id: 'availability', title: 'Availability', about: 'Parts that fail and are repaired, one by one and together.' },
];

/** Groups that have cases, with their cases in order. */
export function grouped(cases: readonly ProofCase[]): readonly (Group & { readonly cases: readonly ProofCase[] })[] {
  return GROUPS.map((group) => ({ ...group, cases: cases.filter((proof) => proof.group === group.id) })).filter(
    ({ cases }) => cases.length > 0,
  );
}
