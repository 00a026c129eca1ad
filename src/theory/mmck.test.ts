import { expect, it } from 'vitest';
import { erlangB, mmc } from './erlang.ts';
import { mmck } from './mmck.ts';

it('M/M/4/12 at 450 a second and 10 ms: 0.151863 rejected, 21.1657 ms for the accepted', () => {
  const figures = mmck(450, 100, 4, 12);
  expect(figures.blocked.toFixed(6)).toBe('0.151863');
  expect((figures.meanSojourn * 1000).toFixed(4)).toBe('21.1657');
  expect(figures.throughput).toBeCloseTo(400 * figures.utilisation, 9);
});

it('is Erlang B without waiting room and M/M/c with endless room', () => {
  expect(mmck(8, 1, 10, 10).blocked).toBeCloseTo(erlangB(10, 8), 14);
  expect(mmck(700, 100, 8, 2000).meanSojourn).toBeCloseTo(mmc(700, 100, 8).meanSojourn, 12);
});

it('stands any overload: almost all are turned away and the room is full', () => {
  const figures = mmck(1e9, 1, 4, 1000);
  expect(figures.throughput).toBeCloseTo(4, 6);
  expect(figures.meanInSystem).toBeCloseTo(1000, 6);
  expect(mmck(0, 5, 1, 3)).toMatchObject({ blocked: 0, meanSojourn: 0.2 });
});
