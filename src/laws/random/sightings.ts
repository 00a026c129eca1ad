/**
 * "Sometimes": events that a corpus of scenarios must reach, each at least once, or the laws were asked of too little. They are
 * counted from outside: from how calls end, what the policies on links say, the figures of parts, and the knobs.
 */

import { FIRST_RESEND } from '../../engine/link.ts';
import { OK, REASONS, type Reason, reasonOf } from '../../engine/outcome.ts';
import { CLOSED, HALF_OPEN, OPEN } from '../../engine/policy/breaker.ts';
import {
  ATTEMPT,
  CACHED,
  CALLER_HOLDS,
  CAUSE,
  DETACHED,
  HELD_IN,
  HELD_OUT,
  INSTANCE,
  LINK,
  MISS,
  OPERATION,
  ORIGIN,
  OUTCOME,
  RESEND_WAIT,
  ROW,
  SENT,
  STALE,
  THERE,
  VERSION,
  WRITE,
} from '../../engine/requests.ts';
import { INSTANCE_ROLES } from '../../run/frame.ts';
import type { Session } from '../../run/session.ts';
import type { Listener } from './tap.ts';

/** What a call can end of, in the words of the reports; a caller that gave up hears of nothing any more. Locks of rows have stories of their own. */
const UNHEARD: readonly Reason[] = ['none', 'caller gave up', 'deadlock', 'lock timed out'];
const CAUSES = REASONS.filter((reason) => !UNHEARD.includes(reason));

const EVENTS = [
  'retry',
  'retry that helps',
  'retries exhausted',
  'retry budget empty',
  'breaker opens',
  'breaker half open',
  'breaker closes again',
  'breaker opens again after trial calls',
  'call waits for a connection',
  'call to nobody who waits',
  'answer that nobody waits for any more',
  'crash kills calls in flight',
  'caller dies with calls open',
  'machine dies in silence',
  'instance restarts',
  'hung instance goes on with what it kept',
  'request is lost and sent again',
  'answer is lost and sent again',
  'cut stops a message',
  'health check takes a target out',
  'health check brings a target back',
  'rate limit by session',
  'cache hit',
  'cache miss',
  'cache eviction',
  'cache expiry',
  'stale read',
  'write acknowledged',
  'replica lags',
  'leader is lost',
  'failover',
  'acknowledged write is lost',
  'former leader follows',
  'replica comes back',
  'redelivery',
  'duplicate',
  'dead letter',
  'message dropped',
  'message waits',
  'request with nowhere to go',
  'live change',
] as const;

type Event = (typeof EVENTS)[number] | `ended by: ${Reason}`;

/** Everything that is to be seen. */
export const SIGHTS: readonly Event[] = [...EVENTS, ...CAUSES.map((reason) => `ended by: ${reason}` as const)];

/** How often each was seen, and in how many runs. */
export class Sightings {
  readonly counts = new Map<Event, number>(SIGHTS.map((event) => [event, 0]));
  readonly runs = new Map<Event, number>(SIGHTS.map((event) => [event, 0]));

  add(counts: ReadonlyMap<Event, number>): void {
    for (const [event, count] of counts) {
      this.counts.set(event, this.counts.get(event)! + count);
      this.runs.set(event, this.runs.get(event)! + 1);
    }
  }

  missing(): readonly Event[] {
    return SIGHTS.filter((event) => this.counts.get(event) === 0);
  }

  table(): string {
    const width = Math.max(...SIGHTS.map((event) => event.length));
    const line = (event: Event) =>
      `${event.padEnd(width)}  ${String(this.counts.get(event)).padStart(9)}  ${String(this.runs.get(event)).padStart(6)}`;
    return [`${'event'.padEnd(width)}  ${'times'.padStart(9)}  ${'runs'.padStart(6)}`, ...SIGHTS.map(line)].join('\n');
  }
}

/** Sees what happens in one run. To be handed to a tap. */
export class Watcher implements Listener {
  readonly #session: Session;
  readonly #all: Sightings;
  readonly #seen = new Map<Event, number>();
  readonly #breakers: Int32Array;
  readonly #roles: Int32Array;
  readonly #led: Uint8Array;
  readonly #healthy: Float64Array;
  readonly #figures = new Float64Array(16);

