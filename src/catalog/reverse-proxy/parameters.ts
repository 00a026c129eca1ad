/** What can be set on a reverse proxy. */
import { choice, number } from '../../engine/policy/parameters/spec.ts';
import { ANSWER_PARAMETERS } from '../../mechanisms/cache/answer-parameters.ts';
import type { ParamSpecs } from '../../std/parameter.ts';
import { instancesSpec } from '../kind.ts';

const whenCompressing = { param: 'compression', is: ['fast', 'usual', 'strong'] } as const;
const whenTls = { param: 'tls', is: ['rsa', 'ecdsa', 'resumed'] } as const;
const whenHeld = { param: 'buffering', is: ['held'] } as const;

/** What is left of an answer, and ms of a core for a kilobyte of it (chosen, after what zlib and Brotli do with text). */
export const COMPRESSION: Readonly<Record<string, readonly [left: number, ms: number]>> = {
  fast: [0.3, 0.008],
  usual: [0.25, 0.025],
  strong: [0.2, 1],
};

/** ms of a core for a handshake. RSA and ECDSA: about what today's cores need; resumed TLS 1.3: OpenSSL 4,861/s, jbp.io 2019. */
export const HANDSHAKE: Readonly<Record<string, number>> = { rsa: 1, ecdsa: 0.12, resumed: 0.2 };

const CONTENT = {
  static: {
    type: 'classes',
    label: 'Serves itself',
    group: 'Content',
    default: [],
    empty: 'none',
    live: true,
    source: 'chosen',
    help: 'Request classes that it answers from its own disk: pictures, scripts.',
  },
  staticTime: {
    type: 'distribution',
    label: 'Time to serve it',
    group: 'Content',
    default: { type: 'constant', value: 0.03 },
    live: true,
    source: 'nginx, one core: 33,125 requests a second for 100 KB',
    help: 'Work of a core on a request that it answers itself.',
  },
  ...ANSWER_PARAMETERS,
  staleIfError: number({
    label: 'Old answers stand in',
    group: 'Cache',
    unit: 'ms',
    min: 0,
    max: 86_400_000,
    default: 0,
    zero: 'never',
    live: false,
    source: 'off by default; stale-if-error, RFC 5861',
    help: 'So long after its time to live an answer may stand in for a failed one.',
  }),
  compression: choice({
    label: 'Compression',
    group: 'Content',
    default: 'none',
    source: 'off by default; figures chosen after zlib and Brotli',
    help: 'Fewer bytes on the way back, for work of a core. Answers kept are kept compressed.',
    options: [
      { value: 'none', label: 'none', help: 'Answers go as they are.' },
      { value: 'fast', label: 'fast', help: 'To 30 %, 0.008 ms a kilobyte.' },
      { value: 'usual', label: 'usual', help: 'To 25 %, 0.025 ms a kilobyte.' },
      { value: 'strong', label: 'strong', help: 'To 20 %, 1 ms a kilobyte: for what is kept.' },
    ],
  }),
  compressed: {
    type: 'classes',
    label: 'Compresses',
    group: 'Content',
    default: [],
    live: true,
    source: 'chosen',
    shownIf: whenCompressing,
    help: 'Request classes whose answers are text; pictures gain nothing.',
  },
} as const satisfies ParamSpecs;

const UPSTREAM = {
  tries: number({
    label: 'Tries',
    group: 'Copies behind it',
    unit: 'count',
    min: 1,
    max: 20,
    default: 2,
    whole: true,
    source: 'nginx: proxy_next_upstream, on for errors of the connection',
    help: 'A request that failed is passed to another copy, so many in all; a write only when it was refused.',
  }),
  retryOn: choice({
    label: 'Tries again after',
    group: 'Copies behind it',
    default: 'unreachable',
    source: 'nginx: error and timeout; http_500 when asked for',
    help: 'Which failures count, for further tries and for leaving a copy out.',
    options: [
      { value: 'unreachable', label: 'no connection', help: 'Refused, cut off, or timed out.' },
      { value: 'failure', label: 'any failure', help: 'Errors and rejections too.' },
    ],
  }),
  maxFails: number({
    label: 'Leaves out after',
    group: 'Copies behind it',
    unit: 'count',
    min: 0,
    max: 1000,
    default: 1,
    whole: true,
    zero: 'never',
    source: 'nginx: max_fails 1',
    help: 'Failures of one copy in a row, within the time below, after which it gets nothing.',
  }),
  failTime: number({
    label: 'Leaves out for',
    group: 'Copies behind it',
    unit: 'ms',
    min: 1,
    max: 3_600_000,
    default: 10_000,
    source: 'nginx: fail_timeout 10 s',
    help: 'How long failures count together, and how long a copy gets nothing.',
  }),
} as const satisfies ParamSpecs;

