/** Document store: what belongs together lies in one document, in shards whose copies elect their own leader. */
import { familyParameters } from '../family-parameters.ts';
import { defineKind } from '../kind.ts';
import { shardedEstimate } from '../sharded-estimate.ts';
import { SHARDED_FIGURES } from '../sharded-figures.ts';
import { roomOf } from '../sharded-parameters.ts';
import { ShardedStore } from '../sharded-station.ts';

export const documentStore = defineKind({
  id: 'document-store',
  name: 'Document store',
  group: 'data',
  role: 'store',
  summary: 'Whole documents by their key: what belongs together is read in one go, what does not is looked up one by one.',
  about:
    'A sharded store such as MongoDB: documents are divided among shards by a hash of their key, and each shard has copies that elect a leader. A read ' +
    'that joins what lies in one document costs little more than one by key; paths from document to document, and searches for words, are dear. How a ' +
    'class asks, and how many records that touches, is set on the class. Left out: transactions over documents, indexes that are built while it runs.',
  params: familyParameters('document', 2),
  countInstances: (values) => roomOf(values) * values.copies,
  choosesInstance: true,
  links: { in: true, out: false },
  abilities: ['leader'],
  face: ['rate', 'hottest'],
  figures: SHARDED_FIGURES,
  slots: (values) => values.workers,
  costs: () => [{ price: 'database', each: 'instance' }],
  estimate: { send: () => [], serve: (given, values) => shardedEstimate.serve(given, values) },
  build: (context, values) => new ShardedStore(context, values),
});
