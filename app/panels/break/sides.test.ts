import { describe, expect, it } from 'vitest';
import { addressOf, cutAround, put, sidesFrom, split } from './sides.ts';

const parts = [
  { id: 'app', name: 'checkout', instances: 1, zones: ['a'], region: 'eu' },
  { id: 'db', name: 'orders', instances: 3, zones: ['a', 'b'], region: 'eu' },
  { id: 'cache', name: 'redis', instances: 1, zones: ['b'], region: '' },
];

describe('the sides of a cut', () => {
  it('come from an address and go back into it', () => {
    for (const address of ['{app}|{db,cache}', '{app,db/1}|{db/2}']) expect(addressOf(sidesFrom(parts, address))).toEqual({ address });
  });

  it('leave out what is on neither side', () => {
    expect(sidesFrom(parts, '{app}|{db}').members.map(({ side }) => side)).toEqual(['left', 'right', 'out']);
  });

  it('let a part be split into its instances, which stay on its side until they are moved', () => {
    const apart = split(sidesFrom(parts, '{app}|{db}'), 'db');
    expect(apart.members.map(({ label }) => label)).toEqual(['checkout', 'orders/1', 'orders/2', 'orders/3', 'redis']);
    expect(addressOf(apart)).toEqual({ address: '{app}|{db/1,db/2,db/3}' });
    expect(addressOf(put(apart, 'db/2', 'left'))).toEqual({ address: '{app,db/2}|{db/1,db/3}' });
  });

  it('go around a part, an instance, a zone or a region', () => {
    expect(['db', 'db/2', 'zone:a', 'region:eu', '{app}|{db}'].map((address) => cutAround(parts, address))).toEqual([
      '{db}|{app,cache}',
      '{db/2}|{app,db/1,db/3,cache}',
      '{app,db/1,db/3}|{db/2,cache}',
      '{app,db}|{cache}',
      '{app}|{db}',
    ]);
  });

  it('between two zones or regions are what stands there, whatever stands elsewhere', () => {
    const more = [...parts, { id: 'far', name: 'far', instances: 1, zones: ['c'], region: 'us' }];
    expect(cutAround(more, '{zone:a}|{zone:b}')).toBe('{app,db/1,db/3}|{db/2,cache}');
    expect(cutAround(more, '{region:us}|{region:eu}')).toBe('{far}|{app,db}');
  });

  it('need somebody on both', () => {
    expect(addressOf(sidesFrom(parts, '{app}|{}'))).toEqual({ why: 'Put at least one part on each side of the cut.' });
  });
});
