/**
 * At which rates sources send: an open one at its own; a crowd at the rate at which thinking and waiting come out even.
 *
 * One crowd alone in a network whose stations fit is solved by mean value analysis (`theory/mva`): waits shrink as users wait
 * elsewhere. Otherwise its rate is the one at which the open network's response fits the number of its users, which is good for
 * large crowds and errs for small ones near saturation; that is said.
 */
import type { Source } from '../../catalog/estimate.ts';
import { type ClosedStation, closedNetwork } from '../../theory/mva.ts';
import type { Load, Network, Solution } from './network.ts';
import type { WiredNode } from './wiring.ts';

export interface Population {
  readonly scvs: Float64Array;
  /** Mean times by node from mean value analysis, ms; -1 where it says nothing. Undefined when it was not used. */
  readonly times: Float64Array | undefined;
  /** Crowds whose rate was only approximated, by node. */
  readonly approximated: ReadonlySet<number>;
}

export interface Balanced {
  readonly load: Load;
  readonly solution: Solution;
  readonly population: Population;
}

/** Work for which mean value analysis is still quick: (stations × users)², chosen. */
const MOST_WORK = 1_000_000;
/** Steps of halving towards a crowd's rate. */
const HALVINGS = 20;

export function balanced(network: Network): Balanced {
  const { nodes } = network.wiring;
  const load = new Float64Array(nodes.length);
  const scvs = new Float64Array(nodes.length).fill(1);
  const crowds: { readonly node: WiredNode; readonly users: number; readonly think: number }[] = [];
  for (const node of nodes) {
    const source = node.kind.estimate?.source?.(node.values) as Source | undefined;
    if (source === undefined || node.out.length === 0) continue;
    if (source.is === 'open') {
      load[node.index] = source.rate;
      scvs[node.index] = source.scv;
    } else crowds.push({ node, users: source.users, think: source.think });
  }
  const plain = { scvs, times: undefined, approximated: new Set(crowds.map(({ node }) => node.index)) };
  const only = crowds.length === 1 && load.every((rate) => rate === 0) ? crowds[0] : undefined;
  if (only !== undefined) {
    const exact = analysed(network, only, scvs);
    if (exact !== undefined) return exact;
  }
  // One crowd after the other, twice, as each one's waits depend on the others.
  for (let pass = 0; pass < (crowds.length > 1 ? 2 : 1); pass++) for (const crowd of crowds) settle(network, load, scvs, crowd);
  return { load, solution: network.solve(load, scvs), population: plain };
}

/** The rate of one crowd at which users = rate × (think + response), by halving: the response only grows with the rate. */
function settle(
  network: Network,
  load: Load,
  scvs: Float64Array,
  { node, users, think }: { node: WiredNode; users: number; think: number },
): void {
  load[node.index] = 1e-6;
  let low = 0;
  let high = (users / Math.max(1e-3, think + responseOf(network.solve(load, scvs), node))) * 1000;
  for (let i = 0; i < HALVINGS && high - low > high * 5e-4; i++) {
    const rate = (low + high) / 2;
    load[node.index] = rate;
    const solution = network.solve(load, scvs, true);
    const full = solution.served.some((served) => served?.resources.some((one) => one.load >= 1));
    if (full || (rate / 1000) * (think + responseOf(solution, node)) > users) high = rate;
    else low = rate;
  }
  load[node.index] = low;
}

function responseOf({ served, rates }: Solution, { index }: WiredNode): number {
  const total = rates[index]!.reduce((sum, rate) => sum + rate, 0);
  return served[index]!.mean.reduce((sum, ms, cls) => sum + (total > 0 ? (ms * rates[index]![cls]!) / total : 0), 0);
}

/** Mean value analysis, where every station's work is its own (no worker held through a call) and the network is small enough. */
function analysed(network: Network, crowd: { node: WiredNode; users: number; think: number }, scvs: Float64Array): Balanced | undefined {
  const { nodes } = network.wiring;
  const load = new Float64Array(nodes.length);
  // So few requests that nobody waits: loads are then demands, and the response is what a request takes alone.
  const tiny = 1e-6;
  load[crowd.node.index] = tiny;
  const alone = network.solve(load, scvs);
  const response = responseOf(alone, crowd.node);
  const stations: ClosedStation[] = [];
  const of: number[] = [];
  for (const node of nodes) {
    const served = alone.served[node.index];
    const slots = node.kind.slots?.(node.values) ?? 0;
    if (served === undefined || slots === 0 || alone.arrivals[node.index] === 0) continue;
    const [work] = served.resources;
    if (served.resources.length !== 1 || work === undefined || served.holds) return undefined;
    const demand = (work.load * slots * 1000) / tiny;
    for (let i = 0; i < node.instances; i++) {
      stations.push({ demand, servers: slots });
      of.push(node.index);
    }
  }
  const worked = stations.reduce((sum, one) => sum + one.demand, 0);
  const delays = response - worked;
  if (stations.length === 0 || delays < -1e-6 * response || (stations.length * crowd.users) ** 2 > MOST_WORK) return undefined;
  const closed = closedNetwork(stations, crowd.think + Math.max(0, delays), crowd.users);
  load[crowd.node.index] = closed.throughput * 1000;
  const solution = network.solve(load, scvs);
  const times = new Float64Array(nodes.length).fill(-1);
  for (const index of new Set(of)) {
    const present = closed.present.reduce((sum, count, i) => sum + (of[i] === index ? count : 0), 0);
    if (nodes[index]!.out.length === 0) times[index] = (present / solution.arrivals[index]!) * 1000;
  }
  times[crowd.node.index] = closed.response + Math.max(0, delays);
  return { load, solution, population: { scvs, times, approximated: new Set() } };
}
