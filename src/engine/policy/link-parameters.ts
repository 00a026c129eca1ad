/**
 * The parameters of a link, as specs: the network it crosses, how its caller uses it, how a copy is chosen, and the
 * policy that stands on it as in a service mesh. Everything is off by default; one number turns a part on.
 */
import type { ChoiceSpec, FlagSpec, NumberSpec, ParamSpecs } from '../../std/parameter.ts';

type NumberFields = Pick<NumberSpec, 'label' | 'help' | 'group' | 'source' | 'unit' | 'min' | 'max' | 'default'>;

function number(fields: NumberFields & Partial<NumberSpec>): NumberSpec {
  return { type: 'number', whole: false, live: true, ...fields };
}

function flag(fields: Pick<FlagSpec, 'label' | 'help' | 'group' | 'source' | 'default'> & Partial<FlagSpec>): FlagSpec {
  return { type: 'flag', live: true, ...fields };
}

function choice(fields: Pick<ChoiceSpec, 'label' | 'help' | 'group' | 'source' | 'default' | 'options'> & Partial<ChoiceSpec>): ChoiceSpec {
  return { type: 'choice', live: true, ...fields };
}

const MINUTE = 60_000;

const NETWORK = {
  delay: choice({
    label: 'Delay',
    group: 'Network',
    source: 'chosen',
    default: 'placement',
    live: false,
    help: 'Where the one-way delay comes from.',
    options: [
      { value: 'placement', label: 'by placement', help: 'From the zones and regions at both ends; 7 ms last mile from a client.' },
      { value: 'own', label: 'own', help: 'A delay of its own.' },
    ],
  }),
  latency: {
    type: 'distribution',
    label: 'One-way delay',
    group: 'Network',
    live: false,
    default: { type: 'constant', value: 0.5 },
    shownIf: { param: 'delay', is: ['own'] },
    source: 'chosen',
    help: 'Time for a message to cross, each way.',
  },
  loss: number({
    label: 'Loss',
    group: 'Network',
    unit: 'ratio',
    min: 0,
    max: 0.9,
    default: 0,
    source: 'chosen',
    help: 'Share of messages lost and sent again after 200 ms, 400 ms, … (RFC 6298).',
  }),
  bandwidth: number({
    label: 'Bandwidth',
    group: 'Network',
    unit: 'bytesPerSecond',
    min: 0,
    max: 1e12,
    default: 0,
    zero: 'no limit',
    source: 'chosen',
    help: 'Bytes per second each way; messages queue for the wire.',
  }),
} satisfies ParamSpecs;

const CALLS = {
  step: number({
    label: 'Step',
    group: 'Calls',
    unit: 'count',
    min: 1,
    max: 100,
    default: 1,
    whole: true,
    live: false,
    source: 'chosen',
    help: 'A service makes the calls of step 1 first, then those of step 2. Links of the same step are called together.',
  }),
  probability: number({
    label: 'Probability',
    group: 'Calls',
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 1,
    source: 'chosen',
    live: false,
    help: 'Share of requests that make this call.',
  }),
  count: number({
    label: 'Calls each time',
    group: 'Calls',
    unit: 'count',
    min: 1,
    max: 200,
    default: 1,
    whole: true,
    source: 'chosen',
    live: false,
    help: 'How many calls: more than one, one after the other, is the N+1 pattern.',
  }),
  together: flag({
    label: 'At the same time',
    group: 'Calls',
    source: 'chosen',
    default: false,
    live: false,
    help: 'Make the calls of this link in parallel instead of one after the other.',
  }),
  classes: {
    type: 'classes',
    label: 'Only for',
    group: 'Calls',
    source: 'chosen',
    default: [],
    live: false,
    help: 'Request classes that use this link; none chosen means all.',
  },
  async: flag({
    label: 'Fire and forget',
    group: 'Calls',
    source: 'chosen',
    default: false,
    live: false,
    help: 'The caller goes on at once and never learns how it ended.',
  }),
  weight: number({
    label: 'Weight',
    group: 'Calls',
    unit: 'factor',
    min: 0,
    max: 1000,
    default: 1,
    source: 'chosen',
    live: false,
    help: 'Share of traffic relative to the other links, where one of several is chosen.',
  }),
} satisfies ParamSpecs;

const CHOICE = {
  balance: choice({
    label: 'Choice of copy',
    group: 'Target',
    source: 'chosen',
    default: 'round-robin',
    live: false,
    help: 'How a copy is chosen when the far end has several and does not choose itself.',
    options: [
      { value: 'round-robin', label: 'round robin', help: 'Each in turn.' },
      { value: 'random', label: 'random', help: 'Any, evenly.' },
      { value: 'least-connections', label: 'least connections', help: 'The one with the fewest calls of this caller open.' },
      { value: 'power-of-two', label: 'power of two choices', help: 'The less busy of two drawn at random (Mitzenmacher 2001).' },
    ],
  }),
} satisfies ParamSpecs;