  constructor(session: Session, all: Sightings) {
    const { sim, nodes } = session.compiled;
    this.#session = session;
    this.#all = all;
    this.#breakers = Int32Array.from(sim.links, (link) => link.breaker?.state ?? 0);
    this.#roles = new Int32Array(sim.shape.nodeOf.length).fill(-1);
    this.#led = new Uint8Array(sim.shape.nodeOf.length);
    this.#healthy = new Float64Array(nodes.length).fill(Number.NaN);
    this.#watchFaults();
  }

  sent = (row: number): void => {
    const { requests } = this.#session.compiled.sim;
    if (requests.has(row, DETACHED)) this.#saw('call to nobody who waits');
    this.#breaker(requests.ints[row + LINK]!);
  };

  answered = (_node: number, _row: number, child: number): void => {
    const { requests: r, links } = this.#session.compiled.sim;
    const link = links[r.ints[child + LINK]!]!;
    const outcome = r.ints[child + OUTCOME]!;
    this.#breaker(link.index);
    if (outcome !== OK) this.#saw(`ended by: ${reasonOf(r.ints[child + CAUSE]!)}`);
    if (r.has(child, STALE) && r.has(child, OPERATION)) this.#saw('stale read');
    if (outcome === OK && r.has(child, WRITE) && r.has(child, OPERATION) && r.ints[child + VERSION]! > 0) this.#saw('write acknowledged');
    if (r.has(child, MISS)) this.#saw('cache miss');
    else if (r.has(child, CACHED)) this.#saw('cache hit');
    const { retry } = link;
    if (retry === undefined) return;
    const attempt = r.ints[child + ATTEMPT]!;
    if (outcome === OK) this.#saw('retry that helps', attempt > 1 ? 1 : 0);
    else if (attempt > retry.settings.count) this.#saw('retries exhausted');
    else if (retry.settings.budget > 0 && reasonOf(r.ints[child + CAUSE]!) !== 'breaker open') this.#saw('retry budget empty');
  };

