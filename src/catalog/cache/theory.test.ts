// A whole cache, with users before it and a store behind it, against the closed form for a time to live (VALIDATION row 11).
import { describe, it } from 'vitest';
import { holds, replicate } from '../../laws/protocol.ts';
import { constant } from '../../laws/story.ts';
import { design, link, node } from '../../proof/small-design.ts';
import { ttlHitRatio } from '../../theory/ttl.ts';

describe('hit ratio', () => {
  it('11: one key asked for 0.5 times a second, living 10 s from when it was filled: λT / (1 + λT)', () => {
    const instant = constant(0);
    const nodes = [
      node('users', 'client', { rate: 0.5, keys: 1 }),
      node('cache', 'cache', { mode: 'read-through', ttl: 10_000, time: instant }),
      node('db', 'sql-database', { replicas: 0, readTime: instant }),
    ];
    const reports = replicate(design(nodes, [link('users', 'cache'), link('cache', 'db')], 20_100, 100), 10);
    const samples = reports.map((report) => report.nodes['cache']?.figures['hitRatio'] ?? Number.NaN);
    holds('TTL hit ratio', ttlHitRatio(0.5, 10), samples, 0.01);
  });
});
