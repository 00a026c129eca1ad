import { expect, it } from 'vitest';
import { mmc } from './erlang.ts';
import { kingmanWait, mg1MeanSojourn, mg1MeanWait, processorSharingSojourn } from './mg1.ts';

it('at 80 a second and 10 ms: waits 20 ms when constant, 100 ms at cv 2, 40 ms when exponential', () => {
  expect(mg1MeanWait(80, 0.01, 0) * 1000).toBeCloseTo(20, 10);
  expect(mg1MeanWait(80, 0.01, 4e-4) * 1000).toBeCloseTo(100, 10);
  expect(mg1MeanSojourn(80, 0.01, 1e-4)).toBeCloseTo(mmc(80, 100, 1).meanSojourn, 12);
});

it('processor sharing at load 0.8 and 10 ms takes 50 ms', () => {
  expect(processorSharingSojourn(80, 0.01) * 1000).toBeCloseTo(50, 10);
});

it("Kingman's wait agrees where it is exact, and halves when arrivals are regular", () => {
  expect(kingmanWait(0.8, 0.01, 1, 2)).toBeCloseTo(mg1MeanWait(80, 0.01, 4e-4), 12);
  expect(kingmanWait(0.8, 0.01, 0, 1)).toBeCloseTo(kingmanWait(0.8, 0.01, 1, 1) / 2, 12);
});

it('never settles from full load on', () => {
  expect([mg1MeanWait(100, 0.01, 0), processorSharingSojourn(200, 0.01), kingmanWait(1, 1, 1, 1)]).toEqual([Infinity, Infinity, Infinity]);
});
