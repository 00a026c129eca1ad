/** The figures of a log: of its brokers, and of its slowest group or of all of them together. */
import type { Cluster } from '../../mechanisms/log/cluster.ts';
import type { Group } from '../../mechanisms/log/group.ts';
import { count } from '../../mechanisms/log/partition.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { FigureSpec } from '../kind.ts';

export const LOG_FIGURES: readonly FigureSpec[] = [
  { id: 'lag', label: 'lag', unit: 'count', help: 'Records that are safe and that the group which is furthest behind has not done.' },
  { id: 'ageMs', label: 'age', unit: 'ms', help: 'How long the oldest record that some group has not done has been there.' },
  { id: 'delayMs', label: 'delay p99', unit: 'ms', help: 'From taken in to done, p99 of the slowest group since the warm-up.' },
  { id: 'worstLag', label: 'worst partition', unit: 'count', help: 'The largest lag of a single partition.' },
  { id: 'underReplicated', label: 'short of copies', unit: 'count', help: 'Partitions of which a copy is not in sync.' },
  { id: 'leaderless', label: 'without a leader', unit: 'count', help: 'Partitions that nobody leads now.' },
  { id: 'lost', label: 'lost', unit: 'count', help: 'Records that producers were told are safe, and that are gone, since the start.' },
  { id: 'redeliveries', label: 'read again', unit: 'count', help: 'Records handed out that had been handed out before.' },
  { id: 'duplicates', label: 'duplicates', unit: 'count', help: 'Records done a second time.' },
  {
    id: 'repeated',
    label: 'sent again',
    unit: 'count',
    help: 'Records done that are copies of one that was done: their producer sent them again.',
  },
  { id: 'reordered', label: 'reordered', unit: 'count', help: 'Records done after a later one of their key.' },
  { id: 'deadLettered', label: 'dead letters', unit: 'count', help: 'Records given up after too many attempts.' },
  { id: 'expired', label: 'expired', unit: 'count', help: 'Records that were gone before a group had read them.' },
  { id: 'skipped', label: 'never done', unit: 'count', help: 'Records committed before the work, which then failed.' },
  { id: 'rebalances', label: 'rebalances', unit: 'count', help: 'How often partitions changed hands among readers.' },
  { id: 'elections', label: 'elections', unit: 'count', help: 'How often a partition got another leader, since the start.' },
  { id: 'storedBytes', label: 'stored', unit: 'bytes', help: 'Bytes of records on all brokers, copies included.' },
  { id: 'compacted', label: 'compacted', unit: 'count', help: 'Records that went because a newer one of their key is there.' },
  {
    id: 'unseen',
    label: 'never seen',
    unit: 'count',
    help: 'Records that a group never did, since a newer one of their key was there first.',
  },
];

export function figuresOf(cluster: Cluster, groups: readonly Group[], out: Float64Array, at: number): void {
  const most = (of: (group: Group) => number) => groups.reduce((worst, group) => Math.max(worst, of(group)), 0);
  const sum = (of: (group: Group) => number) => groups.reduce((total, group) => total + of(group), 0);
  const delays = groups.map(({ reader }) => (reader.delay.count === 0 ? Number.NaN : reader.delay.quantile(0.99)));
  const known = delays.filter((ns) => !Number.isNaN(ns));
  out[at] = most((group) => group.totalLag());
  out[at + 1] = most(({ reader }) => reader.age()) / NS_PER_MS;
  out[at + 2] = known.length === 0 ? Number.NaN : Math.max(...known) / NS_PER_MS;
  out[at + 3] = most((group) => group.worstLag());
  out[at + 4] = cluster.partitions.reduce((n, { inSync, slots }) => n + (count(inSync) < slots ? 1 : 0), 0);
  out[at + 5] = cluster.controllers.leaderless;
  out[at + 6] = cluster.lost;
  out[at + 7] = sum(({ reader }) => reader.redeliveries);
  out[at + 8] = sum(({ reader }) => reader.duplicates);
  out[at + 9] = sum(({ reader }) => reader.repeated);
  out[at + 10] = sum(({ reader }) => reader.reordered);
  out[at + 11] = sum(({ reader }) => reader.deadLettered);
  out[at + 12] = sum(({ reader }) => reader.gone());
  out[at + 13] = sum(({ reader }) => reader.skipped);
  out[at + 14] = sum((group) => group.rebalances);
  out[at + 15] = cluster.controllers.elections;
  out[at + 16] = cluster.stored();
  out[at + 17] = cluster.compacted;
  out[at + 18] = sum(({ reader }) => reader.compacted);
}
