/**
 * The workloads of the bench, as designs that passed the gate every design passes: what is measured here can be opened in
 * the page (`npm run sim -- link src/cli/bench/w2.json`). W1 and W2 also exist as loops written by hand.
 */
import type { Design } from '../../design/document.ts';
import { read } from '../../design/read.ts';
import type { ParamBag } from '../../std/parameter.ts';
import type { ByHand } from './by-hand.ts';
import { byHandW1 } from './by-hand-w1.ts';
import { byHandW2 } from './by-hand-w2.ts';
import ten from './ten.json';
import w1 from './w1.json';
import w2 from './w2.json';
import w2l from './w2l.json';
import w3 from './w3.json';
import w4 from './w4.json';
import w5 from './w5.json';

/** The mean response that must come out, ms, and how much the mean of n customers strays: spread ÷ √n, ms. */
export interface Expected {
  readonly meanMs: number;
  readonly spread: number;
}

export interface Workload {
  readonly name: string;
  readonly about: string;
  /** Opened when asked for: a part reads only what it runs. */
  readonly design: Design;
  readonly expected?: Expected;
  readonly byHand?: (customers: number, seed: number) => ByHand;
}

/**
 * W1 is M/M/1: 1 / (1 - 0.8); long queues last, so means stray far. W2 is 10 ms and a fifth of 5 ms, and 0.16 ms of waiting,
 * most of it in four lines of 8 workers that are dealt to in turn; there is no closed form, 11.162 is the mean of 1.2 · 10^8
 * customers by hand. Links add two half milliseconds a call. The spreads were measured with the loops by hand (47 and 12.3).
 */
const W1_EXPECTED = { meanMs: 5, spread: 50 };
const W2_EXPECTED = { meanMs: 11.162, spread: 12.5 };
const W2L_EXPECTED = { meanMs: 12.362, spread: 12.5 };

/** Those with an answer must come within four standard deviations of it; half a thousandth is the figures' own roundness. */
export function agrees({ meanMs, spread }: Expected, measured: number, customers: number): boolean {
  return Math.abs(measured - meanMs) <= (4 * spread) / Math.sqrt(customers) + meanMs * 0.0005;
}

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'W1',
    about: 'one queue at 80 %',
    get design() {
      return opened(w1);
    },
    expected: W1_EXPECTED,
    byHand: byHandW1,
  },
  {
    name: 'W2',
    about: 'four services and a database',
    get design() {
      return opened(w2);
    },
    expected: W2_EXPECTED,
    byHand: byHandW2,
  },
  {
    name: 'W2L',
    about: 'W2 with 0.5 ms links',
    get design() {
      return opened(w2l);
    },
    expected: W2L_EXPECTED,
  },
  {
    name: 'W3',
    about: 'W2L with every policy, the history, and one request in a hundred traced',
    get design() {
      return opened(w3);
    },
    expected: W2L_EXPECTED,
  },
  {
    name: 'W4',
    about: '200 nodes, 20 classes, fan-out, replication that waits',
    get design() {
      return opened(w4);
    },
  },
];

/** Ten nodes for many replications. */
export function tenNodes(): Design {
  return opened(ten);
}

/** The workload of this name. */
export function workload(name: string): Workload {
  const found = WORKLOADS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no workload ${name}.`);
  return found;
}

/** The design with these parameters on the links that the choice names. */
export function withPolicies(design: Design, params: ParamBag, chosen: (from: string) => boolean): Design {
  const links = design.links.map((link) => (chosen(link.from) ? { ...link, params: { ...link.params, ...params } } : link));
  return opened({ ...design, links });
}

/** W5 with so many users, at the same 100,000 requests a second: the more there are, the longer they think and are served. */
export function pendingDesign(users: number): Design {
  const mean = users / 200;
  const crowd = opened(w5);
  const nodes = crowd.nodes.map((node) => ({
    ...node,
    params:
      node.kind === 'client'
        ? { ...node.params, users: users / 10, think: { type: 'exponential', mean } }
        : { ...node.params, work: { type: 'exponential', mean } },
  }));
  return opened({ ...crowd, nodes });
}

function opened(document: unknown): Design {
  const result = read(document);
  if (result.ok) return result.value;
  throw new Error(`A design of the bench cannot be opened: ${result.error.map((problem) => problem.message).join(' ')}`);
}
