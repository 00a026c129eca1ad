/** Where a prediction does not hold, and why, in words: of each node and each link, with what spreads from one to the other. */
import type { Doubt } from '../../catalog/estimate.ts';
import { sumOf } from '../../catalog/estimate-station.ts';
import { formatQuantity } from '../../std/quantity.ts';
import type { Population } from './closed.ts';
import { connectionDoubts } from './connections.ts';
import type { Solution } from './network.ts';
import { timelineDoubts } from './timeline.ts';
import type { WiredLink, Wiring } from './wiring.ts';

/** From this share of a pool on, waits for a connection count; from that on, they decide (chosen). */
const POOL_BUSY = 0.6;
const POOL_FULL = 0.85;
/** Failing more often than this makes retries and breakers count (chosen). */
const OFTEN = 0.01;
/** Standard deviations between mean and timeout within which calls run into it, seldom and often (chosen). */
const SELDOM = 4;
const COMMON = 1.5;

/** Doubts of every node, by index. */
export function nodeDoubts(wiring: Wiring, solution: Solution, population: Population): readonly (readonly Doubt[])[] {
  const found: Doubt[][] = timelineDoubts(wiring).map((doubts) => [...doubts]);
  for (const node of wiring.nodes) {
    const own = found[node.index]!;
    const served = solution.served[node.index];
    if (node.kind.estimate === undefined) own.push({ text: `Nothing can be foretold of a ${node.kind.name}.`, hides: 'all' });
    else if (solution.restless[node.index] === 1) own.push({ text: unsettledWords(wiring), hides: 'all' });
    else if (node.kind.estimate.source === undefined && solution.arrivals[node.index] === 0) {
      own.push({ text: 'No request reaches it yet.', hides: 'none' });
    } else own.push(...(served?.doubts ?? []));
    if (population.approximated.has(node.index)) {
      own.push({
        text: 'Its users are taken to ask at a steady rate, which errs when they are few and the system is busy.',
        hides: 'none',
      });
    }
  }
  spreadUnknown(wiring, found);
  spreadSources(wiring, solution, found);
  spreadTimes(wiring, solution, found);
  return found;
}

function unsettledWords({ loops }: Wiring): string {
  return loops
    ? 'Calls come back to where they came from, ever more of them.'
    : 'Its load and its times push each other up: no steady state is found.';
}

/** What a part of which nothing can be foretold passes on cannot be foretold either, nor what comes after that. */
function spreadUnknown(wiring: Wiring, found: readonly Doubt[][]): void {
  const unknown = new Set<number>();
  for (const node of wiring.order) {
    if (node.kind.role === 'control') continue;
    if (node.kind.estimate === undefined) unknown.add(node.index);
    if (!unknown.has(node.index)) continue;
    for (const l of node.out) {
      const to = wiring.links[l]!.to;
      unknown.add(to.index);
      add(found[to.index]!, { text: `It gets what ${node.doc.name} passes on, which cannot be foretold.`, hides: 'all' });
    }
  }
}

/** What makes a source's traffic unlike what the formulas expect does so wherever it goes. */
function spreadSources(wiring: Wiring, solution: Solution, found: readonly Doubt[][]): void {
  for (const source of wiring.nodes) {
    const made = source.kind.estimate?.source?.(source.values);
    if (made?.is !== 'open' || made.doubts.length === 0) continue;
    const reached = new Set([source.index]);
    for (const node of wiring.order) {
      if (!reached.has(node.index)) continue;
      for (const l of node.out) if (flows(solution, l)) reached.add(wiring.links[l]!.to.index);
      for (const doubt of made.doubts) add(found[node.index]!, doubt);
    }
  }
}

