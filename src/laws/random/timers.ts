/**
 * No timer outlives what it was set for: once all is at rest and the longest timeout has passed, only those events are
 * pending that keep coming by themselves, and they are few: a client's next request, burst and shape, its users' thoughts.
 */

import type { Design } from '../../design/document.ts';
import { CATALOG } from '../../design/registry.ts';
import type { Session } from '../../run/session.ts';
import { type ParamValue, valueIn } from '../../std/parameter.ts';

/** The longest timeout that a link can have is ten minutes; connections give up a little later. */
const LONGEST_NS = 700e9;
/** Arrival, burst and shape of a client, and one of each that a change has made void. */
const PER_CLIENT = 6;

/** What is wrong with the events that are still pending some time after everything came to rest. */
export function lateTimers(session: Session, design: Design): string[] {
  if (design.nodes.some((node) => valuesOver(design, node.id, 'healthChecks').includes(true))) return [];
  const { sim } = session.compiled;
  session.advance(session.now + LONGEST_NS);
  const expected = design.nodes
    .filter((node) => CATALOG.kindOf(node.kind)?.role === 'source')
    .map((node) => PER_CLIENT + Math.max(0, ...valuesOver(design, node.id, 'users').map(Number)))
    .reduce((sum, count) => sum + count, 0);
  return sim.queue.size <= expected ? [] : [`timers: ${sim.queue.size} are pending where at most ${expected} should be`];
}

/** All values that a node's parameter has over the run; none when it has no such parameter. */
export function valuesOver({ nodes, scenario }: Design, id: string, param: string): readonly ParamValue[] {
  const node = nodes.find((one) => one.id === id);
  const specs = CATALOG.kindOf(node?.kind ?? '')?.params ?? {};
  if (node === undefined || specs[param] === undefined) return [];
  const changes = scenario.timeline.flatMap((e) => (e.type === 'change' && e.target === id && e.param === param ? [e.value] : []));
  return [valueIn(specs, node.params, param), ...changes];
}
