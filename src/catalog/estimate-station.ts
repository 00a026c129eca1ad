/**
 * The part of a prediction that kinds with workers share: copies with work slots and a line each, fed by links that spread
 * calls in turn, at random or to the least busy. Exact for M/M/c and M/M/c/K; otherwise by Allen–Cunneen, with doubts in
 * words where that is known to err.
 */
import { departureScv, type GeneralQueue, generalWait, mergedScv, roughlyBlocked, splitScv } from '../theory/approximate.ts';
import { sojournQuantile } from '../theory/erlang.ts';
import { mmck } from '../theory/mmck.ts';
import type { Doubt, Flow, Spread } from './estimate.ts';

/** A stream that the copies share. */
export interface Inflow {
  /** A second. */
  readonly rate: number;
  readonly scv: number;
  readonly spread: Spread;
}

export interface StationLoad {
  readonly inflows: readonly Inflow[];
  readonly instances: number;
  readonly workers: number;
  readonly queueLimit: number;
  /** Time that a worker is taken, ms. */
  readonly service: { readonly mean: number; readonly variance: number };
  /** The time is exponential and the same for all calls: the exact formulas hold. */
  readonly exponential: boolean;
}

export interface StationFigures {
  /** Work that is offered to the slots, as a share of them: may exceed 1. */
  readonly load: number;
  readonly utilisation: number;
  /** Mean wait for a slot, ms, and its variance. */
  readonly wait: number;
  readonly waitVariance: number;
  readonly accepted: number;
  readonly scv: number;
  readonly p99: number | undefined;
  readonly doubts: readonly Doubt[];
}

/** An scv this near to 1 counts as 1. */
const NEAR = 1e-6;
/** Beyond: draws that are rare and huge decide the mean, which no short run finds (chosen). */
const WILD_SCV = 4;
/** A wait that may be off by this share of the whole time is not worth a number (chosen). */
const TOO_VAGUE = 0.1;
/** Turned away less often than this goes unsaid (chosen). */
const NEGLIGIBLE = 1e-3;
/** Longest line for which the exact formula is reckoned; a longer one is never full below saturation. */
const LONGEST = 5_000;

/** Calls that come over links, fills and drops included. */
export function inflowsOf(incoming: readonly Flow[]): readonly Inflow[] {
  return incoming.map((flow) => ({ rate: sumOf(flow.rates) + flow.fills + flow.drops, scv: flow.scv, spread: flow.spread }));
}

export function sumOf(rates: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < rates.length; i++) sum += rates[i]!;
  return sum;
}

export function stationFigures(station: StationLoad): StationFigures {
  const { inflows, instances, workers, service } = station;
  let rate = 0;
  for (const inflow of inflows) rate += inflow.rate;
  const load = (rate * service.mean) / 1000 / (instances * workers);
  const serviceScv = service.mean > 0 ? service.variance / (service.mean * service.mean) : 0;
  const least = instances > 1 && shareOf(inflows, rate, 'least') + shareOf(inflows, rate, 'two') > 0.5;
  const total = mergedScv(
    inflows.map((one) => ({ rate: one.rate, scv: one.scv, of: 1 })),
    load,
  );
  const each = least ? total : arrivalScv(inflows, instances, load);
  const copies = least ? 1 : instances;
  const queue: GeneralQueue = {
    arrivals: rate / 1000 / copies,
    service: service.mean,
    servers: least ? workers * instances : workers,
    arrivalScv: each,
    serviceScv,
  };
  const exact = station.exponential && !least && Math.abs(each - 1) < NEAR && service.mean > 0;
  const accepted = 1 - blockedShare(station, queue, exact);
  const wait = exact ? exactWait(station, queue, load) : load < 1 ? generalWait(queue) : fullLine(station);
  const doubts: Doubt[] = [];
  if (load >= 1) doubts.push(overloaded(load, accepted));
  else if (1 - accepted > NEGLIGIBLE && !exact) doubts.push(mayFill(station.queueLimit, 1 - accepted));
  // One caller who sees all copies and picks the least busy one does nearly as well as one line for all of them.
  const seesAll = shareOf(inflows, rate, 'two') === 0 && inflows.every(({ spread }) => spread.counters === 1);
  if (load < 1 && least && !(seesAll && (workers > 1 || load < 0.6))) doubts.push(...vagueChoice(queue, instances, wait.mean));
  if (load < 1 && serviceScv > WILD_SCV && wait.mean > 0.05 * service.mean) doubts.push(wild(serviceScv));
  return {
    load,
    utilisation: Math.min(1, load * accepted),
    wait: wait.mean,
    waitVariance: wait.variance,
    accepted,
    scv: departureScv(load, queue.servers, each, serviceScv),
    p99: exact && load < 1 && accepted > 1 - NEGLIGIBLE ? sojournQuantile(queue.arrivals, 1 / service.mean, workers, 0.99) : undefined,
    doubts,
  };
}

