/** Search engine: an index in shards with copies; searches ask all shards, and see writes from the next refresh on. */
import { defineKind } from '../kind.ts';
import { searchEstimate } from './estimate.ts';
import { SEARCH_PARAMETERS } from './parameters.ts';
import { SearchStation } from './station.ts';

export const searchEngine = defineKind({
  id: 'search-engine',
  name: 'Search engine',
  group: 'data',
  role: 'store',
  summary: 'Finds documents by what is in them: every search asks all shards and waits for the slowest.',
  about:
    'Documents are spread over shards by their key; each shard has a leading copy and replicas on other nodes. A write is done when all copies that ' +
    'are current have it, and searches see it from the next refresh of the copy that they ask: until then they may return old documents. A request by ' +
    'key asks one shard and sees everything. How a class asks, and how many records that touches, is set on the class. A copy that missed a write ' +
    'serves nothing until it has caught up. Left out here: scoring, segments and their merging, memory, moving shards to other nodes.',
  params: SEARCH_PARAMETERS,
  choosesInstance: true,
  links: { in: true, out: false },
  abilities: [],
  face: ['rate', 'p99'],
  figures: [
    { id: 'busy', label: 'Threads busy', unit: 'ratio', help: 'Share of the time that search threads were busy, mean of all nodes.' },
    { id: 'dark', label: 'Out of reach', unit: 'ratio', help: 'Share of the shards of which no copy can be asked now.' },
    { id: 'behind', label: 'Copies behind', unit: 'count', help: 'Copies that missed writes and serve nothing until they have caught up.' },
  ],
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 8 }],
  estimate: searchEstimate,
  build: (context, values) => new SearchStation(context, values),
});
