/**
 * The few lines that write a small design: parts, links without delay, one class that reads. What comes out is an ordinary
 * design that the reader of documents accepts; cases of the proof and tests are written with it. Not for examples, which
 * people see drawn.
 */
import type { Design, LinkDoc, NodeDoc } from '../design/document.ts';
import type { Distribution } from '../std/distribution.ts';
import type { ParamBag } from '../std/parameter.ts';

/** A link without delay: closed forms know no network. */
export const NO_DELAY: ParamBag = { delay: 'own', latency: { type: 'constant', value: 0 } };

/** More requests than any case lets wait: room without end. */
export const NO_LIMIT = 1_000_000;

/** A node of a kind with parameters. */
export function node(id: string, kind: string, params: ParamBag = {}): NodeDoc {
  return { id, kind, name: id, x: 0, y: 0, params, region: '', zones: ['a'] };
}

/** A link without delay unless its parameters say otherwise. */
export function link(from: string, to: string, params: ParamBag = {}): LinkDoc {
  return { id: `${from}-${to}`, from, to, params: { ...NO_DELAY, ...params } };
}

const READ = { id: 'get', name: 'Get', route: '/', write: false, weight: 1, bytesUp: 500, bytesDown: 2000 };

/** A design of these parts that runs for so long, reading only. */
export function design(nodes: readonly NodeDoc[], links: readonly LinkDoc[], seconds: number, warmupSeconds = 0): Design {
  const scenario = { seed: 1, durationMs: seconds * 1000, warmupMs: warmupSeconds * 1000, timeline: [], objectives: [] };
  return { version: 1, title: 'law', about: '', classes: [READ], nodes, links, scenario };
}

/** Exponential times of this mean, ms. */
export function exponential(mean: number): Distribution {
  return { type: 'exponential', mean };
}
