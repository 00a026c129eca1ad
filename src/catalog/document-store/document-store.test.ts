/** Stories of the document store and the graph database: the same requests at both, and at a table. */
import { describe, expect, it } from 'vitest';
import { cls, constant, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';

const CLASSES = [
  cls('order', { query: 'join', records: 40 }),
  cls('friends', { query: 'traverse', records: 3000 }),
  cls('profile'),
  cls('report', { query: 'aggregate', records: 20_000 }),
];

function times(kind: string): Record<string, number> {
  const params = { copies: 1, readTime: constant(0.1), diskTime: constant(0), replicas: 0, workers: 100 };
  const told = story([node('users', 'client', { rate: 40, arrivals: 'even' }), node('store', kind, params)], [link('users', 'store')], {
    ms: 3000,
    classes: CLASSES,
  });
  return Object.fromEntries(CLASSES.map(({ id }) => [id, told.report.classes[id]?.latencyMs.p50 ?? Number.NaN]));
}

describe('a document store', () => {
  const [documents, graph, table] = ['document-store', 'graph-database', 'sql-database'].map(times) as [
    Record<string, number>,
    Record<string, number>,
    Record<string, number>,
  ];

  it('reads an order with its lines sooner than a table joins them', () => {
    expect(table['order']! / documents['order']!).toBeGreaterThan(3);
  });

  it('pays for every step of a path, where a graph follows pointers', () => {
    expect(documents['friends']! / graph['friends']!).toBeGreaterThan(30);
    expect(table['friends']! / graph['friends']!).toBeGreaterThan(10);
  });

  it('is as quick as any for one record by its key, and a graph the slowest for a sum over many', () => {
    expect(Math.abs(documents['profile']! - graph['profile']!)).toBeLessThan(0.05);
    expect(graph['report']!).toBeGreaterThan(documents['report']!);
    expect(graph['report']!).toBeGreaterThan(5 * table['report']!);
  });
});
