/** Fixtures of what is asked for, of what is too small for it, and of what keeps itself going. */
import { exponential as exp, link, node } from '../../proof/small-design.ts';
import { constant } from '../story.ts';
import { type CauseFixture, change, drawn, fault } from './fixture.ts';

const users = (rate: number, more = {}) => node('users', 'client', { rate, keys: 1, ...more });
const app = (more = {}) => node('app', 'service', { instances: 2, workers: 40, work: exp(5), ...more });

export const ASKED_FIXTURES: readonly CauseFixture[] = [
  {
    name: 'pool too small',
    design: drawn(
      [
        users(100),
        app({ instances: 1, workers: 300, waiting: 'freed', work: exp(1) }),
        node('db', 'service', { instances: 1, workers: 300, work: exp(40) }),
      ],
      [link('users', 'app'), link('app', 'db', { pool: 3 })],
      { seconds: 20 },
    ),
    state: 'slow',
    cause: 'pool-full',
    nodeId: 'app',
    says: [
      /The pool of app to db is full/,
      /[23](\.\d+)? of 3 connections from app to db are in use on average and up to \d.* calls wait for one/,
      /each is held for (3|4)\d(\.\d)? ms, so 3 can carry [67]\d(\.\d)?\/s and \d+(\.\d)?\/s are made/,
      /it is so by design/,
    ],
  },
  {
    name: 'workers held by a slow dependency',
    design: drawn(
      [
        users(60),
        app({ instances: 1, workers: 6, queueLimit: 100_000, work: exp(1) }),
        node('mail', 'service', { instances: 1, workers: 500, work: exp(30) }),
      ],
      [link('users', 'app'), link('app', 'mail')],
      { timeline: [fault('slow', 'mail', 10, 15, { factor: 6 })] },
    ),
    state: 'slow',
    cause: 'workers-held',
    nodeId: 'app',
    says: [
      /All workers of app wait for mail/,
      /a call to mail takes \d\d+(\.\d)? ms \((2|3)\d(\.\d)? ms before\)/,
      /mail is only \d(\.\d+)? % busy/,
      /Slow on mail/,
    ],
  },
  {
    name: 'hot shard',
    design: drawn(
      [
        node('users', 'client', { rate: 240, keys: 1000, skew: 0 }),
        node('shards', 'sharded-store', { shards: 4, copies: 1, keys: 1000, workers: 1, readTime: exp(6), queueLimit: 100_000 }),
      ],
      [link('users', 'shards', { timeout: 20_000 })],
      { timeline: [fault('hot-key', 'users', 10, 15, { share: 0.7 })] },
    ),
    state: 'slow',
    cause: 'hot-shard',
    nodeId: 'shards',
    says: [
      /shards\/\d gets most of the calls/,
      /its fair share, and is (9\d(\.\d+)?|100) % busy, while the other 3 are \d+(\.\d+)? % busy/,
      /Hot key on users/,
    ],
  },
  {
    name: 'N+1 calls',
    design: drawn(
      [users(20), app(), node('db', 'service', { instances: 1, workers: 20, work: exp(2) })],
      [link('users', 'app', { timeout: 5000 }), link('app', 'db', { count: 40, delay: 'own', latency: constant(1) })],
      { seconds: 20 },
    ),
    state: 'slow',
    cause: 'many-calls',
    nodeId: 'app',
    says: [
      /app makes 40 calls to db for each request/,
      /Each of the (1|2)\d(\.\d)?\/s at app becomes 40 calls to db/,
      /it is so by design/,
    ],
  },
  {
    name: 'autoscaler too slow',
    design: drawn(
      [
        users(80),
        node('app', 'service', { instances: 2, reserve: 6, workers: 2, queueLimit: 100_000, work: exp(30) }),
        node('scaler', 'autoscaler', { utilisation: 0.6, interval: 3000, boot: 8000, max: 8 }),
      ],
      [link('users', 'app', { timeout: 3000 }), link('scaler', 'app')],
      { seconds: 50, warmup: 5, timeline: [fault('traffic-spike', 'users', 15, 30, { factor: 3 })] },
    ),
    state: 'slow',
    cause: 'late-scaling',
    nodeId: 'app',
    says: [/Copies of app come too late/, /they take 8 s to start: \d(\.\d)? served in the first quarter/, /Traffic spike on users/],
  },
  {
    name: 'more load than it can do',
    design: drawn(
      [users(80), app({ instances: 1, workers: 4, queueLimit: 500, work: exp(30) })],
      [link('users', 'app', { timeout: 2000 })],
      {
        timeline: [fault('traffic-spike', 'users', 10, 15, { factor: 3 })],
      },
    ),
    state: 'failing',
    cause: 'more-load',
    nodeId: 'app',
    says: [
      /More is asked than app can do/,
      /Sources send (1|2)\d\d(\.\d)?\/s, [23](\.\d)?× the (7|8|9)\d(\.\d)?\/s before/,
      /it can finish 1[23]\d(\.\d)?\/s/,
      /Traffic spike on users/,
    ],
  },
  {
    name: 'retry storm that outlives its trigger',
    design: drawn(
      [users(80), app({ instances: 1, workers: 10, queueLimit: 150, work: exp(100) })],
      [link('users', 'app', { timeout: 1000, retries: 3 })],
      {
        seconds: 70,
        warmup: 5,
        timeline: [fault('traffic-spike', 'users', 15, 8, { factor: 2 })],
      },
    ),
    state: 'failing',
    cause: 'retry-storm',
    nodeId: 'app',
    loop: 'retries',
    says: [
      /Retries keep app overloaded/,
      /as before \((7|8|9)\d(\.\d)?\/s\)/,
      /become \d+(\.\d)?\/s of attempts \([234](\.\d+)?×\)/,
      /The loop: retries → overload of app → timeouts → retries/,
      /From 15 s to 23 s: Traffic spike on users/,
    ],
  },
  {
    name: 'consumer lag',
    design: drawn(
      [users(60), node('orders', 'queue', {}), node('worker', 'service', { instances: 1, workers: 1, work: exp(25) })],
      [link('users', 'orders'), link('orders', 'worker')],
      { seconds: 20 },
    ),
    state: 'piling up',
    cause: 'consumer-lag',
    nodeId: 'orders',
    says: [
      /Consumers of orders fall behind/,
      /(5|6)\d(\.\d)?\/s come into orders; worker takes (3|4)\d(\.\d)?\/s and is (9\d(\.\d+)?|100) % busy/,
      /messages waited at the beginning and .* at the end/,
      /it is so by design/,
    ],
  },
  {
    name: 'messages that piled up are worked off slowly',
    design: drawn(
      [users(36), node('orders', 'queue', {}), node('worker', 'service', { instances: 1, workers: 1, work: exp(25) })],
      [link('users', 'orders'), link('orders', 'worker')],
      { seconds: 60, warmup: 5, timeline: [fault('slow', 'worker', 8, 8, { factor: 4 })] },
    ),
    state: 'piling up',
    cause: 'backlog',
    nodeId: 'orders',
    loop: 'backlog',
    says: [
      /The backlog of orders outlasts what caused it/,
      /\d+ messages wait in orders, 2\d\d at most; the oldest has waited for up to [3-7](\.\d+)? s/,
      /worked off at 3\d(\.\d)?\/s, as fast as worker can, and the backlog gets shorter by only [1-5](\.\d+)?\/s/,
      /The loop: backlog in orders → worker at work on what is old → new messages wait behind it → backlog in orders/,
      /From 8 s to 16 s: Slow on worker/,
    ],
  },
  {
    name: 'a line longer than callers wait',
    design: drawn(
      [users(90), app({ instances: 1, workers: 4, queueLimit: 100_000, work: exp(40) })],
      [link('users', 'app', { timeout: 1000 })],
      { seconds: 60, warmup: 5, timeline: [fault('traffic-spike', 'users', 10, 6, { factor: 2 })] },
    ),
    state: 'failing',
    cause: 'backlog',
    nodeId: 'app',
    loop: 'backlog',
    says: [
      /The backlog of app outlasts what caused it/,
      /\d\d+ calls wait at app, \d\d\d at most/,
      /waits \d(\.\d+)? s for its turn and its caller for 1 s, so app works for callers that have gone/,
      /the backlog gets shorter by only \d+(\.\d+)?\/s/,
      /From 10 s to 16 s: Traffic spike on users/,
    ],
  },
  {
    name: 'too small',
    design: drawn(
      [users(150), app({ instances: 1, workers: 1, queueLimit: 20, work: exp(8) })],
      [link('users', 'app', { timeout: 2000 })],
      { seconds: 20 },
    ),
    state: 'failing',
    cause: 'saturated',
    nodeId: 'app',
    says: [/app is the bottleneck/, /1[345]\d(\.\d)?\/s arrive, more than the 12\d(\.\d)?\/s it can finish/, /it is so by design/],
  },
  {
    name: 'workers taken away by hand',
    design: drawn(
      [users(80), app({ instances: 1, workers: 8, queueLimit: 50, work: exp(30) })],
      [link('users', 'app', { timeout: 2000 })],
      {
        timeline: [change('app', 'workers', 1, 10)],
      },
    ),
    state: 'failing',
    cause: 'saturated',
    nodeId: 'app',
    says: [/app is the bottleneck/, /more than the 3\d(\.\d)?\/s it can finish/, /At 10 s: “Workers” of app was set to 1/],
  },
  {
    name: 'timeout shorter than answers',
    design: drawn([users(50), app({ instances: 1, workers: 100, work: exp(100) })], [link('users', 'app', { timeout: 100 })], {
      seconds: 20,
    }),
    state: 'failing',
    cause: 'short-timeout',
    nodeId: 'app',
    says: [/users to app waits shorter than app takes/, /gives up after 100 ms/, /it is so by design/],
  },
];
