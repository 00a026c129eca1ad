import { describe, expect, it } from 'vitest';
import type { Kind } from '../../src/catalog/kind.ts';
import type { NodeDoc } from '../../src/design/document.ts';
import { LINK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import type { ChoiceSpec, NumberSpec, ParamBag, ParamSpecs } from '../../src/std/parameter.ts';
import { commonSpecs, groupsOf, instanceCount, isShown, sharedValue, subjectOf } from './subject.ts';

const number = (fields: Partial<NumberSpec>): NumberSpec => ({
  type: 'number',
  unit: 'count',
  label: 'Workers',
  help: 'Slots.',
  group: 'Work',
  source: 'chosen',
  live: true,
  min: 1,
  max: 100,
  default: 10,
  whole: true,
  ...fields,
}); // prettier-ignore
const mode: ChoiceSpec = {
  type: 'choice',
  label: 'Mode',
  help: 'How.',
  group: 'Replication',
  source: 'chosen',
  live: false,
  default: 'async',
  options: [
    { value: 'async', label: 'asynchronous', help: '' },
    { value: 'sync', label: 'synchronous', help: '' },
  ],
}; // prettier-ignore
const specs: ParamSpecs = {
  mode,
  lag: number({ label: 'Lag', group: 'Replication', shownIf: { param: 'mode', is: ['async'] } }),
  lagCap: number({ label: 'Lag cap', group: 'Replication', shownIf: { param: 'lag', is: [] } }),
  workers: number({}),
};
const node = (id: string, params: NodeDoc['params'] = {}): NodeDoc => ({
  id,
  kind: 'db',
  name: id,
  x: 0,
  y: 0,
  params,
  region: '',
  zones: ['a'],
});

describe('the subject of the inspector', () => {
  const kind = { id: 'db', params: specs } as unknown as Kind;
  const registries = { kindOf: (id: string) => (id === 'db' ? kind : undefined), linkSpecs: {}, networkSpecs: {} };
  const design = { nodes: [node('a'), node('b')], links: [{ id: 'ab', from: 'a', to: 'b', params: {} }] };

  it('is the document when nothing that still exists is selected', () => {
    expect(subjectOf(design, { nodes: ['gone'], links: [] }, registries)).toEqual({ is: 'document' });
  });

  it('has nothing to set on links that only watch or steer', () => {
    const drawn = {
      ...design,
      nodes: [...design.nodes, { ...node('c'), kind: 'control' }],
      links: [...design.links, { id: 'ca', from: 'c', to: 'a', params: {} }],
    };
    const known = {
      linkSpecs: specs,
      networkSpecs: {},
      kindOf: (id: string) => (id === 'control' ? ({ role: 'control', params: {} } as unknown as Kind) : registries.kindOf(id)),
    };
    expect(subjectOf(drawn, { nodes: [], links: ['ca'] }, known)).toMatchObject({ is: 'links', specs: {} });
    expect(subjectOf(drawn, { nodes: [], links: ['ab'] }, known)).toMatchObject({ is: 'links', specs });
    expect(subjectOf(drawn, { nodes: [], links: ['ab', 'ca'] }, known)).toMatchObject({ is: 'links', specs });
  });

  it('is the selected parts, links, or both', () => {
    expect(subjectOf(design, { nodes: ['b'], links: [] }, registries)).toMatchObject({ is: 'nodes', nodes: [{ id: 'b' }], specs });
    expect(subjectOf(design, { nodes: [], links: ['ab'] }, registries)).toMatchObject({ is: 'links', links: [{ id: 'ab' }] });
    expect(subjectOf(design, { nodes: ['a'], links: ['ab'] }, registries).is).toBe('both');
  });
});

describe('parameters of several parts (A22)', () => {
  it('are those that all have, with the narrowest range', () => {
    const other: ParamSpecs = { workers: number({ min: 5, max: 500, live: false }), lag: number({ label: 'Delay' }) };
    expect(commonSpecs([specs, other])).toEqual({ workers: number({ min: 5, max: 100, live: false }) });
  });

  it('share a value, or are mixed', () => {
    expect(sharedValue(specs, [{}, { workers: 10 }], 'workers')).toEqual({ value: 10, mixed: false, modified: false });
    expect(sharedValue(specs, [{ workers: 20 }, {}], 'workers')).toEqual({ value: 20, mixed: true, modified: true });
  });

  it('compare distributions by what they say', () => {
    const time: ParamSpecs = {
      time: {
        type: 'distribution',
        label: 'Time',
        help: '',
        group: 'Work',
        source: '',
        live: true,
        default: { type: 'constant', value: 2 },
      },
    };
    expect(sharedValue(time, [{ time: { type: 'constant', value: 2 } }, {}], 'time')).toMatchObject({ mixed: false, modified: false });
  });

  it('are shown only while their condition, and the condition of that, holds', () => {
    expect(isShown(specs, [{}], 'lag')).toBe(true);
    expect(isShown(specs, [{ mode: 'sync' }], 'lag')).toBe(false);
    expect(isShown(specs, [{ mode: 'sync' }, {}], 'lag')).toBe(true);
    expect(isShown(specs, [{}], 'lagCap')).toBe(false);
  });

  it('of a link are shown only where they mean something: with TLS chosen, or inside QUIC', () => {
    const shown = (bag: ParamBag, name: string) => isShown(LINK_PARAMETERS, [bag], name);
    for (const name of ['connections', 'streams', 'idle', 'slowStart', 'tls', 'key', 'api', 'compression', 'wireCores', 'duplicates'])
      expect(shown({}, name)).toBe(false);
    expect(shown({ protocol: 'http2' }, 'tls')).toBe(true);
    expect(shown({ protocol: 'http2' }, 'key')).toBe(false);
    expect(shown({ protocol: 'http2', tls: '1.3' }, 'key')).toBe(true);
    expect(shown({ protocol: 'http3' }, 'key')).toBe(true);
    expect(shown({ protocol: 'http3' }, 'tls')).toBe(false);
    // A setting left over from another protocol brings nothing to light.
    expect(shown({ protocol: 'udp', tls: '1.3' }, 'key')).toBe(false);
    expect(shown({ protocol: 'udp' }, 'duplicates')).toBe(true);
  });

  it('stand under their headings in the order of the specs, and can be filtered', () => {
    expect(groupsOf(specs, [{}])).toEqual([
      { name: 'Replication', params: ['mode', 'lag'] },
      { name: 'Work', params: ['workers'] },
    ]);
    expect(groupsOf(specs, [{}], 'workers')).toEqual([{ name: 'Work', params: ['workers'] }]);
  });
});

describe('the number of instances', () => {
  it('is what the kind counts, else its `instances`, else one', () => {
    const counted = {
      params: { replicas: number({ default: 2 }) },
      countInstances: (v: { replicas: number }) => v.replicas + 1,
    } as unknown as Kind;
    expect(instanceCount(node('db'), counted)).toBe(3);
    expect(instanceCount(node('db', { instances: 4 }), { params: { instances: number({ default: 2 }) } } as unknown as Kind)).toBe(4);
    expect(instanceCount(node('db'), undefined)).toBe(1);
  });
});