/** Who waits for a part whose times cannot be told has none either; what stands behind an overloaded part gets less. */
function spreadTimes(wiring: Wiring, solution: Solution, found: readonly Doubt[][]): void {
  for (const node of [...wiring.order].reverse()) {
    for (const l of node.out) {
      const link = wiring.links[l]!;
      if (!flows(solution, l)) continue;
      if (waits(link)) {
        for (const doubt of policyDoubts(wiring, link, solution))
          if (doubt.hides !== 'none') add(found[node.index]!, { ...doubt, text: `${doubt.text}` });
        const behind = found[link.to.index]!.some(({ hides }) => hides !== 'none');
        // Whoever holds a worker meanwhile is busy for as long as that takes.
        const hides = solution.served[node.index]?.holds === true ? 'all' : 'time';
        if (behind) add(found[node.index]!, { text: `It waits for ${link.to.doc.name}, whose times cannot be told.`, hides });
      }
    }
  }
  for (const node of wiring.order) {
    const served = solution.served[node.index];
    const limited = served?.resources.some(({ load }) => load >= 1) ?? false;
    if (!limited) continue;
    const text = `${node.doc.name} passes on less than it gets: these figures are for what comes through.`;
    for (const l of node.out) if (flows(solution, l)) add(found[wiring.links[l]!.to.index]!, { text, hides: 'none' });
  }
}

/** Doubts of every link, by index: its own, and those of what it leads to. */
export function linkDoubts(wiring: Wiring, solution: Solution, nodes: readonly (readonly Doubt[])[]): readonly (readonly Doubt[])[] {
  return wiring.links.map((link) => {
    if (!flows(solution, link.index)) return [];
    const own = [...policyDoubts(wiring, link, solution)];
    if (nodes[link.to.index]!.some(({ hides }) => hides !== 'none')) {
      own.push({ text: `It waits for ${link.to.doc.name}, whose times cannot be told.`, hides: 'time' });
    }
    return own;
  });
}

/** What the policy of a link would do that is not reckoned with. */
function policyDoubts(wiring: Wiring, link: WiredLink, solution: Solution): readonly Doubt[] {
  const doubts: Doubt[] = [];
  const { values, from } = link;
  const flow = solution.flows[link.index];
  const answer = solution.answers[link.index];
  if (flow === undefined || answer === undefined) return [];
  const name = `${from.doc.name} to ${link.to.doc.name}`;
  let mean = 0;
  let deviation = 0;
  flow.rates.forEach((rate, cls) => {
    if (rate === 0 || answer.mean[cls]! <= mean) return;
    mean = answer.mean[cls]!;
    deviation = Math.sqrt(answer.variance[cls]!);
  });
  const { timeout } = values;
  if (timeout > 0 && mean + SELDOM * deviation >= timeout) {
    const often = mean + COMMON * deviation >= timeout;
    const text = `${name}: the timeout of ${formatQuantity(timeout, 'ms')} cuts ${often ? 'many' : 'some'} calls short${values.retries > 0 ? ', and retries add to the load' : ''}: not reckoned with.`;
    doubts.push({ text, hides: often ? 'time' : 'none' });
  }
  doubts.push(...connectionDoubts(link, name, mean, flow.rates, wiring.design.classes));
  const full = solution.pools[link.index]!;
  if (full > POOL_BUSY) {
    const text = `${name}: about ${Math.round(Math.min(1, full) * 100)} % of its connections would be taken; waits for one are not modelled.`;
    doubts.push({ text, hides: full > POOL_FULL ? 'time' : 'none' });
  }
  const failing = 1 - (solution.served[link.to.index]?.accepted ?? 1);
  if (failing > OFTEN && (values.retries > 0 || values.breaker)) {
    const what = [values.retries > 0 ? 'retries' : '', values.breaker ? 'the breaker' : ''].filter((word) => word !== '').join(' and ');
    doubts.push({
      text: `${name}: about ${Math.max(1, Math.round(failing * 100))} % fail, and ${what} change what comes next: not reckoned with.`,
      hides: 'time',
    });
  }
  if (solution.wires[link.index]! >= 1) doubts.push({ text: `${name}: its bandwidth is too small for what it carries.`, hides: 'time' });
  return doubts;
}

/** Whether the caller waits for the answer. */
function waits({ values, from }: WiredLink): boolean {
  return from.kind.role !== 'broker' && !(from.kind.role === 'compute' && values.async);
}

function flows({ flows }: Solution, link: number): boolean {
  const flow = flows[link];
  return flow !== undefined && sumOf(flow.rates) + flow.fills + flow.drops > 0;
}

function add(doubts: Doubt[], doubt: Doubt): void {
  if (!doubts.some(({ text }) => text === doubt.text)) doubts.push(doubt);
}
