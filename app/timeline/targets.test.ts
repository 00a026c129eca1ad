import { describe, expect, it } from 'vitest';
import type { Kind } from '../../src/catalog/kind.ts';
import type { NodeDoc } from '../../src/design/document.ts';
import type { Fault } from '../../src/faults/fault.ts';
import { faultsAt, targetsOf } from './targets.ts';

const service = { id: 'service', role: 'compute', abilities: [], params: {} } as unknown as Kind;
const node = (id: string, region = ''): NodeDoc => ({
  id,
  kind: 'service',
  name: id.toUpperCase(),
  x: 0,
  y: 0,
  params: {},
  region,
  zones: ['a'],
});
const fault = (id: string, targets: Fault['targets']): Fault => ({ id, targets, sources: false }) as unknown as Fault;
const design = { nodes: [node('app', 'eu'), node('db')], links: [{ id: 'l', from: 'app', to: 'db', params: {} }] };

describe('targets of a fault drawn on the timeline', () => {
  it('are parts, links and places, each with the faults that fit it', () => {
    const faults = [fault('crash', ['node']), fault('partition', ['partition']), fault('latency', ['link']), fault('zone-loss', ['zone'])];
    const offered = targetsOf(design, () => service).map(({ address, label }) => {
      return [label, ...faultsAt(address, design, faults, () => service).map((one) => `${one.fault.id} ${one.address}`)];
    });
    expect(offered).toEqual([
      ['APP', 'crash app', 'partition {app}|{db}'],
      ['DB', 'crash db', 'partition {db}|{app}'],
      ['APP to DB', 'latency app>db'],
      ['zone a', 'zone-loss zone:a'],
      ['region eu'],
    ]);
  });
});