const CLIENTS = {
  tls: choice({
    label: 'Ends TLS',
    group: 'Clients',
    default: 'none',
    source: 'off by default',
    help: 'Work of a core for the handshake of each new connection, and for every byte of an answer (0.3 ms a megabyte).',
    options: [
      { value: 'none', label: 'no', help: 'Costs nothing here.' },
      { value: 'rsa', label: 'RSA 2048', help: '1 ms a handshake.' },
      { value: 'ecdsa', label: 'ECDSA P-256', help: '0.12 ms a handshake.' },
      { value: 'resumed', label: 'resumed', help: '0.2 ms a handshake: clients come back with a ticket (TLS 1.3).' },
    ],
  }),
  perConnection: number({
    label: 'Requests of a connection',
    group: 'Clients',
    unit: 'count',
    min: 1,
    max: 100_000,
    default: 10,
    whole: false,
    source: 'chosen; nginx: at most 1,000',
    shownIf: whenTls,
    help: 'On average; one in so many requests comes over a new connection and pays for its handshake.',
  }),
  clientRate: number({
    label: 'Rate of its clients',
    group: 'Clients',
    unit: 'bytesPerSecond',
    min: 0,
    max: 1e12,
    default: 0,
    zero: 'as fast as it',
    source: 'off by default',
    help: 'How fast a client sends and takes in bytes by itself; a slow phone has some 100 KB/s.',
  }),
  buffering: choice({
    label: 'Slow clients',
    group: 'Clients',
    default: 'buffered',
    live: false,
    source: 'nginx buffers; servers with a process for each connection do not',
    help: 'What a request holds while its client is slow.',
    options: [
      { value: 'buffered', label: 'are buffered', help: 'Nothing but memory: one core serves thousands.' },
      { value: 'held', label: 'hold a worker', help: 'A worker from the first byte of the request to the last one of the answer.' },
    ],
  }),
} as const satisfies ParamSpecs;

const WORK = {
  workers: number({
    label: 'Workers',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 100_000,
    default: 256,
    whole: true,
    source: 'Apache prefork: 256 (MaxRequestWorkers)',
    shownIf: whenHeld,
    help: 'Requests that one copy holds at a time.',
  }),
  queueLimit: number({
    label: 'Queue limit',
    group: 'Work',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 511,
    whole: true,
    source: 'Apache: ListenBacklog 511',
    shownIf: whenHeld,
    help: 'Requests that may wait for a worker of one copy; more are rejected.',
  }),
  cores: number({
    label: 'Cores',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 1000,
    default: 2,
    whole: true,
    source: 'chosen',
    help: 'Cores of one copy; all its work takes one of them.',
  }),
  backlog: number({
    label: 'Longest wait for a core',
    group: 'Work',
    unit: 'ms',
    min: 0,
    max: 600_000,
    default: 1000,
    source: 'chosen',
    help: 'A request that would wait longer is rejected.',
  }),
  time: {
    type: 'distribution',
    label: 'Time for a request',
    group: 'Work',
    default: { type: 'lognormal', p50: 0.06, p99: 0.3 },
    live: true,
    source: 'nginx as a proxy: 10,000 to 20,000 requests a second on a core',
    help: 'Work of a core on each request.',
  },
} as const satisfies ParamSpecs;

export const REVERSE_PARAMETERS = {
  instances: instancesSpec(2),
  ...CONTENT,
  ...UPSTREAM,
  ...CLIENTS,
  ...WORK,
} as const satisfies ParamSpecs;
