/** Small designs for tests of predictions: parts by name, links that take no time, one class that reads. For tests only. */
import type { ClassDoc, Design, LinkDoc, NodeDoc } from '../../design/document.ts';
import { emptyDesign } from '../../design/fresh.ts';
import type { ParamBag } from '../../std/parameter.ts';

export const READ: ClassDoc = { id: 'read', name: 'read', route: '/', write: false, weight: 1, bytesUp: 500, bytesDown: 2000 };
export const WRITE: ClassDoc = { ...READ, id: 'write', name: 'write', write: true };

export const part = (id: string, kind: string, params: ParamBag = {}): NodeDoc => ({
  id,
  kind,
  name: id,
  x: 0,
  y: 0,
  params,
  region: '',
  zones: ['a'],
});
/** A link that takes no time, unless said otherwise. */
export const link = (from: string, to: string, params: ParamBag = {}): LinkDoc => ({
  id: `${from}-${to}`,
  from,
  to,
  params: { delay: 'own', latency: { type: 'constant', value: 0 }, ...params },
});

export function drawn(nodes: readonly NodeDoc[], links: readonly LinkDoc[], seconds = 600, classes: readonly ClassDoc[] = [READ]): Design {
  const scenario = { seed: 7, durationMs: seconds * 1000, warmupMs: Math.min(60, seconds / 5) * 1000, timeline: [], objectives: [] };
  return { ...emptyDesign(), nodes, links, classes, scenario };
}

export const exponential = (mean: number): ParamBag => ({ work: { type: 'exponential', mean } });
export const service = (id: string, params: ParamBag): NodeDoc =>
  part(id, 'service', { instances: 1, workers: 1, queueLimit: 100_000, ...params });
export const client = (rate: number, params: ParamBag = {}): NodeDoc => part('users', 'client', { rate, ...params });
