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

export interface Workload {
  readonly name: string;
  readonly about: string;
  readonly design: Design;
  /** Mean response that theory gives, ms, and how far off a bench's worth of customers may be, as a share. */
  readonly expected?: { readonly meanMs: number; readonly within: number };
  readonly byHand?: (customers: number, seed: number) => ByHand;
}

/**
 * Mean responses: W1 is M/M/1, 1 / (1 - 0.8). W2 is 10 ms and a fifth of 5 ms, and 0.16 ms of waiting in four lines of
 * 8 workers that are dealt to in turn (by simulation, 10^9 customers; the database adds nothing to speak of). Links add two
 * half milliseconds a call.
 */
export const WORKLOADS: readonly Workload[] = [
  {
    name: 'W1',
    about: 'one queue at 80 %',
    design: opened(w1),
    expected: { meanMs: 5, within: 0.03 },
    byHand: byHandW1,
  },
  {
    name: 'W2',
    about: 'four services and a database',
    design: opened(w2),
    expected: { meanMs: 11.16, within: 0.01 },
    byHand: byHandW2,
  },
  { name: 'W2L', about: 'W2 with 0.5 ms links', design: opened(w2l), expected: { meanMs: 12.36, within: 0.01 } },
  {
    name: 'W3',
    about: 'W2L with every policy and the history (the engine has no tracing yet)',
    design: opened(w3),
    expected: { meanMs: 12.36, within: 0.01 },
  },
  { name: 'W4', about: '200 nodes, 20 classes, fan-out, replication that waits', design: opened(w4) },
];

/** A crowd whose every user has one event pending. */
export const PENDING = opened(w5);
/** Ten nodes for many replications. */
export const TEN = opened(ten);

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
  const nodes = PENDING.nodes.map((node) => ({
    ...node,
    params:
      node.kind === 'client'
        ? { ...node.params, users: users / 10, think: { type: 'exponential', mean } }
        : { ...node.params, work: { type: 'exponential', mean } },
  }));
  return opened({ ...PENDING, nodes });
}

function opened(document: unknown): Design {
  const result = read(document);
  if (result.ok) return result.value;
  throw new Error(`A design of the bench cannot be opened: ${result.error.map((problem) => problem.message).join(' ')}`);
}
