/** Cache flush: everything remembered is forgotten in one moment. */
import { defineFault } from './fault.ts';

export const cacheFlush = defineFault({
  id: 'cache-flush',
  name: 'Cache flush',
  group: 'data',
  summary: 'All entries are forgotten at once.',
  about:
    'Somebody clears the cache, or a release changes its keys. Every look-up misses until the entries are back, so what stands behind the cache ' +
    'gets the whole traffic for a while.',
  targets: ['node', 'instance'],
  needs: 'flush',
  sources: false,
  params: {},
  lasts: 0,
  badge: () => 'flushed',
  strikes: 'flush',
});
