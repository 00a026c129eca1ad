/** Hot key: a share of all requests is about one and the same key. */
import { either } from '../engine/knobs.ts';
import { defineFault } from './fault.ts';
import { share } from './spec.ts';

export const hotKey = defineFault({
  id: 'hot-key',
  name: 'Hot key',
  group: 'load',
  summary: 'Everybody asks for the same thing.',
  about:
    'A celebrity, a sale, a bug in a loop: a share of the requests of a source is about its most popular key, whatever they would have been about. ' +
    'Whatever is split by key (shards, caches, consistent hashing) has one part that gets them all.',
  targets: ['node'],
  needs: 'traffic',
  sources: true,
  params: {
    share: share({
      label: 'Share of requests',
      group: 'Load',
      default: 0.5,
      help: 'Each request is about that key with this probability.',
    }),
  },
  lasts: 10_000,
  grows: { share: 0 },
  badge: (values) => `hot ${Math.round(values.share * 100)} %`,
  turn: (knobs, reach, values) => {
    for (const n of reach.nodes) knobs.hotKey[n] = either(knobs.hotKey[n]!, values.share);
  },
});
