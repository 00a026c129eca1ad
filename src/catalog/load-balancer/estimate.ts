/** How a balancer would spread its calls: over all copies behind its links, by its algorithm, when all of them are well. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator, Given, Spread } from '../estimate.ts';
import { answersOver, noShares, passOn, type Shares } from '../estimate-relay.ts';
import type { BALANCER_PARAMETERS } from './parameters.ts';
import { targetList } from './targets.ts';

type Values = ValuesOf<typeof BALANCER_PARAMETERS>;

const WEIGHTED = ['weighted-round-robin', 'weighted-least-connections'];
const LEAST = ['least-connections', 'weighted-least-connections'];
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
    const { algorithm } = values;
    const how = TURNS.includes(algorithm) ? 'turns' : LEAST.includes(algorithm) ? 'least' : algorithm === 'power-of-two' ? 'two' : 'random';
    const all = targets.reduce((sum, count) => sum + count, 0);
    const scv = given.before?.scv ?? 1;
    const spreads = given.far.map((f): Spread => ({ how, among: f.choosesInstance ? 1 : all, counters: given.instances }));
    const flows = passOn(given, shares, given.rates, scv, spreads);
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
    return {
      ...answer,
      mean: answer.mean.map((ms) => ms + own),
      variance: answer.variance.map((square) => square + variance(values.overhead)),
      utilisation: Number.NaN,
      wait: Number.NaN,
      resources: [],
      accepted: 1,
      scv: given.inflowScv,
      p99: undefined,
      doubts: [...doubts, ...unserved(given, shares)],
      figures: {},
    };
  },
};

function unserved({ rates }: Given, shares: Shares): readonly Doubt[] {
  const lost = rates.some((rate, cls) => rate > 0 && !shares.some((row) => row[cls]! > 0));
  return lost ? [{ text: 'No link takes some of what arrives: that fails at once.', hides: 'time' }] : [];
}
