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

export const RETRIES_AND_TIMEOUTS: readonly ProofCase[] = [independent, budgeted, timeouts, lossy];
