/** Fixtures of what works otherwise than before, or otherwise than its siblings. */
import { exponential as exp, link, node } from '../../proof/small-design.ts';
import { constant } from '../story.ts';
import { type CauseFixture, change, drawn, fault, WRITES_TOO } from './fixture.ts';

const users = (rate: number, more = {}) => node('users', 'client', { rate, keys: 1, ...more });
const app = (more = {}) => node('app', 'service', { instances: 2, workers: 40, work: exp(5), ...more });
const buys = (hotShare: number) => [{ id: 'buy', name: 'Buy', route: '/', write: true, weight: 1, bytesUp: 500, bytesDown: 200, hotShare }];

export const CHANGED_FIXTURES: readonly CauseFixture[] = [
  {
    name: 'slow database',
    design: drawn(
      [
        users(60),
        app({ waiting: 'freed', workers: 200 }),
        node('db', 'service', { instances: 1, workers: 1, queueLimit: 100_000, work: exp(8) }),
      ],
      [link('users', 'app'), link('app', 'db')],
      { timeline: [fault('slow', 'db', 10, 15, { factor: 5 })] },
    ),
    state: 'slow',
    cause: 'slow-work',
    nodeId: 'db',
    says: [
      /db works slowly/,
      /A call takes (2|3|4)\d(\.\d)? ms of work at db, [2345](\.\d)?× the \d(\.\d+)? ms before/,
      /it can finish [234]\d(\.\d)?\/s and (5|6)\d(\.\d)?\/s arrive/,
      /Slow on db \(slow ×5\)/,
    ],
  },
  {
    name: 'one slow copy',
    design: drawn(
      [users(100), node('db', 'service', { instances: 3, workers: 2, queueLimit: 100_000, work: exp(10) })],
      [link('users', 'db')],
      {
        timeline: [fault('slow', 'db/2', 10, 15, { factor: 8 })],
      },
    ),
    state: 'slow',
    cause: 'slow-copy',
    nodeId: 'db',
    says: [/db\/2 is slow/, /[5678](\.\d)?× the (9|10|11)(\.\d+)? ms of its siblings/, /Slow on db\/2/],
  },
  {
    name: 'bad deploy',
    design: drawn([users(80), app({ instances: 4 })], [link('users', 'app', { timeout: 1000 })], {
      seconds: 40,
      timeline: [fault('bad-deploy', 'app', 10, 25, { every: 4000, errors: 0.3, factor: 2 })],
    }),
    state: 'failing',
    cause: 'bad-deploy',
    nodeId: 'app',
    says: [
      /Copies of app went bad one after the other/,
      /4 of 4 copies of app answer with errors, the first since 10(\.\d+)? s and one more every [34](\.\d+)? s/,
      /Bad deploy on app/,
    ],
  },
  {
    name: 'errors',
    design: drawn(
      [users(80), app(), node('db', 'service', { instances: 1, workers: 20, work: exp(4) })],
      [link('users', 'app'), link('app', 'db')],
      {
        timeline: [fault('error-rate', 'db', 10, 15, { share: 0.4 })],
      },
    ),
    state: 'failing',
    cause: 'errors',
    nodeId: 'db',
    says: [
      /db answers with errors/,
      /(3|4)\d(\.\d)? % of the (7|8)\d(\.\d)?\/s that reach db end in an error/,
      /it is not overloaded, it errs/,
    ],
  },
  {
    name: 'pauses for garbage collection',
    design: drawn(
      [users(80), app(), node('db', 'service', { instances: 1, workers: 10, work: exp(4) })],
      [link('users', 'app'), link('app', 'db')],
      {
        timeline: [fault('gc-pause', 'db', 10, 15, { every: 2500, pause: 600 })],
      },
    ),
    state: 'slow',
    cause: 'pauses',
    nodeId: 'db',
    says: [
      /db stands still again and again/,
      /[567] times in this time db ended nothing for [4567]\d\d ms/,
      /only \d(\.\d+)? % busy/,
      /GC pauses on db \(gc 600 ms\)/,
    ],
  },
  {
    name: 'locks on a hot row',
    design: drawn(
      [
        node('users', 'client', { rate: 60, keys: 1000, skew: 0.2 }),
        app({ waiting: 'freed', workers: 400, queueLimit: 2000, work: constant(1) }),
        node('db', 'sql-database', {
          replicas: 0,
          control: 'locks',
          isolation: 'serializable',
          writeTime: exp(25),
          workers: 16,
          connections: 2000,
        }),
      ],
      [link('users', 'app', { timeout: 3000 }), link('app', 'db', { timeout: 2500 })],
      { seconds: 12, classes: buys(0.9) },
    ),
    state: 'failing',
    cause: 'locks',
    nodeId: 'db',
    says: [
      /Transactions wait for each other's locks in db/,
      /transactions in db waited for a lock that another held/,
      /Nothing on the timeline touches db/,
    ],
  },
  {
    name: 'packet loss with head-of-line blocking',
    design: drawn([users(100), app()], [link('users', 'app', { delay: 'own', latency: constant(30), protocol: 'http2', connections: 1 })], {
      timeline: [fault('packet-loss', 'users>app', 10, 15, { share: 0.06 })],
    }),
    state: 'slow',
    cause: 'packet-loss',
    nodeId: 'app',
    says: [/Packets get lost from users to app/, /\d+ of .* packets were lost/, /head-of-line blocking/, /Packet loss on users>app/],
  },
  {
    name: 'slow network',
    design: drawn(
      [users(60), app(), node('db', 'service', { instances: 1, workers: 20, work: exp(4) })],
      [link('users', 'app'), link('app', 'db')],
      {
        timeline: [fault('latency', 'app>db', 10, 15, { added: 60 })],
      },
    ),
    state: 'slow',
    cause: 'slow-network',
    nodeId: 'db',
    says: [/The way from app to db takes long/, /more than 120 ms there and back/, /Latency on app>db/],
  },
  {
    name: 'cache stampede',
    design: drawn(
      [
        node('users', 'client', { rate: 80, keys: 1200, skew: 0.6 }),
        app({ instances: 2, waiting: 'freed', workers: 200, work: constant(1), queueLimit: 1000 }),
        node('cache', 'cache', { capacity: 5000, ttl: 60_000 }),
        node('db', 'sql-database', { replicas: 0, workers: 2, connections: 4000, queueLimit: 2000, readTime: exp(14) }),
      ],
      [link('users', 'app', { timeout: 2000 }), link('app', 'cache', { timeout: 100 }), link('app', 'db', { timeout: 1500 })],
      { seconds: 60, warmup: 30, timeline: [change('users', 'rate', 450, 20), fault('cache-flush', 'cache', 40, 0)] },
    ),
    state: 'failing',
    cause: 'cold-cache',
    nodeId: 'cache',
    loop: 'cold cache',
    says: [
      /cache misses what it used to hold/,
      /\d+(\.\d+)? % of the look-ups in cache hit, \d+(\.\d+)? % before/,
      /db gets .*\/s, .*× the .*\/s before/,
      /At 40 s: Cache flush on cache/,
    ],
  },
  {
    name: 'replication lag serves old values',
    design: drawn(
      [node('users', 'client', { rate: 100, keys: 60, skew: 0.9 }), node('db', 'sql-database', { replicas: 2, reads: 'any' })],
      [link('users', 'db', { timeout: 3000 })],
      {
        classes: WRITES_TOO,
        timeline: [fault('pause-replication', 'db', 10, 12)],
      },
    ),
    state: 'wrong data',
    cause: 'stale-reads',
    nodeId: 'db',
    says: [
      /Replicas of db lag and answer with old values/,
      /reads were stale \(\d+(\.\d+)? %/,
      /lags 1\d(\.\d+)? s behind its leader/,
      /Paused replication on db/,
    ],
  },
  {
    name: 'poison messages',
    design: drawn(
      [
        users(40),
        node('orders', 'queue', { redelivery: 200, visibility: 2000, maxDeliveries: 0 }),
        node('worker', 'service', { instances: 1, workers: 2, work: exp(25) }),
      ],
      [link('users', 'orders'), link('orders', 'worker')],
      {
        classes: [{ id: 'order', name: 'Order', route: '/', write: true, weight: 1, bytesUp: 500, bytesDown: 200 }],
        seconds: 40,
        timeline: [fault('poison-message', 'orders', 8, 10, { share: 0.2 })],
      },
    ),
    state: 'piling up',
    cause: 'poison',
    nodeId: 'orders',
    says: [
      /A few messages of orders fail again and again/,
      /worker fails on \d+(\.\d+)? % of what it is given/,
      /the same messages come back .* times/,
      /Poison messages on orders/,
    ],
  },
];
