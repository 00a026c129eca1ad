import { expect, it } from 'vitest';
import { mmc } from './erlang.ts';
import { openNetwork, trafficRates } from './jackson.ts';

it('finds the rates of a network with feedback', () => {
  // A front answers 60 %, sends 30 % to a database and 10 % back to itself; the database always returns to the front.
  const rates = trafficRates(
    [100, 0],
    [
      [0.1, 0.3],
      [1, 0],
    ],
  )!;
  expect(rates[0]).toBeCloseTo(100 / 0.6, 10);
  expect(rates[1]).toBeCloseTo(50, 10);
});

it('gives each station its own M/M/c, and Little adds them up', () => {
  const network = openNetwork([
    { outside: 2000, service: 100, servers: 32, to: [0, 0.2] },
    { outside: 0, service: 200, servers: 16, to: [0, 0] },
  ])!;
  expect(network.stations[1]).toEqual(mmc(400, 200, 16));
  const expected = mmc(2000, 100, 32).meanSojourn + 0.2 * mmc(400, 200, 16).meanSojourn;
  expect(network.meanResponse).toBeCloseTo(expected, 12);
});

it('sees traffic that can never leave, and a station that is overloaded', () => {
  expect(
    trafficRates(
      [1, 0],
      [
        [0, 1],
        [1, 0],
      ],
    ),
  ).toBeUndefined();
  expect(openNetwork([{ outside: 1, service: 9, servers: 1, to: [1] }])).toBeUndefined();
  expect(openNetwork([{ outside: 2, service: 1, servers: 1, to: [] }])!.meanResponse).toBe(Infinity);
});

it('needs rows exchanged where a diagonal vanishes', () => {
  const rates = trafficRates(
    [1, 1, 0],
    [
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
    ],
  );
  expect(rates).toBeUndefined();
  const swapped = trafficRates(
    [3, 0, 0],
    [
      [0, 1, 0],
      [0, 0, 1],
      [0.5, 0, 0],
    ],
  )!;
  expect(swapped.map((rate) => Number(rate.toFixed(9)))).toEqual([6, 6, 6]);
});
