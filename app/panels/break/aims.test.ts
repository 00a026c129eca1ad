import { describe, expect, it } from 'vitest';
import type { Kind } from '../../../src/catalog/kind.ts';
import type { NodeDoc } from '../../../src/design/document.ts';
import type { Fault } from '../../../src/faults/fault.ts';
import type { Subject } from '../subject.ts';
import { aimFor, aimsOf, faultsFor, isNamed } from './aims.ts';

const kind = (id: string, role: Kind['role'], abilities: Kind['abilities'] = [], instances = 1): Kind =>
  ({ id, role, abilities, params: { instances: { type: 'number', default: instances } } }) as unknown as Kind;
const kinds = [kind('client', 'source', ['traffic']), kind('service', 'compute', [], 3), kind('cache', 'cache', ['flush'])];
const kindOf = (id: string): Kind | undefined => kinds.find((one) => one.id === id);
const fault = (id: string, targets: Fault['targets'], more: Partial<Fault> = {}): Fault =>
  ({ id, targets, sources: false, ...more }) as unknown as Fault;
const faults = [
  fault('crash', ['node', 'instance']),
  fault('latency', ['link', 'node'], { sources: true }),
  fault('zone-loss', ['zone']),
  fault('partition', ['partition']),
  fault('cache-flush', ['node', 'instance'], { needs: 'flush' }),
  fault('traffic-spike', ['node'], { needs: 'traffic', sources: true }),
];

const node = (id: string, ofKind: string, zones = ['a'], region = ''): NodeDoc => ({
  id,
  kind: ofKind,
  name: id,
  x: 0,
  y: 0,
  params: {},
  region,
  zones,
});
const design = {
  nodes: [node('users', 'client'), node('app', 'service', ['a', 'b'], 'eu'), node('redis', 'cache', ['b'], 'eu')],
  links: [{ id: 'l', from: 'users', to: 'app', params: {} }],
};
const nodes = (...ids: string[]): Subject => {
  const chosen = design.nodes.filter((one) => ids.includes(one.id));
  return { is: 'nodes', nodes: chosen, kinds: chosen.map((one) => kindOf(one.kind)), specs: {} };
};
const offered = (subject: Subject): string[] => {
  const of = subject.is === 'nodes' ? subject.kinds : [];
  return faultsFor(faults, aimsOf(subject, design, kindOf), of).map((one) => one.fault.id);
};

describe('what a fault can be aimed at', () => {
  it('is the part, its instances, its zones and region, and a cut around it', () => {
    expect(aimsOf(nodes('app'), design, kindOf).map(({ addresses }) => addresses[0])).toEqual([
      'app',
      'app/1',
      'app/2',
      'app/3',
      'zone:a',
      'zone:b',
      'region:eu',
      '{app}|{users,redis}',
    ]); // prettier-ignore
  });

  it('is what lies between two zones or regions, where nothing is selected', () => {
    const far = { ...design, nodes: [...design.nodes, node('far', 'cache', ['c'], 'us')] };
    const named = aimsOf({ is: 'document' }, far, kindOf).filter(({ sort, addresses }) => sort === 'partition' && addresses.length > 0);
    expect(named.map(({ addresses, label }) => [addresses[0], label])).toEqual([
      ['{zone:a}|{zone:b}', 'between zones a and b'],
      ['{zone:a}|{zone:c}', 'between zones a and c'],
      ['{zone:b}|{zone:c}', 'between zones b and c'],
      ['{region:eu}|{region:us}', 'between regions eu and us'],
    ]);
    expect(named.every(isNamed)).toBe(true);
    expect(isNamed({ sort: 'partition', addresses: ['{app}|{users}'], label: '' })).toBe(false);
  });

  it('leaves out instances where there is one, and instances of several parts', () => {
    expect(aimsOf(nodes('redis'), design, kindOf).map(({ sort }) => sort)).toEqual(['node', 'zone', 'region', 'partition']);
    expect(aimsOf(nodes('app', 'redis'), design, kindOf)[0]).toEqual({
      sort: 'node',
      addresses: ['app', 'redis'],
      label: 'all of 2 parts',
    });
  });

  it('is the link by its ends, or the places of the whole drawing', () => {
    expect(aimsOf({ is: 'links', links: design.links, specs: {} }, design, kindOf)).toEqual([
      { sort: 'link', addresses: ['users>app'], label: 'users to app' },
    ]);
    expect(aimsOf({ is: 'document' }, design, kindOf).map(({ label }) => label)).toEqual([
      'zone a',
      'zone b',
      'region eu',
      'between zones a and b',
      'a cut',
    ]);
  });
});

describe('the faults on offer', () => {
  it('fit the sort of target', () => {
    expect(offered({ is: 'links', links: design.links, specs: {} })).toEqual(['latency']);
    expect(offered({ is: 'document' })).toEqual(['zone-loss', 'partition']);
  });

  it('need the ability that they strike', () => {
    expect(offered(nodes('redis'))).toContain('cache-flush');
    expect(offered(nodes('app'))).not.toContain('cache-flush');
    expect(offered(nodes('app', 'redis'))).not.toContain('cache-flush');
    expect(offered(nodes('users'))).toContain('traffic-spike');
  });

  it('spare a source of traffic unless they say that they may hit it', () => {
    expect(offered(nodes('users'))).not.toContain('crash');
    expect(offered(nodes('users'))).toContain('latency');
  });

  it('go to the chosen aim when it fits, else to the first that does', () => {
    const [crash] = faultsFor(faults, aimsOf(nodes('app'), design, kindOf), [kindOf('service')]);
    expect(aimFor(crash!.aims, 'instance app/2')?.addresses).toEqual(['app/2']);
    expect(aimFor(crash!.aims, 'zone zone:a')?.addresses).toEqual(['app']);
  });
});
