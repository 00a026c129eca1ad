/** How a balancer would spread its calls: over all copies behind its links, by its algorithm, when all of them are well. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator, Given, Resource, Spread } from '../estimate.ts';
import { answersOver, noShares, passOn, type Shares } from '../estimate-relay.ts';
import { inflowsOf, stationFigures } from '../estimate-station.ts';
import { endsTls, HANDSHAKE, RESUMED } from './front.ts';
import type { BALANCER_PARAMETERS } from './parameters.ts';
import { targetList } from './targets.ts';

type Values = ValuesOf<typeof BALANCER_PARAMETERS>;

const WEIGHTED = ['weighted-round-robin', 'weighted-least-connections'];
const LEAST = ['least-connections', 'weighted-least-connections', 'least-response-time'];
const TURNS = ['round-robin', 'weighted-round-robin'];

/** Each class goes to the targets of its group, all alike or by their weights. */
function sharesOf(given: Given, { algorithm, layer }: Values): { readonly shares: Shares; readonly targets: readonly number[] } {
  const far = given.far.filter((f) => f.plan.weight > 0);
  const { targets, groups, groupOf } = targetList(far, given.classes.length, String, layer === 'request');
  const shares = noShares(given);
  const row = new Map(given.far.map((f, i) => [f.link, i]));
  const weightOf = (t: number): number => (WEIGHTED.includes(algorithm) ? targets[t]!.weight : 1);
  given.classes.forEach((_, cls) => {
    const group = groups[groupOf[cls]!];
    if (group === undefined) return;
    let total = 0;
    targets.forEach((_, t) => {
      total += group[t]! * weightOf(t);
    });
    targets.forEach((target, t) => {
      const into = shares[row.get(target.link)!]!;
      into[cls] = into[cls]! + (group[t]! * weightOf(t)) / total;
    });
  });
  return { shares, targets: given.far.map((f) => targets.filter((target) => target.link === f.link).length) };
}

export const balancerEstimate: Estimator<Values> = {
  send(given, values) {
    const { shares, targets } = sharesOf(given, values);
    const { algorithm, choices } = values;
    const blind = algorithm === 'power-of-two' && choices === 1;
    const how = TURNS.includes(algorithm)
      ? 'turns'
      : LEAST.includes(algorithm)
        ? 'least'
        : algorithm === 'power-of-two' && !blind
          ? 'two'
          : 'random';
    const all = targets.reduce((sum, count) => sum + count, 0);
    const scv = given.before?.scv ?? 1;
    const spreads = given.far.map((f): Spread => ({ how, among: f.choosesInstance ? 1 : all, counters: given.instances }));
    const accepted = given.before?.accepted ?? 1;
    const rates = accepted < 1 ? given.rates.map((rate) => rate * accepted) : given.rates;
    const flows = passOn(given, shares, rates, scv, spreads);
    // Turns are taken among all targets, so what arrives at one is thinned from the whole stream, not from its link's.
    if (how !== 'turns') return flows;
    return flows.map((flow, i) => ({ ...flow, scv: given.far[i]!.choosesInstance ? scv / Math.max(1, all) : scv }));
  },
  serve(given, values) {
    const { shares } = sharesOf(given, values);
    const answer = answersOver(given, shares);
    const doubts: Doubt[] = [];
    if (values.algorithm.includes('hash')) {
      doubts.push({ text: 'Each session or key stays with one target; they are taken to be spread evenly.', hides: 'none' });
    }
    if (
      (LEAST.includes(values.algorithm) || values.algorithm === 'power-of-two') &&
      given.far.filter((_, i) => shares[i]!.some((share) => share > 0)).length > 1
    ) {
      doubts.push({ text: 'Its links are taken to get their share by number of copies; the slower ones would get less.', hides: 'none' });
    }
    const own = mean(values.overhead);
    const front = frontOf(given, values);
    return {
      ...answer,
      mean: answer.mean.map((ms) => ms + own + front.mean),
      variance: answer.variance.map((square) => square + variance(values.overhead) + front.variance),
      utilisation: front.utilisation,
      wait: front.wait,
      resources: front.resources,
      accepted: front.accepted,
      scv: front.scv,
      p99: undefined,
      doubts: [...doubts, ...front.doubts, ...unserved(given, shares)],
      figures: {},
    };
  },
};

function unserved({ rates }: Given, shares: Shares): readonly Doubt[] {
  const lost = rates.some((rate, cls) => rate > 0 && !shares.some((row) => row[cls]! > 0));
  return lost ? [{ text: 'No link takes some of what arrives: that fails at once.', hides: 'time' }] : [];
}

interface FrontFigures {
  /** Wait and work, ms. */
  readonly mean: number;
  readonly variance: number;
  readonly utilisation: number;
  readonly wait: number;
  readonly accepted: number;
  readonly scv: number;
  readonly resources: readonly Resource[];
  readonly doubts: readonly Doubt[];
}

/** The balancer's own cores and wire; a handshake on every request is reckoned with where each opens a connection. */
function frontOf(given: Given, values: Values): FrontFigures {
  const { capacity, cores, backlog, throughput, connectionRequests, tls, tlsResumed } = values;
  const resources: Resource[] = [];
  const doubts: Doubt[] = [];
  const none = { mean: 0, variance: 0, utilisation: Number.NaN, wait: Number.NaN, accepted: 1, scv: given.inflowScv, resources, doubts };
  if (throughput > 0) doubts.push({ text: 'The wait for its wire is not reckoned with.', hides: 'time' });
  if (capacity === 0 && !endsTls(values)) return none;
  const work = capacity > 0 ? (cores / capacity) * 1000 : 0;
  const full = endsTls(values) ? (HANDSHAKE[tls] ?? 0) / 1e6 : 0;
  const each = full > 0 && connectionRequests === 1 ? full * (1 - tlsResumed) + Math.min(full, RESUMED / 1e6) * tlsResumed : 0;
  if (full > 0)
    doubts.push({ text: 'Handshakes are reckoned with only where every request opens a connection; ciphers are not.', hides: 'none' });
  const station = stationFigures({
    inflows: inflowsOf(given.incoming),
    instances: given.instances,
    workers: cores,
    queueLimit: backlog,
    service: { mean: work + each, variance: 0 },
    exponential: false,
  });
  resources.push({ name: 'cores', load: station.load });
  return {
    mean: station.wait + work + each,
    variance: station.waitVariance,
    utilisation: station.utilisation,
    wait: station.wait,
    accepted: station.accepted,
    scv: station.scv,
    resources,
    doubts: [...doubts, ...station.doubts],
  };
}
