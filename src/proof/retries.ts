/** Attempts, budgets, timeouts and lost messages: what callers do when something fails, and what that does to the rest. */
import type { Design, FaultEntry } from '../design/document.ts';
import { exp, pow } from '../std/math.ts';
import { expectedAttempts, successAfterRetries } from '../theory/retries.ts';
import type { ProofCase, Quantity } from './case.ts';
import { call, meanLatency, outcomeShare } from './read-report.ts';
import { design, exponential, link, NO_LIMIT, node } from './small-design.ts';

const group = 'retries';
const INSTANT = { type: 'constant', value: 0 } as const;

/** A share of calls to app fails at once, from beginning to end. */
function failing(share: number): FaultEntry {
  return { type: 'fault', id: 'failing', at: 0, fault: 'error-rate', target: 'app', params: { share } };
}

function withTimeline(plain: Design, ...timeline: FaultEntry[]): Design {
  return { ...plain, scenario: { ...plain.scenario, timeline } };
}

/** Requests at 100/s over a link with this policy to a service that fails for a share of calls. */
function retried(failure: number, policy: Record<string, string | number>): Design {
  const nodes = [node('users', 'client', { rate: 100, keys: 1 }), node('app', 'service', { instances: 1, workers: 1000, work: INSTANT })];
  return withTimeline(design(nodes, [link('users', 'app', { backoff: 0, ...policy })], 510, 10), failing(failure));
}

const attempts = (exact: number, formula: string): Quantity => ({
  name: 'attempts for each request',
  unit: '',
  exact,
  formula,
  tolerance: 0.01,
  measure: (report) => 1 + call(report, 'users-app').retries / call(report, 'users-app').calls,
});

const success = (exact: number, formula: string): Quantity => ({
  name: 'share answered in the end',
  unit: '',
  exact,
  formula,
  tolerance: 0.01,
  measure: (report) => outcomeShare(report, 'ok'),
});

const FAILURE = 0.3;
const RETRIES = 3;
const BUDGET = 0.1;

const independent: ProofCase = {
  id: 'retries',
  title: 'Retries of failures that do not hang together',
  system: 'Each call fails with a chance of 30 %, whatever happened before; a failed call is made again up to three times.',
  source: 'Feller, An Introduction to Probability Theory I (3rd ed.), section VI.8 (geometric law)',
  notModelled: 'Failures that come because of the retries: see the retry storm.',
  group,
  replications: 10,
  design: () => retried(FAILURE, { retries: RETRIES }),
  quantities: [
    attempts(expectedAttempts(FAILURE, RETRIES), '(1−f^(r+1))/(1−f)'),
    success(successAfterRetries(FAILURE, RETRIES), '1−f^(r+1)'),
  ],
};

const budgeted: ProofCase = {
  id: 'retry-budget',
  title: 'Retries held to a tenth of the calls',
  system: 'Each call fails with a chance of 30 %; up to three retries, but only one for every ten calls.',
  source: 'Finagle, RetryBudget (2016): deposits and withdrawals; each attempt succeeds with 1−f',
  notModelled: 'The reserve of ten retries at the start, which the warm-up uses up.',
  group,
  replications: 10,
  design: () => retried(FAILURE, { retries: RETRIES, retryBudget: BUDGET }),
  quantities: [attempts(1 + BUDGET, '1+b, as f·(1+b) > b'), success((1 - FAILURE) * (1 + BUDGET), '(1−f)(1+b)')],
};

const timeouts: ProofCase = {
  id: 'timeouts',
  title: 'Callers who give up, and a server that does not know',
  system:
    'Poisson arrivals at 80/s, one worker with exponential work of 10 ms; callers give up after 100 ms, their requests are worked on all the same.',
  source: 'Kleinrock, Queueing Systems I (1975), section 3.2: the sojourn in M/M/1 is exponential',
  notModelled: 'Servers that notice that nobody waits any more.',
  group,
  replications: 20,
  design: () => {
    const app = node('app', 'service', { instances: 1, workers: 1, queueLimit: NO_LIMIT, work: exponential(10) });
    return design([node('users', 'client', { rate: 80, keys: 1 }), app], [link('users', 'app', { timeout: 100 })], 860, 60);
  },
  quantities: [
    {
      name: 'share that times out',
      unit: '',
      exact: exp(-(0.1 - 0.08) * 100),
      formula: 'e^(−(μ−λ)t)',
      tolerance: 0.05,
      measure: (report) => outcomeShare(report, 'timeout'),
    },
  ],
};

const LOSS = 0.05;
const ONE_WAY = 10;
/** As MODEL.md has it: sent again after 200, 400 … ms, six times at most. */
const FIRST_RESEND = 200;
const MOST_RESENDS = 6;

/** Mean delay of a message that gets through, ms: after k losses 200·(2ᵏ−1). */
function meanResendDelay(loss: number): number {
  let through = 0;
  let delay = 0;
  for (let k = 0; k <= MOST_RESENDS; k++) {
    const chance = pow(loss, k) * (1 - loss);
    through += chance;
    delay += chance * FIRST_RESEND * (pow(2, k) - 1);
  }
  return delay / through;
}

const lossy: ProofCase = {
  id: 'lossy-wire',
  title: 'A wire that loses one message in twenty',
  system: 'Requests and answers take 10 ms each way; each message is lost with a chance of 5 % and sent again after 200, 400, 800 … ms.',
  source: 'RFC 6298 (2011), section 5 (back off the timer)',
  notModelled: 'Several packets for a message, fast retransmission, congestion control.',
  group,
  replications: 20,
  design: () => {
    const nodes = [node('users', 'client', { rate: 200, keys: 1 }), node('app', 'service', { instances: 1, workers: 1000, work: INSTANT })];
    const wire = { latency: { type: 'constant', value: ONE_WAY }, loss: LOSS } as const;
    return design(nodes, [link('users', 'app', wire)], 320, 20);
  },
  quantities: [
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: 2 * (ONE_WAY + meanResendDelay(LOSS)),
      formula: '2(d + Σ pᵏ(1−p)·200(2ᵏ−1))',
      tolerance: 0.02,
      measure: meanLatency,
    },
  ],
};

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
  return withTimeline(plain, {
    type: 'fault',
    id: 'trigger',
    at,
    duration: 10_000,
    fault: 'traffic-spike',
    target: 'users',
    params: { factor: 2 },
  });
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

export const RETRY_CASES: readonly ProofCase[] = [independent, budgeted, timeouts, lossy, collapse, recovery, bucket];
