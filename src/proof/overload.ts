/** Too much at once: a retry storm, the budget that ends it, and the bucket that keeps it out. */
import type { Design, FaultEntry } from '../design/document.ts';
import type { ProofCase } from './case.ts';
import { outcomeShare } from './read-report.ts';
import { design, exponential, link, node } from './small-design.ts';

const group = 'retries';
const INSTANT = { type: 'constant', value: 0 } as const;
const BUDGET = 0.1;

const TRIGGER_ENDS = 30;
const LOOKED_AT = TRIGGER_ENDS + 60;
const STORM_RATE = 80;

/** Twice the load for ten seconds, on a service that bears 100/s; measured from 60 s after that on. */
function storm(budget: number): Design {
  const nodes = [
    node('users', 'client', { rate: STORM_RATE, keys: 1 }),
    node('app', 'service', { instances: 1, workers: 10, queueLimit: 150, work: exponential(100) }),
  ];
  const policy = { timeout: 1000, retries: 3, backoff: 100, jitter: 'full', retryBudget: budget };
  const plain = design(nodes, [link('users', 'app', policy)], LOOKED_AT + 20, LOOKED_AT);
  const at = (TRIGGER_ENDS - 10) * 1000;
  const params = { factor: 2 };
  const trigger: FaultEntry = { type: 'fault', id: 'trigger', at, duration: 10_000, fault: 'traffic-spike', target: 'users', params };
  return { ...plain, scenario: { ...plain.scenario, timeline: [trigger] } };
}

const STORM_SOURCE = 'Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021';
const STORM_LEFT_OUT = 'Callers who lose patience for good, and servers that drop what nobody waits for.';

const collapse: ProofCase = {
  id: 'retry-storm',
  title: 'A retry storm outlives its cause',
  system:
    'A service that bears 100/s gets 80/s, for ten seconds 160/s, then 80/s again. Callers give up after 1 s and retry up to three times. Measured from 60 s after the spike.',
  source: STORM_SOURCE,
  notModelled: STORM_LEFT_OUT,
  group,
  replications: 20,
  design: () => storm(0),
  quantities: [
    {
      name: 'share of runs that answer less than half of the requests',
      unit: '',
      exact: 1,
      formula: 'up to four attempts for each request: 320/s offered to 100/s',
      tolerance: 0,
      measure: (report) => (outcomeShare(report, 'ok') < 0.5 ? 1 : 0),
    },
  ],
};

const recovery: ProofCase = {
  id: 'retry-storm-budget',
  title: 'A retry budget lets it recover',
  system: 'As in the retry storm, with retries held to 10 % of the calls: at most 88/s offered to a service that bears 100/s.',
  source: STORM_SOURCE,
  notModelled: STORM_LEFT_OUT,
  group,
  replications: 20,
  design: () => storm(BUDGET),
  quantities: [
    {
      name: 'share of runs that answer 99 % of the requests',
      unit: '',
      exact: 1,
      formula: '(1+b)·80/s < 100/s',
      tolerance: 0,
      measure: (report) => (outcomeShare(report, 'ok') >= 0.99 ? 1 : 0),
    },
  ],
};

const LIMIT_RATE = 50;
const LIMIT_BURST = 200;
const LIMITED_SECONDS = 100;
/** The first request comes after one gap, s; until then the bucket is full. The run ends half a gap after the last. */
const GAP = 0.01;

const bucket: ProofCase = {
  id: 'token-bucket',
  title: 'What a token bucket lets in',
  system:
    'Evenly spaced requests at 100/s to a gateway whose bucket holds 200 tokens and gets 50 back a second; 100 s from the first request to the last.',
  source: 'Turner (1986), "New directions in communications (or which way to the information age?)"; RFC 2697',
  notModelled: 'Several gateways that count apart.',
  group,
  replications: 3,
  design: () => {
    const gateway = node('gateway', 'api-gateway', { limit: 'all', limitRate: LIMIT_RATE, limitBurst: LIMIT_BURST, overhead: INSTANT });
    const app = node('app', 'service', { instances: 1, workers: 1000, work: INSTANT });
    const users = node('users', 'client', { rate: 100, arrivals: 'even', keys: 1 });
    return design([users, gateway, app], [link('users', 'gateway'), link('gateway', 'app')], LIMITED_SECONDS + 1.5 * GAP);
  },
  quantities: [
    {
      name: 'requests let in',
      unit: '',
      exact: Math.min(LIMITED_SECONDS / GAP + 1, LIMIT_BURST + LIMIT_RATE * LIMITED_SECONDS),
      formula: 'min(arrivals, b + rT)',
      tolerance: 0,
      measure: (report) => report.total.ok,
    },
  ],
};

export const OVERLOAD: readonly ProofCase[] = [collapse, recovery, bucket];
