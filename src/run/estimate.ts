/**
 * What a design would do, foretold from queueing theory before anything runs: rates, utilisation, the bottleneck, capacity and
 * mean times of its parts, in a few milliseconds. It holds for the steady state before anything on the timeline happens, and
 * where a formula does not fit, the figure comes with its reasons or not at all.
 *
 * Approximations: the open network is taken apart into stations (Whitt's QNA), each M/M/c or Allen–Cunneen; caches by Che;
 * closed crowds by mean value analysis where it applies. Not modelled: retries, waits for a pooled connection, breakers,
 * failures. It runs no simulation and draws no random number.
 */
import type { Doubt, Flow } from '../catalog/estimate.ts';
import { sumOf } from '../catalog/estimate-station.ts';
import type { Design } from '../design/document.ts';
import { type Capacity, capacityOf } from './estimate/capacity.ts';
import { balanced } from './estimate/closed.ts';
import { linkDoubts, nodeDoubts } from './estimate/doubts.ts';
import { Network, type Solution } from './estimate/network.ts';
import { changesAt } from './estimate/timeline.ts';
import { wire } from './estimate/wiring.ts';

/** Nothing stands against it, or why it does not hold as it is. */
export type Validity = true | readonly Doubt[];

export interface NodeEstimate {
  /** Calls a second that reach it; for a source, requests that it sends. */
  readonly arrivals: number;
  /** Mean share of its work slots that are taken; undefined where it has none or nothing can be said. */
  readonly utilisation: number | undefined;
  /** Load of what is scarcest in it, 1 being all there is; 0 when nothing is. More than 1: overloaded. */
  readonly load: number;
  /** Mean time from arrival to answer, calls included, and the mean wait for a work slot in it; ms. */
  readonly meanMs: number | undefined;
  readonly waitMs: number | undefined;
  /** Only where the formula is exact (M/M/c). */
  readonly p99Ms: number | undefined;
  /** Share of arrivals that it turns away. */
  readonly rejected: number;
  /** The kind's own figures that can be foretold, by id: the hit ratio of a cache. */
  readonly figures: Readonly<Record<string, number>>;
  readonly valid: Validity;
}

export interface LinkEstimate {
  /** Calls a second. */
  readonly rate: number;
  /** Mean time of a call as its caller sees it, ms. */
  readonly meanMs: number | undefined;
  readonly valid: Validity;
}

export interface Estimate {
  /** By id. */
  readonly nodes: Readonly<Record<string, NodeEstimate>>;
  readonly links: Readonly<Record<string, LinkEstimate>>;
  /** What runs out first as the load grows; undefined when nothing would, or nothing is sent. */
  readonly capacity: Capacity | undefined;
  /** Until when (ms) nothing on the timeline or in a source's traffic changes; Infinity: to the end. */
  readonly untilMs: number;
}

/** Foretells a design that has passed `read`. */
export function estimate(design: Design): Estimate {
  const wiring = wire(design);
  const network = new Network(wiring);
  const { load, solution, population } = balanced(network);
  const nodes: Record<string, NodeEstimate> = {};
  const links: Record<string, LinkEstimate> = {};
  const doubts = nodeDoubts(wiring, solution, population);
  const onLinks = linkDoubts(wiring, solution, doubts);
  for (const node of wiring.nodes) nodes[node.doc.id] = nodeEstimate(solution, node.index, doubts[node.index]!, population.times);
  for (const link of wiring.links) {
    const flow = solution.flows[link.index];
    const mean = solution.answers[link.index]?.mean;
    const found = onLinks[link.index]!;
    const shown = flow !== undefined && rateOf(flow) > 0 && !found.some(({ hides }) => hides !== 'none');
    links[link.doc.id] = {
      rate: flow === undefined ? 0 : rateOf(flow),
      meanMs: shown && mean !== undefined ? weighted(mean, flow.rates) : undefined,
      valid: found.length === 0 ? true : found,
    };
  }
  return { nodes, links, capacity: capacityOf(network, load, population, solution), untilMs: changesAt(wiring) };
}

function nodeEstimate(solution: Solution, index: number, doubts: readonly Doubt[], times: Float64Array | undefined): NodeEstimate {
  const served = solution.served[index];
  const arrivals = solution.arrivals[index]!;
  const hidden = doubts.some(({ hides }) => hides === 'all');
  const timeless = hidden || doubts.some(({ hides }) => hides === 'time') || served === undefined || arrivals === 0;
  const closed = times?.[index];
  const mean = timeless ? undefined : closed !== undefined && closed >= 0 ? closed : meanOf(solution, index);
  return {
    arrivals,
    utilisation: hidden || served === undefined || Number.isNaN(served.utilisation) ? undefined : served.utilisation,
    load: served === undefined || hidden ? 0 : served.resources.reduce((most, one) => (one.wanted ? most : Math.max(most, one.load)), 0),
    meanMs: mean,
    waitMs: timeless || times !== undefined || Number.isNaN(served.wait) ? undefined : served.wait,
    p99Ms: timeless || times !== undefined ? undefined : served.p99,
    rejected: served === undefined ? 0 : 1 - served.accepted,
    figures: hidden ? {} : (served?.figures ?? {}),
    valid: doubts.length === 0 ? true : doubts,
  };
}

function rateOf(flow: Flow): number {
  return sumOf(flow.rates) + flow.fills + flow.drops;
}

/** The mean over what arrives; for a source over what it sends. */
function meanOf({ served, rates }: Solution, index: number): number {
  return weighted(served[index]!.mean, rates[index]!);
}

function weighted(values: Float64Array, rates: Float64Array): number {
  const total = sumOf(rates);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += total > 0 ? (values[i]! * rates[i]!) / total : values[i]! / values.length;
  return sum;
}
