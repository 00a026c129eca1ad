import { describe, expect, it } from 'vitest';
import type { NodeDoc } from '../../src/design/document.ts';
import { addressWords, partitionOf, selectionOf, sidesOf, sortOf, touchesLink, touchesNode } from './address.ts';

const node = (id: string, name: string, zones = ['a'], region = ''): NodeDoc => ({
  id,
  kind: 'service',
  name,
  x: 0,
  y: 0,
  params: {},
  region,
  zones,
});
const drawing = {
  nodes: [node('lb', 'edge'), node('app', 'checkout', ['a', 'b'], 'eu'), node('db', 'orders', ['b'], 'eu')],
  links: [{ id: 'l1', from: 'lb', to: 'app', params: {} }],
};
const all = ['app', 'app/2', 'lb>app', 'zone:b', 'region:eu', '{lb}|{app,db/2}'];

describe('an address', () => {
  it('says by its form what sort of thing it names', () => {
    expect(all.map(sortOf)).toEqual(['node', 'instance', 'link', 'zone', 'region', 'partition']);
  });

  it('reads as the names that people gave', () => {
    expect(all.map((address) => addressWords(drawing, address))).toEqual([
      'checkout',
      'checkout/2',
      'edge to checkout',
      'zone b',
      'region eu',
      'edge | checkout, orders/2',
    ]); // prettier-ignore
    expect(addressWords(drawing, 'gone/3')).toBe('gone/3');
  });

  it('calls the long side of a cut the rest', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((id) => node(id, id));
    expect(addressWords({ nodes, links: [] }, '{a}|{b,c,d,e}')).toBe('a | the rest');
  });

  it('of a cut can hold places', () => {
    expect(addressWords(drawing, '{zone:a}|{app/1}')).toBe('zone a | checkout/1');
    expect(drawing.nodes.map((one) => touchesNode('{zone:a}|{region:us}', one))).toEqual([true, true, false]);
  });

  it('selects what it names', () => {
    expect(selectionOf(drawing, 'app/2')).toEqual({ nodes: ['app'], links: [] });
    expect(selectionOf(drawing, 'lb>app')).toEqual({ nodes: [], links: ['l1'] });
    expect(selectionOf(drawing, 'zone:b').nodes).toEqual(['app', 'db']);
    expect(selectionOf(drawing, 'region:eu').nodes).toEqual(['app', 'db']);
    expect(selectionOf(drawing, '{lb}|{app,db/2}').nodes).toEqual(['lb', 'app', 'db']);
  });

  it('touches a node through its instances, its zones, its region and its side of a cut', () => {
    const app = drawing.nodes[1]!;
    expect(all.map((address) => touchesNode(address, app))).toEqual([true, true, false, true, true, true]);
    expect(touchesNode('application', app)).toBe(false);
    expect(touchesLink('lb>app', drawing.links[0]!)).toBe(true);
  });

  it('of a cut can be written and taken apart', () => {
    expect(sidesOf(partitionOf(['a', 'b/2'], ['c']))).toEqual([['a', 'b/2'], ['c']]);
    expect(sidesOf('{a}|')).toEqual([[], []]);
  });
});
