/** Fixtures of what is gone, cut or turned away. */
import { exponential as exp, link, node } from '../../proof/small-design.ts';
import { constant } from '../story.ts';
import { type CauseFixture, drawn, fault } from './fixture.ts';

const users = (rate: number, more = {}) => node('users', 'client', { rate, keys: 1, ...more });
const app = (more = {}) => node('app', 'service', { instances: 2, workers: 40, work: exp(5), ...more });

/** Two zones, each with half of the copies. */
const twoZones = { zones: ['a', 'b'] };

export const GONE_FIXTURES: readonly CauseFixture[] = [
  {
    name: 'DNS outage',
    design: drawn(
      [users(50, { sessions: 100 }), node('shop', 'dns', { ttl: 3000, keep: 'ttl', resolvers: 4, staleFor: 0 }), app()],
      [link('users', 'shop', { timeout: 1000 }), link('shop', 'app')],
      { timeline: [fault('crash', 'shop', 10, 15)] },
    ),
    state: 'failing',
    cause: 'name-not-resolved',
    nodeId: 'shop',
    says: [/Nobody can say where shop leads/, /the name was not resolved/, /app gets \d.*\/s of the .*\/s before/, /Crash on shop/],
  },
  {
    name: 'certificate expired',
    design: drawn(
      [users(50), app()],
      [
        link('users', 'app', {
          timeout: 1000,
          protocol: 'http10',
          tls: '1.3',
          connections: 100,
          delay: 'own',
          latency: constant(2),
        }),
      ],
      {
        timeline: [fault('certificate-expiry', 'app', 10, 15)],
      },
    ),
    state: 'failing',
    cause: 'certificate-expired',
    nodeId: 'app',
    says: [/certificate of app is past its day/, /\d+ connections were opened/, /Certificate expiry on app/],
  },
  {
    name: 'lost zone',
    design: drawn(
      [
        users(100),
        node('lb', 'load-balancer', { instances: 1, healthChecks: false }),
        { ...app({ workers: 4, instances: 4, work: exp(30) }), ...twoZones },
        { ...node('db', 'service', { instances: 2, workers: 10, work: exp(4) }), ...twoZones },
      ].map((one) => (one.id === 'lb' || one.id === 'users' ? { ...one, zones: ['b'] } : one)),
      [link('users', 'lb', { timeout: 1000 }), link('lb', 'app'), link('app', 'db', { timeout: 300 })],
      { timeline: [fault('zone-loss', 'zone:a', 10, 15)] },
    ),
    state: 'failing',
    cause: 'zone-lost',
    nodeId: 'app',
    says: [/Zone a is gone/, /3 processes/, /2 of 4 copies of app, 1 of 2 copies of db/, /Zone loss on zone:a/],
  },
  {
    name: 'crash of the only database',
    design: drawn(
      [users(60), app(), node('db', 'service', { instances: 1, workers: 20, work: exp(4) })],
      [link('users', 'app', { timeout: 1000 }), link('app', 'db', { timeout: 300 })],
      {
        timeline: [fault('crash', 'db', 10, 12)],
      },
    ),
    state: 'failing',
    cause: 'down',
    nodeId: 'db',
    says: [/db is down/, /1 of 1 copy of db was gone already at 10 s/, /none is left/, /Crash on db/],
  },
  {
    name: 'memory leak',
    design: drawn(
      [users(200), node('app', 'service', { instances: 2, workers: 4, work: exp(20) })],
      [link('users', 'app', { timeout: 1000 })],
      {
        seconds: 45,
        timeline: [fault('memory-leak', 'app', 8, 35, { fills: 9000, restart: 2500 })],
      },
    ),
    state: 'failing',
    cause: 'memory-leak',
    nodeId: 'app',
    says: [
      /app fills up and dies/,
      /get slower until they die/,
      /ms a call when a process is fresh and .* ms just before one dies/,
      /Memory leak on app/,
    ],
  },
  {
    name: 'health check says ill',
    design: drawn(
      [
        users(60),
        node('lb', 'load-balancer', {
          instances: 1,
          healthChecks: true,
          checkInterval: 500,
          checkTimeout: 200,
          checkFall: 2,
          panic: false,
        }),
        app({ instances: 3 }),
      ],
      [link('users', 'lb', { timeout: 1000 }), link('lb', 'app')],
      { timeline: [fault('health-lie', 'app', 10, 15, { says: 'ill' })] },
    ),
    state: 'failing',
    cause: 'health-lie',
    nodeId: 'app',
    says: [/Healthy copies of app are taken for ill/, /though all 3 were up the whole time/, /Lying health check on app/],
  },
  {
    name: 'partition',
    design: drawn(
      [users(50), app(), node('db', 'service', { instances: 1, workers: 20, work: exp(4) })],
      [link('users', 'app', { timeout: 2000 }), link('app', 'db', { timeout: 500 })],
      {
        timeline: [fault('partition', '{app}|{db}', 10, 15)],
      },
    ),
    state: 'failing',
    cause: 'cut-off',
    nodeId: 'db',
    says: [
      /Nothing passes from app to db/,
      /all copies of db are up and .* busy/,
      /waited in vain until their timeout/,
      /Partition on \{app\}\|\{db\}/,
    ],
  },
  {
    name: 'answers lost one way',
    design: drawn(
      [users(50), app(), node('db', 'service', { instances: 1, workers: 20, work: exp(4) })],
      [link('users', 'app', { timeout: 2000 }), link('app', 'db', { timeout: 500 })],
      {
        timeline: [fault('one-way-partition', 'app>db', 10, 15)],
      },
    ),
    state: 'failing',
    cause: 'answers-lost',
    nodeId: 'db',
    says: [
      /Answers do not come back from app to db/,
      /timeout of 500 ms/,
      /the work is done and nobody hears of it/,
      /One-way partition on app>db/,
    ],
  },
  {
    name: 'rate limiter turns good traffic away',
    design: drawn(
      [users(60), node('door', 'api-gateway', { instances: 1, limit: 'route', limitRate: 80, limitBurst: 20 }), app()],
      [link('users', 'door', { timeout: 1000 }), link('door', 'app')],
      { timeline: [fault('traffic-spike', 'users', 10, 15, { factor: 3 })] },
    ),
    state: 'failing',
    cause: 'rate-limited',
    nodeId: 'door',
    says: [
      /door turns good traffic away/,
      /1[5678]\d(\.\d)?\/s are offered and it lets (7|8)\d(\.\d)?\/s through/,
      /Behind it there is room: app is \d/,
      /Traffic spike on users/,
    ],
  },
  {
    name: 'quota cut',
    design: drawn(
      [users(60), app(), node('pay', 'third-party', { latency: constant(20), errors: 0, rateLimit: 100, burst: 20 })],
      [link('users', 'app', { timeout: 1000 }), link('app', 'pay', { timeout: 500 })],
      { timeline: [fault('quota-cut', 'pay', 10, 15, { left: 0.2 })] },
    ),
    state: 'failing',
    cause: 'limit-cut',
    nodeId: 'pay',
    says: [/pay lets through less than it did/, /it lets 2\d(\.\d)?\/s through, (5|6)\d(\.\d)?\/s before/, /Quota cut on pay/],
  },
  {
    name: 'breaker that stays open',
    design: drawn(
      [users(60), app(), node('db', 'service', { instances: 1, workers: 20, work: exp(4) })],
      [
        link('users', 'app', { timeout: 1000 }),
        link('app', 'db', { timeout: 300, breaker: true, breakerOpen: 20000, breakerMinimum: 10, breakerProbes: 20 }),
      ],
      { seconds: 40, timeline: [fault('error-rate', 'db', 10, 1, { share: 1 })] },
    ),
    state: 'failing',
    cause: 'breaker-open',
    nodeId: 'db',
    says: [
      /The breaker of app to db stays open though db is well/,
      /was open for 9\d % of the time/,
      /its last error was at 1[01](\.\d+)? s/,
      /From 10 s to 11 s: Errors on db/,
    ],
  },
];