  /** Looks at the present moment: what has to be compared with the moment before. */
  look(): void {
    const { sim, nodes } = this.#session.compiled;
    for (const node of nodes) {
      for (let i = node.firstInstance; i < node.firstInstance + node.instances; i++) this.#role(node.index, i);
      const healthy = this.#figure(node.index, 'healthyTargets');
      if (healthy > this.#healthy[node.index]!) this.#saw('health check brings a target back');
      this.#healthy[node.index] = healthy;
      if (this.#figure(node.index, 'lagMs') > 0) this.#saw('replica lags');
      this.#saw('message waits', positive(this.#figure(node.index, 'depth')));
      if (node.kind.id === 'sql-database' && Number.isNaN(this.#figure(node.index, 'leader'))) this.#saw('leader is lost');
    }
    for (const link of sim.links) this.#breaker(link.index);
  }

  /** The run is over: what was counted all along. */
  end(): void {
    const { sim, nodes, design } = this.#session.compiled;
    for (const link of sim.links) {
      this.#saw('retry', link.retries);
      this.#saw('call waits for a connection', link.pool?.waits ?? 0);
    }
    this.#saw('acknowledged write is lost', sim.history.lostWrites);
    for (const { index, params } of nodes) {
      const count = (figure: string) => positive(this.#figure(index, figure));
      this.#saw('health check takes a target out', count('ejections'));
      this.#saw('rate limit by session', params['limit'] === 'session' ? count('limited') : 0);
      this.#saw('cache hit', Math.ceil(count('hitRatio')));
      this.#saw('cache miss', this.#figure(index, 'hitRatio') < 1 ? 1 : 0);
      this.#saw('cache eviction', count('evictions'));
      this.#saw('cache expiry', count('expirations'));
      this.#saw('failover', count('failovers'));
      this.#saw('redelivery', count('redeliveries'));
      this.#saw('duplicate', count('duplicates'));
      this.#saw('dead letter', count('deadLettered'));
      this.#saw('message dropped', count('dropped'));
    }
    this.#saw('live change', design.scenario.timeline.filter((entry) => entry.type === 'change' && entry.param !== 'think').length);
    this.#all.add(this.#seen);
  }

  #saw(event: Event, times = 1): void {
    if (times > 0) this.#seen.set(event, (this.#seen.get(event) ?? 0) + times);
  }

  #breaker(l: number): void {
    const { breaker } = this.#session.compiled.sim.links[l]!;
    if (breaker === undefined || breaker.state === this.#breakers[l]) return;
    const before = this.#breakers[l];
    this.#breakers[l] = breaker.state;
    if (breaker.state === HALF_OPEN) this.#saw('breaker half open');
    if (breaker.state === CLOSED && before === HALF_OPEN) this.#saw('breaker closes again');
    if (breaker.state === OPEN) this.#saw(before === HALF_OPEN ? 'breaker opens again after trial calls' : 'breaker opens');
  }

  #role(node: number, i: number): void {
    const role = INSTANCE_ROLES[this.#session.compiled.sim.stations[node]!.role?.(i) ?? 0];
    const before = INSTANCE_ROLES[this.#roles[i]!];
    if (role === undefined) return;
    if (role === 'leader') this.#led[i] = 1;
    else if (role === 'follower' && before !== 'follower') {
      this.#saw('former leader follows', this.#led[i]!);
      this.#saw('replica comes back', before === 'standby' ? 1 : 0);
      this.#led[i] = 0;
    }
    this.#roles[i] = INSTANCE_ROLES.indexOf(role);
  }

  #figure(node: number, id: string): number {
    const { nodes, sim } = this.#session.compiled;
    const at = nodes[node]!.kind.figures.findIndex((figure) => figure.id === id);
    if (at < 0) return Number.NaN;
    sim.stations[node]!.figures?.(this.#figures, 0);
    return this.#figures[at]!;
  }

  #watchFaults(): void {
    const { sim } = this.#session.compiled;
    const { requests: r, calls, knobs } = sim;
    const [crash, restart, resume] = [sim.crash.bind(sim), sim.restart.bind(sim), sim.resume.bind(sim)];
    sim.crash = (instance, reason) => {
      for (let row = 0; row < r.end; row += ROW) {
        if (r.has(row, THERE) && r.ints[row + INSTANCE] === instance) this.#saw('crash kills calls in flight');
        if (r.has(row, CALLER_HOLDS) && r.ints[row + ORIGIN] === instance) this.#saw('caller dies with calls open');
      }
      crash(instance, reason);
    };
    sim.restart = (instance) => {
      this.#saw('instance restarts');
      restart(instance);
    };
    sim.resume = (instance) => {
      for (let row = 0; row < r.end; row += ROW) {
        if (r.has(row, HELD_IN | HELD_OUT) && r.ints[row + INSTANCE] === instance) this.#saw('hung instance goes on with what it kept');
      }
      resume(instance);
    };
    const refuse = sim.refuseAtSource.bind(sim);
    sim.refuseAtSource = (cls, instance) => {
      this.#saw('request with nowhere to go');
      this.#saw('ended by: no route');
      refuse(cls, instance);
    };
    const complete = sim.complete.bind(sim);
    sim.complete = (row) => {
      // What is given up before it is sent comes back to nobody.
      if (r.times[(row >> 1) + SENT]! < 0) this.#saw(`ended by: ${reasonOf(r.ints[row + CAUSE]!)}`);
      complete(row);
    };
    const { carriage } = calls;
    const [again, sendBack, silent] = [carriage.again.bind(carriage), carriage.sendBack.bind(carriage), carriage.fallSilent.bind(carriage)];
    const answer = calls.answer.bind(calls);
    carriage.again = (row) => {
      this.#saw('request is lost and sent again');
      if (knobs.cuts.length > 0 && knobs.parted(r.ints[row + ORIGIN]!, r.ints[row + INSTANCE]!)) this.#saw('cut stops a message');
      again(row);
    };
    carriage.sendBack = (row) => {
      // The first try waits for no longer than this.
      if (r.times[(row >> 1) + RESEND_WAIT]! > FIRST_RESEND) this.#saw('answer is lost and sent again');
      sendBack(row);
    };
    carriage.fallSilent = (row) => {
      this.#saw('machine dies in silence');
      silent(row);
    };
    calls.answer = (row, outcome, cause) => {
      if (!r.has(row, CALLER_HOLDS)) this.#saw('answer that nobody waits for any more');
      answer(row, outcome, cause);
    };
  }
}

/** A count, 0 where there is none. */
function positive(x: number): number {
  return x > 0 ? x : 0;
}