const POLICY = {
  timeout: number({
    label: 'Timeout',
    group: 'Timeout',
    unit: 'ms',
    min: 0,
    max: 10 * MINUTE,
    default: 0,
    zero: 'none',
    source: 'none in most clients: Go, requests, Node',
    help: 'After this long the caller gives up; the callee goes on working for nobody.',
  }),
  retries: number({
    label: 'Retries',
    group: 'Retry',
    unit: 'count',
    min: 0,
    max: 10,
    default: 0,
    whole: true,
    zero: 'off',
    source: 'off; AWS SDKs make 2',
    help: 'Further attempts after a failed one.',
  }),
  backoff: number({
    label: 'First wait',
    group: 'Retry',
    unit: 'ms',
    min: 0,
    max: MINUTE,
    default: 100,
    source: 'chosen',
    help: 'Wait before the first retry; it doubles with each further one. 0 retries at once.',
  }),
  backoffMax: number({
    label: 'Longest wait',
    group: 'Retry',
    unit: 'ms',
    min: 0,
    max: 10 * MINUTE,
    default: 20_000,
    source: 'AWS SDK guide: 20 s',
    help: 'The wait never grows beyond this.',
  }),
  jitter: choice({
    label: 'Jitter',
    group: 'Retry',
    source: 'AWS Architecture Blog 2015, "Exponential backoff and jitter"',
    default: 'full',
    help: 'Randomness in the wait, so that callers do not return in step.',
    options: [
      { value: 'none', label: 'none', help: 'Exactly the wait.' },
      { value: 'full', label: 'full', help: 'Anything from 0 to the wait.' },
      { value: 'equal', label: 'equal', help: 'Half the wait plus up to half.' },
      { value: 'decorrelated', label: 'decorrelated', help: 'From the first wait to three times the last one.' },
    ],
  }),
  retryBudget: number({
    label: 'Retry budget',
    group: 'Retry',
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 0,
    zero: 'no limit',
    source: 'Finagle: 20 %',
    help: 'Retries allowed as a share of calls; what exceeds it fails at once.',
  }),
  breaker: flag({
    label: 'Circuit breaker',
    group: 'Breaker',
    source: 'off by default',
    default: false,
    help: 'Stops calling a far end that keeps failing, and tries again later.',
  }),
  breakerRate: number({
    label: 'Opens at',
    group: 'Breaker',
    unit: 'ratio',
    min: 0.01,
    max: 1,
    default: 0.5,
    source: 'Resilience4j: 50 %',
    help: 'Share of failed calls in the window that opens it.',
  }),
  breakerWindow: number({
    label: 'Window',
    group: 'Breaker',
    unit: 'count',
    min: 2,
    max: 1000,
    default: 100,
    whole: true,
    source: 'Resilience4j: 100 calls',
    live: false,
    help: 'The last calls that are counted.',
  }),
  breakerMinimum: number({
    label: 'Needs at least',
    group: 'Breaker',
    unit: 'count',
    min: 1,
    max: 1000,
    default: 20,
    whole: true,
    source: 'Hystrix: 20 calls',
    help: 'Calls in the window before it may open.',
  }),
  breakerOpen: number({
    label: 'Stays open',
    group: 'Breaker',
    unit: 'ms',
    min: 1,
    max: 10 * MINUTE,
    default: 5000,
    source: 'Hystrix: 5 s',
    help: 'Time before it lets trial calls through.',
  }),
  breakerProbes: number({
    label: 'Trial calls',
    group: 'Breaker',
    unit: 'count',
    min: 1,
    max: 100,
    default: 10,
    whole: true,
    source: 'Resilience4j: 10',
    help: 'Calls let through half open; it closes when enough of them succeed.',
  }),
  pool: number({
    label: 'Connection pool',
    group: 'Pool',
    unit: 'count',
    min: 0,
    max: 10_000,
    default: 0,
    whole: true,
    zero: 'no limit',
    source: 'HikariCP: 10 when on',
    live: false,
    help: 'Calls that each copy of the caller may have open at once; more wait.',
  }),
  poolWait: number({
    label: 'Longest wait for a connection',
    group: 'Pool',
    unit: 'ms',
    min: 0,
    max: 10 * MINUTE,
    default: 30_000,
    source: 'HikariCP: 30 s',
    help: 'After this long without a connection the call is rejected; 0 rejects it at once.',
  }),
} satisfies ParamSpecs;

/** All parameters of a link in the order in which they are shown. */
export const LINK_PARAMETERS = { ...NETWORK, ...CALLS, ...CHOICE, ...POLICY } satisfies ParamSpecs;
