/**
 * Defaults meant for a minute on a screen give way, in random scenarios, to such as show something within two seconds: what waits for
 * half a minute waits for half a second, what is rare is likely. Parameters that were drawn stand above them.
 */
import type { Dice } from '../../design/random-values.ts';
import type { ParamBag, ParamValue } from '../../std/parameter.ts';

/** A time in ms, up to so much. */
type Time = (most: number) => number;
type Modest = (dice: Dice, ms: Time) => ParamBag;

const source: Modest = (dice, ms) => ({
  rate: 5 + dice.below(80),
  peak: 5 + dice.below(120),
  users: 1 + dice.below(10),
  think: exponential(ms(400)),
  keys: dice.of([3, 200]),
});

/** A thousand devices, or a flood of thousands, would leave nothing else to see. */
const SOURCES: Readonly<Record<string, Modest>> = {
  client: source,
  'mobile-client': (dice, ms) => ({
    ...source(dice, ms),
    outShare: dice.chance(0.5) ? dice.of([0.2, 0.5]) : 0,
    outFor: ms(800),
    patience: ms(800),
  }),
  'batch-job': (dice, ms) => ({ starts: ms(1000), items: 5 + dice.below(200) }),
  'iot-fleet': (dice, ms) => ({ devices: 10 + dice.below(40), every: ms(1000) }),
  attacker: (dice) => ({ bots: 1 + dice.below(10), perBot: 1 + dice.below(5), bitrate: 50_000, backlog: 5 }),
};

const OTHERS: Readonly<Record<string, Modest>> = {
  anycast: (_, ms) => ({
    noticesSick: ms(200),
    noticesDead: ms(300),
    withdrawal: exponential(ms(200)),
    announcement: exponential(ms(200)),
  }),
  'api-gateway': (dice) => ({
    limit: dice.of(['none', 'none', 'all', 'session']),
    limitRate: 1 + dice.below(20),
    limitBurst: 1 + dice.below(5),
  }),
  cache: (dice, ms) => ({ ttl: ms(800), capacity: 5 + dice.below(60) }),
  coordination: (dice, ms) => ({
    control: dice.of(['pessimistic', 'pessimistic', 'optimistic']),
    lease: dice.of([10, 30, 100, 300]),
    renew: dice.chance(0.3),
    heartbeat: ms(50),
    electionLeast: 100 + ms(100),
    electionMost: 200 + ms(200),
  }),
  'load-balancer': (_, ms) => ({ checkInterval: ms(200), checkTimeout: ms(150) }),
  queue: (dice, ms) => ({ visibility: ms(600), redelivery: ms(150), maxDeliveries: 1 + dice.below(6) }),
  'sql-database': (dice, ms) => ({
    heartbeat: ms(60),
    promotion: ms(150),
    recovery: ms(150),
    copyTime: ms(300),
    replicas: 2,
    replicationDelay: exponential(ms(300)),
    reads: dice.of(['primary', 'any', 'replicas']),
  }),
};

/** Parameters of a part of this kind of which some were drawn. */
export function modest(dice: Dice, kind: string, drawn: ParamBag): ParamBag {
  const ms = (most: number) => 10 * (1 + dice.below(most / 10));
  // Watchers hold their requests open for as long as there are any: they have stories of their own.
  const own: ParamBag = drawn['loop'] === 'watch' ? { ...drawn, loop: 'open' } : drawn;
  const traffic = SOURCES[kind];
  if (traffic !== undefined) return { ...traffic(dice, ms), ...own };
  const other = dice.chance(0.2) ? undefined : OTHERS[kind];
  return other === undefined ? own : { ...other(dice, ms), ...own };
}

function exponential(mean: number): ParamValue {
  return { type: 'exponential', mean };
}
