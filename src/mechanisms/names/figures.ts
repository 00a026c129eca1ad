/** What can be read off a name, in the words of the reports. */
import type { Sim } from '../../engine/sim.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import type { Names } from './names.ts';

export const NAME_FIGURES = [
  { id: 'resolutions', label: 'look-ups', unit: 'perSecond', help: 'Answers that resolvers fetched from the servers of the name.' },
  { id: 'hitRatio', label: 'hit', unit: 'ratio', help: 'Questions that resolvers answered from memory, since the warm-up.' },
  { id: 'cacheHits', label: 'known', unit: 'ratio', help: 'Requests whose caller had the answer in its own cache, since the warm-up.' },
  { id: 'resolving', label: 'to resolve', unit: 'ms', help: 'Mean time that a request spent on finding its address, since the warm-up.' },
  {
    id: 'outdated',
    label: 'outdated',
    unit: 'ratio',
    help: 'Requests sent by an answer from before the last change of records, health or policy, since the warm-up.',
  },
  { id: 'unresolved', label: 'failed', unit: 'count', help: 'Look-ups that ended without an address, since the warm-up.' },
  {
    id: 'oldAnswers',
    label: 'old in need',
    unit: 'count',
    help: 'Look-ups that failed and were helped by an old answer, since the warm-up.',
  },
  {
    id: 'lookups',
    label: 'fetched',
    unit: 'count',
    help: 'Answers that resolvers fetched, since the warm-up: what a provider of names counts.',
  },
] as const;

/** Writes them in their order. */
export function writeNameFigures(names: Names, sim: Sim, out: Float64Array, at: number): void {
  const { resolvers } = names;
  const seconds = (sim.now - sim.meter.since) / NS_PER_S;
  out[at] = resolvers.fetched / seconds;
  out[at + 1] = resolvers.hits / resolvers.asked;
  out[at + 2] = names.known / names.asked;
  out[at + 3] = names.spent / names.sent / NS_PER_MS;
  out[at + 4] = names.outdated / names.sent;
  out[at + 5] = resolvers.failed;
  out[at + 6] = resolvers.stale;
  out[at + 7] = resolvers.fetched;
}
