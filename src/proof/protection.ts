/** Parts in the way of requests whose limits are known systems: places in a table, cores, and an answer that is kept. */
import { erlangB, mmc } from '../theory/erlang.ts';
import type { ProofCase } from './case.ts';
import { meanLatency, outcomeShare, part } from './read-report.ts';
import { design, exponential, link, node } from './small-design.ts';

/** So many users that none comes twice while it matters. */
const MANY = 1_000_000;
const app = node('app', 'service', { workers: 10_000, work: { type: 'constant', value: 0 } });

/** Poisson requests through a part to a server that takes no time. */
function through(kind: string, params: Parameters<typeof node>[2], rate: number, keys: number, seconds: number) {
  const users = node('users', 'client', { rate, keys, sessions: MANY });
  return design([users, node('part', kind, { instances: 1, ...params }), app], [link('users', 'part'), link('part', 'app')], seconds, 2);
}

const tunnels: ProofCase = {
  id: 'vpn-tunnels',
  title: 'Ten tunnels that stay open for a while (Erlang B)',
  system: 'New users at 800/s, each holding one of ten tunnels of a VPN gateway until it has been idle for 10 ms: 8 erlang.',
  source: 'Erlang (1917); Gross and Harris, Fundamentals of Queueing Theory (4th ed.), section 2.6 (insensitivity)',
  notModelled: 'Users who come back.',
  group: 'queues',
  replications: 10,
  design: () =>
    through(
      'vpn-gateway',
      { tunnels: 10, idle: 10, handshake: { type: 'constant', value: 0 }, time: { type: 'constant', value: 0 } },
      800,
      1,
      20,
    ),
  quantities: [
    {
      name: 'share turned away',
      unit: '',
      exact: erlangB(10, 8),
      formula: '(aᶜ/c!)/Σ aᵏ/k!, whatever the law of the holding time',
      tolerance: 0.04,
      measure: (report) => outcomeShare(report, 'rejected'),
    },
  ],
};

const cores: ProofCase = {
  id: 'proxy-cores',
  title: 'The two cores of a reverse proxy (M/M/2)',
  system: 'Poisson requests at 150/s for static content, each exponential work of 10 ms for one of two cores.',
  source: 'Gross and Harris, Fundamentals of Queueing Theory (4th ed.), section 2.3',
  notModelled: 'The network.',
  group: 'queues',
  replications: 10,
  design: () =>
    through(
      'reverse-proxy',
      { static: ['get'], staticTime: exponential(10), time: { type: 'constant', value: 0 }, cores: 2, backlog: 600_000 },
      150,
      1,
      250,
    ),
  quantities: [
    {
      name: 'mean time',
      unit: 'ms',
      exact: mmc(0.15, 0.1, 2).meanSojourn,
      formula: '1/μ + C(2, a)/(2μ − λ)',
      tolerance: 0.05,
      measure: meanLatency,
    },
    {
      name: 'share of the cores taken',
      unit: '',
      exact: 0.75,
      formula: 'λ/2μ',
      tolerance: 0.02,
      measure: (report) => part(report, 'part').figures['coresTaken'] ?? Number.NaN,
    },
  ],
};

const kept: ProofCase = {
  id: 'proxy-ttl',
  title: 'An answer that a proxy keeps for its time to live',
  system: 'Poisson requests for one thing at 50/s through a forward proxy that keeps an answer for 100 ms.',
  source: 'Jung, Berger, Balakrishnan, Modeling TTL-based internet caches (2003), equation 1',
  notModelled: 'The time that the far end takes.',
  group: 'caches',
  replications: 10,
  design: () => through('forward-proxy', { capacity: 10, ttl: 100, time: { type: 'constant', value: 0 } }, 50, 1, 300),
  quantities: [
    {
      name: 'hit ratio',
      unit: '',
      exact: (50 * 0.1) / (1 + 50 * 0.1),
      formula: 'λT/(1 + λT)',
      tolerance: 0.01,
      measure: (report) => part(report, 'part').figures['hitRatio'] ?? Number.NaN,
    },
  ],
};

export const PROTECTION: readonly ProofCase[] = [tunnels, cores, kept];