/** Share of the calls that are spread like this. */
function shareOf(inflows: readonly Inflow[], rate: number, how: Spread['how']): number {
  let by = 0;
  for (const inflow of inflows) if (inflow.spread.how === how) by += inflow.rate;
  return rate > 0 ? by / rate : 0;
}

/** The scv of what arrives at one copy. */
function arrivalScv(inflows: readonly Inflow[], instances: number, load: number): number {
  const streams = inflows.map(({ rate, scv, spread }) => {
    if (spread.how !== 'turns') return { rate, scv: splitScv(scv, 1 / instances), of: 1 };
    const counted = splitScv(scv, 1 / spread.counters);
    return { rate, scv: counted / Math.max(1, spread.among), of: spread.counters };
  });
  return mergedScv(streams, load);
}

function roomOf({ workers, queueLimit }: StationLoad): number {
  return workers + queueLimit;
}

/** Share of arrivals that find the line full. */
function blockedShare(station: StationLoad, queue: GeneralQueue, exact: boolean): number {
  if (!(queue.arrivals > 0)) return 0;
  const load = (queue.arrivals * queue.service) / queue.servers;
  if (exact && roomOf(station) <= LONGEST) return mmck(queue.arrivals, 1 / queue.service, station.workers, roomOf(station)).blocked;
  const places = queue.servers === station.workers ? station.queueLimit : station.queueLimit * station.instances;
  return load >= 1 ? 1 - 1 / load : Math.min(1, roughlyBlocked(queue, places));
}

/** M/M/c/K: those that were let in wait a limited time even when more come than can be served. */
function exactWait(station: StationLoad, queue: GeneralQueue, load: number): { mean: number; variance: number } {
  const open = generalWait(queue);
  if (roomOf(station) > LONGEST) return load < 1 ? open : fullLine(station);
  const limited = mmck(queue.arrivals, 1 / queue.service, station.workers, roomOf(station));
  const mean = Math.max(0, limited.meanSojourn - queue.service);
  return { mean, variance: load < 1 ? open.variance : mean * mean };
}

/** What an overloaded station's callers wait for: a line that is full. No figure to show, but those behind it feel it. */
function fullLine({ queueLimit, service, workers }: StationLoad): { mean: number; variance: number } {
  return { mean: (queueLimit * service.mean) / workers, variance: 0 };
}

function overloaded(load: number, accepted: number): Doubt {
  const share = Math.round((1 - accepted) * 100);
  const away = share > 0 ? ` About ${share} % would be turned away once its line is full.` : '';
  return { text: `Overloaded: no steady state. It gets ${Math.round(load * 100)} % of what it can do.${away}`, hides: 'time' };
}

function mayFill(limit: number, share: number): Doubt {
  const words = share < 0.01 ? 'under 1' : `about ${Math.round(share * 100)}`;
  return { text: `Its line of ${limit} fills at times: ${words} % are turned away, which is reckoned only roughly.`, hides: 'time' };
}

function wild(scv: number): Doubt {
  const cv = Math.round(Math.sqrt(scv) * 10) / 10;
  return {
    text: `Its work varies so much (${cv} times its mean) that rare long calls decide the wait: a short run differs.`,
    hides: 'time',
  };
}

/** One line for all copies is the best that any choice can do; a random one is worse than asking who is least busy. */
function vagueChoice(pooled: GeneralQueue, instances: number, wait: number): readonly Doubt[] {
  const apart = generalWait({
    ...pooled,
    arrivals: pooled.arrivals / instances,
    servers: pooled.servers / instances,
    arrivalScv: splitScv(pooled.arrivalScv, 1 / instances),
  }).mean;
  if (apart - wait <= TOO_VAGUE * (pooled.service + wait)) return [];
  const [low, high] = [wait, apart].map((ms) => Math.round(ms * 10) / 10);
  return [{ text: `How well the least busy copy is found is not modelled: calls wait between ${low} and ${high} ms.`, hides: 'time' }];
}
