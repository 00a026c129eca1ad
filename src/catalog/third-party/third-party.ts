/**
 * Third party: somebody else's service, of which one sees the outside only: how long answers take, how often calls fail, limits that
 * turn calls away, and days on which all of that is worse. It has no line: however many call, others share the load.
 */
import { SPAN } from '../../engine/clock.ts';
import { causeOf, ERROR, OK, PROVIDER_FAILED, QUOTA_USED_UP, RATE_LIMITED, REJECTED } from '../../engine/outcome.ts';
import { ARRIVED, INSTANCE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { TokenBuckets } from '../../mechanisms/limit/token-bucket.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { plainServer, serverEstimate } from '../estimate-server.ts';
import { defineKind } from '../kind.ts';
import { THIRD_PARTY_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof THIRD_PARTY_PARAMETERS>;

const ANSWERS = 0;
const TURNS = 1;
/** Stands for no limit where an estimate needs workers. */
const PLENTY = 10_000;

class ThirdParty implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #time: Stream;
  readonly #luck: Stream;
  readonly #days: Stream;
  readonly #bucket: TokenBuckets;
  #values: Values;
  #latency: Sampler;
  #left = 1;
  #bad = false;
  /** Which change of day is due: others were planned by settings that no longer hold. */
  #turn = 0;
  #used = 0;
  #periodFrom = 0;
  #badDays = 0;
  #badSince = 0;
  #badTime = 0;
  #limited = 0;
  #answers = 0;
  #kept = 0;
  #since = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node } = context;
    const name = sim.shape.streamNames[node];
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#time = new Stream(sim.shape.seed, `${name}/latency`);
    this.#luck = new Stream(sim.shape.seed, `${name}/failures`);
    this.#days = new Stream(sim.shape.seed, `${name}/days`);
    this.#latency = new Sampler(values.latency, NS_PER_MS);
    this.#bucket = new TokenBuckets(1, rateOf(values, 1), values.burst);
  }

  start(): void {
    this.#plan();
  }

  arrive(row: number): void {
    const { requests, clock } = this.#sim;
    const { rateLimit, badSlow, period } = this.#values;
    const { now } = this.#sim;
    if (rateLimit > 0 && !this.#bucket.take(0, now)) this.#refuse(row, RATE_LIMITED, this.#bucket.until(0, now));
    else if (!this.#withinQuota()) this.#refuse(row, QUOTA_USED_UP, this.#periodFrom + Math.round(period * NS_PER_MS) - now);
    else {
      this.#sim.workTakes(requests.ints[row + INSTANCE]!, this.#latency, this.#time);
      if (this.#bad) clock[SPAN] = Math.floor(clock[SPAN]! * badSlow + 0.5);
      if (clock[SPAN]! > 0) this.#sim.wakeRow(this.#c.node, ANSWERS, row);
      else this.#answer(row);
    }
  }

  wake(what: number, a: number): void {
    if (what === ANSWERS) this.#answer(a);
    else if (a === this.#turn) this.#turnDay();
  }

  answered(): void {}

  crash(): void {}

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    const before = this.#values;
    this.#values = values as Values;
    this.#latency = new Sampler(this.#values.latency, NS_PER_MS);
    this.#bucket.configure(rateOf(this.#values, this.#left), this.#values.burst, this.#sim.now);
    if (before.mtbf === this.#values.mtbf && before.mttr === this.#values.mttr) return;
    if (this.#values.mtbf === 0 && this.#bad) this.#turnDay();
    else this.#plan();
  }

  /** The provider allows less for a while. */
  turned(): void {
    const left = this.#sim.knobs.allowance[this.#c.node]!;
    if (left === this.#left) return;
    this.#left = left;
    this.#bucket.configure(rateOf(this.#values, left), this.#values.burst, this.#sim.now);
  }

  forgetCounts(): void {
    this.#badDays = this.#bad ? 1 : 0;
    this.#badTime = 0;
    this.#badSince = this.#sim.now;
    this.#limited = 0;
    this.#answers = 0;
    this.#kept = 0;
    this.#since = this.#sim.now;
  }

  figures(out: Float64Array, at: number): void {
    const { now } = this.#sim;
    const measured = now - this.#since;
    const bad = this.#badTime + (this.#bad ? now - this.#badSince : 0);
    out[at] = this.#answers === 0 || this.#values.slo === 0 ? Number.NaN : this.#kept / this.#answers;
    out[at + 1] = measured > 0 ? bad / measured : Number.NaN;
    out[at + 2] = this.#badDays;
    out[at + 3] = this.#limited;
  }

  #answer(row: number): void {
    const { requests, calls, now } = this.#sim;
    const failures = this.#bad ? this.#values.badErrors : this.#values.errors;
    const failed = failures > 0 && this.#luck.uniform() < failures;
    this.#answers++;
    if (!failed && now - requests.times[(row >> 1) + ARRIVED]! <= this.#values.slo * NS_PER_MS) this.#kept++;
    if (failed) calls.answer(row, ERROR, causeOf(PROVIDER_FAILED, this.#c.node));
    else calls.answer(row, OK, 0);
  }

  #refuse(row: number, reason: number, comeAgain: number): void {
    this.#limited++;
    if (this.#values.retryAfter) this.#sim.calls.comeAgain.say(row, comeAgain);
    this.#sim.calls.answer(row, REJECTED, causeOf(reason, this.#c.node));
  }

  #withinQuota(): boolean {
    const { quota, period } = this.#values;
    if (quota === 0) return true;
    const length = Math.round(period * NS_PER_MS);
    const from = this.#sim.now - (this.#sim.now % length);
    if (from !== this.#periodFrom) this.#used = 0;
    this.#periodFrom = from;
    if (this.#used >= Math.floor(quota * this.#left)) return false;
    this.#used++;
    return true;
  }

  #turnDay(): void {
    const { now } = this.#sim;
    if (this.#bad) this.#badTime += now - this.#badSince;
    this.#bad = !this.#bad;
    this.#badSince = now;
    if (this.#bad) this.#badDays++;
    this.#plan();
  }

  /** When the next day turns, by chance; never where there are no bad days. */
  #plan(): void {
    this.#turn++;
    const { mtbf, mttr } = this.#values;
    if (mtbf === 0) return;
    const mean = (this.#bad ? mttr : mtbf) * NS_PER_MS;
    this.#sim.wake(this.#c.node, Math.max(1, Math.floor(this.#days.exponential() * mean)), TURNS, this.#turn);
  }
}

function rateOf({ rateLimit }: Values, left: number): number {
  return rateLimit > 0 ? Math.max(0.001, rateLimit * left) : 1;
}

const asServer = (values: Values) => plainServer({ work: values.latency, workers: PLENTY, queueLimit: 0 });

export const thirdParty = defineKind({
  id: 'third-party',
  name: 'Third party',
  group: 'compute',
  role: 'compute',
  summary: 'Somebody else’s service: own latency, failures, limits, and bad days.',
  about:
    'A payment provider, a map, a mail service: an interface on the internet that others share. Answers take their time however many come; some ' +
    'fail; a rate limit and a quota turn calls away; and on bad days, which come by chance, answers are slow and fail often. What one can do stands ' +
    'on the link: timeouts, a breaker, a fallback. Left out here: other callers, whose load would be felt.',
  params: THIRD_PARTY_PARAMETERS,
  links: { in: true, out: false },
  abilities: ['limits'],
  face: ['rate', 'kept'],
  figures: [
    { id: 'kept', label: 'In time', unit: 'ratio', help: 'Share of calls answered well within what is promised.' },
    { id: 'badShare', label: 'Bad days', unit: 'ratio', help: 'Share of time that was a bad day.' },
    { id: 'badDays', label: 'Number of bad days', unit: 'count', help: 'Bad days that began.' },
    { id: 'limited', label: 'Limited', unit: 'count', help: 'Calls turned away by the rate limit or the quota.' },
  ],
  estimate: {
    send: () => [],
    serve: (given, values) => {
      const served = serverEstimate.serve(given, asServer(values));
      const bad = values.mtbf > 0 || values.rateLimit > 0 || values.quota > 0;
      return {
        ...served,
        utilisation: Number.NaN,
        resources: [],
        doubts: bad ? [{ text: 'Its limits and bad days are left out of this estimate.', hides: 'none' }] : [],
      };
    },
  },
  build: (context, values) => new ThirdParty(context, values),
});
