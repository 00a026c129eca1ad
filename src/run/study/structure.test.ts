import { describe, expect, it } from 'vitest';
import { read } from '../../design/read.ts';
import { client, drawn, link, part, READ, service, WRITE } from '../estimate/small-designs.ts';
import { blastDesign, failingDesign, foretold, USUAL_STRUCTURE } from './structure.ts';
import { availabilityOf, lostWithout, singlePoints, structureOf, treeWords } from './structure-tree.ts';

const shop = drawn(
  [
    client(10),
    part('lb', 'load-balancer'),
    service('web', { instances: 3 }),
    service('pay', {}),
    part('db', 'sql-database', { replicas: 1 }),
  ],
  [link('users', 'lb'), link('lb', 'web'), link('web', 'db'), link('web', 'pay', { classes: ['write'] })],
  60,
  [READ, WRITE],
);

describe('structure', () => {
  it('reads series, copies and classes off the drawing', () => {
    const structure = structureOf(shop);
    expect(structure.classes.map((one) => treeWords(one.tree, structure))).toEqual([
      'lb × web (1 of 3) × db (1 of 2)',
      'lb × web (1 of 3) × db (1 of 2) × pay',
    ]);
  });

  it('names the single points of failure of each class', () => {
    const structure = structureOf(shop);
    expect(structure.classes.map((one) => singlePoints(structure, one).map(({ node }) => node))).toEqual([['lb'], ['lb', 'pay']]);
    expect(structure.classes.map((one) => lostWithout(one.tree, 'pay'))).toEqual([0, 1]);
    expect(structure.classes.map((one) => lostWithout(one.tree, 'web'))).toEqual([1, 1]);
  });

  it('multiplies what is in series and squares what is twice', () => {
    const structure = structureOf(shop);
    const [asked, paid] = structure.classes.map((one) => availabilityOf(structure, one, 0.9));
    expect(asked).toBeCloseTo(0.9 * (1 - 0.1 ** 3) * (1 - 0.1 ** 2), 12);
    expect(paid).toBeCloseTo(0.9 * (1 - 0.1 ** 3) * (1 - 0.1 ** 2) * 0.9, 12);
  });

  it('wants most of the copies of a store that needs a majority', () => {
    const voted = drawn([client(10), part('kv', 'consensus-store', { nodes: 3 })], [link('users', 'kv')], 60);
    const structure = structureOf(voted);
    const copies = structure.parts[0]?.copies ?? 0;
    expect(structure.parts).toMatchObject([{ node: 'kv', needed: Math.floor(copies / 2) + 1 }]);
  });

  it('does not take a part for two that is needed on two ways', () => {
    const both = drawn(
      [client(10), part('lb', 'load-balancer'), service('a', {}), service('b', {}), service('db', {})],
      [link('users', 'lb'), link('lb', 'a'), link('lb', 'b'), link('a', 'db'), link('b', 'db')],
      60,
    );
    const structure = structureOf(both);
    const [one] = structure.classes;
    expect(one && availabilityOf(structure, one, 0.9)).toBeCloseTo(0.9 * 0.9 * (1 - 0.01), 12);
    expect(one && singlePoints(structure, one).map(({ node }) => node)).toEqual(['lb', 'db']);
  });

  it('counts only the share of requests that go there', () => {
    const some = drawn([client(10), service('a', {}), service('b', {})], [link('users', 'a'), link('a', 'b', { probability: 0.25 })], 60);
    const [one] = structureOf(some).classes;
    expect(one && lostWithout(one.tree, 'b')).toBe(0.25);
  });

  it('is told before anything runs', () => {
    const found = foretold(shop, { mtbfMs: 9000, mttrMs: 1000 });
    expect(found.copy).toBe(0.9);
    expect(found.classes.map(({ singlePoints: points }) => points)).toEqual([['lb'], ['lb', 'pay']]);
    expect(found.blasts.at(-1)).toMatchObject({ node: 'pay', foretold: { read: 0, write: 1 } });
  });
});

describe('random failures', () => {
  it('wear every part that a request needs, under a seed for each run', () => {
    const plan = { ...USUAL_STRUCTURE, mtbfMs: 5000, mttrMs: 1000 };
    const design = failingDesign(shop, plan, 0);
    expect(read(design).ok).toBe(true);
    expect(design.scenario.timeline.map((entry) => entry.type === 'wear' && [entry.target, entry.mtbf, entry.mttr])).toEqual([
      ['lb', 5000, 1000],
      ['web', 5000, 1000],
      ['pay', 5000, 1000],
      ['db', 5000, 1000],
    ]);
    expect(failingDesign(shop, plan, 1).scenario.seed).toBe(design.scenario.seed + 1);
  });

  it('of one part are measured while it is down', () => {
    expect(blastDesign(shop, 'web').scenario).toMatchObject({
      warmupMs: 12_000,
      durationMs: 17_000,
      timeline: [{ target: 'web', fault: 'crash' }],
    });
  });
});
