import { expect, it } from 'vitest';
import { closedNetwork } from './mva.ts';

it('50 users who think 1,000 ms at stations of 20, 12 and 5 ms: 43.888 a second, 139.27 ms', () => {
  const stations = [20, 12, 5].map((demand) => ({ demand, servers: 1 }));
  const network = closedNetwork(stations, 1000, 50);
  expect((network.throughput * 1000).toFixed(3)).toBe('43.888');
  expect(network.response.toFixed(2)).toBe('139.27');
  // Everybody is somewhere.
  expect(network.present.reduce((sum, present) => sum + present, network.throughput * 1000)).toBeCloseTo(50, 9);
  expect(network.utilisation[0]).toBeCloseTo(network.throughput * 20, 12);
});

it('is the recursion of mean value analysis for single servers and delays', () => {
  const demands = [7, 3, 11];
  const queue = [0, 0, 0];
  let throughput = 0;
  for (let n = 1; n <= 40; n++) {
    const residence = demands.map((demand, i) => demand * (1 + queue[i]!));
    throughput = n / (100 + 25 + residence.reduce((sum, r) => sum + r, 0));
    for (const [i, r] of residence.entries()) queue[i] = throughput * r;
  }
  const network = closedNetwork([...demands.map((demand) => ({ demand, servers: 1 })), { demand: 25, servers: Infinity }], 100, 40);
  expect(network.throughput).toBeCloseTo(throughput, 12);
  for (const [i, present] of queue.entries()) expect(network.present[i]).toBeCloseTo(present, 9);
});

it('is the machine-repair model for one station of several servers', () => {
  // Birth and death, solved from the definition: n users, think 10, service 4, 3 servers.
  const users = 12;
  const weights = [1];
  for (let k = 1; k <= users; k++) weights.push((weights[k - 1]! * (users - k + 1) * 4) / (10 * Math.min(k, 3)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const present = weights.reduce((sum, weight, k) => sum + weight * k, 0) / total;
  const network = closedNetwork([{ demand: 4, servers: 3 }], 10, users);
  expect(network.present[0]).toBeCloseTo(present, 10);
  expect(network.throughput).toBeCloseTo((users - present) / 10, 12);
});

it('neither overflows nor cancels for thousands of users at saturation', () => {
  const network = closedNetwork(
    [
      { demand: 20, servers: 4 },
      { demand: 3, servers: 1 },
    ],
    1000,
    2000,
  );
  expect(network.throughput).toBeCloseTo(0.2, 9);
  expect(network.response).toBeCloseTo(2000 / 0.2 - 1000, 4);
  const light = closedNetwork([{ demand: 0.001, servers: 1 }], 1e6, 2000);
  expect(light.throughput).toBeCloseTo(0.002, 8);
});

it('handles one user, no think time and stations nobody visits', () => {
  expect(
    closedNetwork(
      [
        { demand: 5, servers: 1 },
        { demand: 0, servers: 1 },
      ],
      15,
      1,
    ),
  ).toMatchObject({ response: 5 });
  expect(closedNetwork([{ demand: 5, servers: 2 }], 0, 9).throughput).toBeCloseTo(0.4, 12);
});
