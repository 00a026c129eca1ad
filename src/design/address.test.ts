import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, parseAddress, printAddress, resolveAddress } from './address.ts';
import type { LinkDoc, NodeDoc } from './document.ts';
import { TOYS } from './toy-registry.ts';

function node(id: string, kind: string, more: Partial<NodeDoc> = {}): NodeDoc {
  return { id, kind, name: id, x: 0, y: 0, params: {}, region: '', zones: ['a'], ...more };
}

const link = (from: string, to: string): LinkDoc => ({ id: `${from}-${to}`, from, to, params: {} });

const drawing = {
  nodes: [
    node('users', 'client'),
    node('app', 'service', { params: { instances: 3 }, zones: ['a', 'b'], region: 'eu' }),
    node('db', 'sql-database', { params: { replicas: 1 }, zones: ['b', 'c'], region: 'us' }),
  ],
  links: [link('users', 'app'), link('app', 'db')],
};

function parsed(text: string): Address {
  const address = parseAddress(text);
  if (!address.ok) throw new Error(address.error.message);
  return address.value;
}

/** What an address covers, as short as it can be said. */
function covers(text: string): string {
  const result = resolveAddress(parsed(text), drawing, TOYS);
  if (!result.ok) return result.error.message;
  const refs = (list: readonly { node: string; instance: number }[]): string => list.map((r) => `${r.node}.${r.instance}`).join(' ');
  const { sort, nodes, instances, links, sides } = result.value;
  if (sides !== undefined) return `${sort}: ${sides.map(refs).join(' | ')}`;
  return links.length > 0 ? `${sort}: ${links.join(' ')}` : `${sort}: ${nodes.join(' ')}: ${refs(instances)}`;
}

describe('an address', () => {
  it.each([
    ['app', { is: 'node', node: 'app' }],
    ['app/12', { is: 'instance', node: 'app', instance: 12 }],
    ['lb>app', { is: 'link', from: 'lb', to: 'app' }],
    ['zone:a', { is: 'zone', zone: 'a' }],
    ['region:eu-west', { is: 'region', region: 'eu-west' }],
    [
      '{a,b/2,zone:x}|{c}',
      {
        is: 'partition',
        sides: [
          [
            { is: 'node', node: 'a' },
            { is: 'instance', node: 'b', instance: 2 },
            { is: 'zone', zone: 'x' },
          ],
          [{ is: 'node', node: 'c' }],
        ],
      },
    ],
  ])('%s is read and printed', (text, address) => {
    expect(parseAddress(text)).toEqual({ ok: true, value: address });
    expect(printAddress(parsed(text))).toBe(text);
  });

  it('may be written with spaces', () => {
    expect(printAddress(parsed(' { a , b } | { c } '))).toBe('{a,b}|{c}');
    expect(printAddress(parsed('lb > app'))).toBe('lb>app');
  });

  it.each([
    '',
    ' ',
    'DB',
    'a/0',
    'a/-1',
    'a/x',
    'a/1/2',
    'a/99999',
    'a>b>c',
    '>',
    'a>',
    'zone:',
    'zone:A',
    'region:a b',
    '{a}',
    '{a}|',
    '{}|{b}',
    '{a}|{b}|{c}',
    '{a|b}',
    '{a>b}|{c}',
    '{{a}}|{b}',
    'a,b',
    '__proto__',
  ])('"%s" is none, and says so', (text) => {
    expect(parseAddress(text)).toMatchObject({ ok: false, error: { code: 'bad-target' } });
  });

  it('covers all instances of a node, or one', () => {
    expect(covers('app')).toBe('node: app: app.0 app.1 app.2');
    expect(covers('app/2')).toBe('instance: app: app.1');
    expect(covers('db/2')).toBe('instance: db: db.1');
  });

  it('covers a link in its direction only', () => {
    expect(covers('app>db')).toBe('link: app-db');
    expect(covers('db>app')).toBe('No link leads from "db" to "app".');
  });

  it('covers what stands in a zone or a region, instance by instance', () => {
    expect(covers('zone:b')).toBe('zone: app db: app.1 db.0');
    expect(covers('region:eu')).toBe('region: app: app.0 app.1 app.2');
    expect(covers('zone:x')).toBe('zone: : ');
  });

  it('cuts between two sides', () => {
    expect(covers('{users,app/1}|{zone:c}')).toBe('partition: users.0 app.0 | db.1');
    expect(covers('{region:eu}|{region:us}')).toBe('partition: app.0 app.1 app.2 | db.0 db.1');
    expect(covers('{app,db}|{zone:x}')).toBe('partition: app.0 app.1 app.2 db.0 db.1 | ');
  });

  it('cuts by the closer name where both sides name a thing', () => {
    expect(covers('{app}|{zone:a}')).toBe('partition: app.0 app.1 app.2 | users.0');
    expect(covers('{app}|{app/2}')).toBe('partition: app.0 app.2 | app.1');
    expect(covers('{region:eu}|{zone:b}')).toBe('partition: app.0 app.2 | app.1 db.0');
    expect(parseAddress('{app,db}|{users,app}')).toMatchObject({ ok: false, error: { message: 'app stands on both sides of the cut.' } });
  });

  it('names what is not there', () => {
    expect(covers('cache')).toBe('There is no part "cache".');
    expect(covers('app/4')).toBe('app has 3 instances, no number 4.');
    expect(covers('{app}|{gone}')).toBe('There is no part "gone".');
    expect(covers('constructor')).toBe('There is no part "constructor".');
  });

  it('survives printing and reading, whatever it is', { timeout: 60_000 }, () => {
    const id = fc.stringMatching(/^[a-z0-9-]{1,40}$/);
    const member = fc.oneof(
      fc.record({ is: fc.constant('node' as const), node: id }),
      fc.record({ is: fc.constant('instance' as const), node: id, instance: fc.integer({ min: 1, max: 9999 }) }),
      fc.record({ is: fc.constant('zone' as const), zone: id }),
      fc.record({ is: fc.constant('region' as const), region: id }),
    );
    const side = (mark: string) =>
      fc
        .array(member, { minLength: 1, maxLength: 5 })
        .map((list) => list.map((m) => ('node' in m ? { ...m, node: `${mark}${m.node}`.slice(0, 40) } : m)));
    const apart = (one: Address) =>
      one.is !== 'partition' || !one.sides[0].some((m) => one.sides[1].some((n) => printAddress(m) === printAddress(n)));
    const address: fc.Arbitrary<Address> = fc.oneof(
      member,
      fc.record({ is: fc.constant('link' as const), from: id, to: id }),
      fc.record({ is: fc.constant('partition' as const), sides: fc.tuple(side('a'), side('b')) }),
    );
    fc.assert(
      fc.property(address.filter(apart), (one) => {
        expect(parseAddress(printAddress(one))).toEqual({ ok: true, value: one });
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  // G13
  it('is judged quickly, however long', { timeout: 60_000 }, () => {
    const start = process.cpuUsage();
    for (const text of [
      '{'.repeat(100_000),
      `{${'a,'.repeat(40_000)}a}|{b}`,
      '>'.repeat(100_000),
      `{${'|'.repeat(99_000)}`,
      'a'.repeat(1e6),
    ]) {
      const address = parseAddress(text);
      if (address.ok) resolveAddress(address.value, drawing, TOYS);
    }
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000);
  });
});
