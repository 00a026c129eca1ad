/**
 * The same scenario with room to come to rest: at its end all faults heal, and one ms later all clients stop. Until then it is the
 * run it was, to the bit.
 */

import type { Design, NodeDoc, TimelineEntry } from '../../design/document.ts';
import { CATALOG } from '../../design/registry.ts';
import type { ParamValue } from '../../std/parameter.ts';
import { leadsTo } from './graph.ts';
import { valuesOver } from './timers.ts';

/** Room for whatever takes longest: timeouts of ten minutes that follow each other, slow machines with long queues. */
const ROOM_MS = 12 * 3_600_000;
/** Bytes a second at which a run's records take days to be written. */
const SLOWEST_LOG = 10_000;
/** Kinds in which requests may wait for one fetch that is under way already. */
const FETCHES = ['cdn', 'forward-proxy', 'push-server', 'reverse-proxy'];
/** A user who thinks for eleven days asks no more. */
const FOR_EVER: ParamValue = { type: 'constant', value: 1e9 };

export function withDrain(design: Design): Design {
  const { durationMs, timeline } = design.scenario;
  const stop = durationMs + 1;
  const healed = timeline.map((entry): TimelineEntry => {
    if (entry.type !== 'fault') return entry;
    const ends = entry.at + (entry.duration ?? Number.POSITIVE_INFINITY);
    return ends > stop ? { ...entry, duration: stop - entry.at } : entry;
  });
  const stops = design.nodes.flatMap((node): TimelineEntry[] => {
    if (CATALOG.kindOf(node.kind)?.role !== 'source') return [];
    return [
      { type: 'fault', id: `stop-${node.id}`, at: stop, fault: 'traffic-spike', target: node.id, params: { factor: 0 } },
      ...restOf(node, stop),
    ];
  });
  return { ...design, scenario: { ...design.scenario, warmupMs: 0, durationMs: ROOM_MS, timeline: [...healed, ...stops] } };
}

/** What else it takes for a source to stop: users who think for ever, a job that is not due again. */
function restOf({ id, kind }: NodeDoc, at: number): TimelineEntry[] {
  const { params = {} } = CATALOG.kindOf(kind) ?? {};
  const rest: readonly (readonly [string, ParamValue])[] = [
    ['think', FOR_EVER],
    ['again', 0],
  ];
  return rest.flatMap(([param, value]): TimelineEntry[] =>
    Object.hasOwn(params, param) ? [{ type: 'change', id: `rest-${id}`, at, target: id, param, value }] : [],
  );
}

/** Why a design need not come to rest by its own rules; undefined when it must. */
export function mayGoOn(design: Design): string | undefined {
  const values = (id: string, param: string) => valuesOver(design, id, param);
  for (const { id, kind } of design.nodes) {
    if (kind !== 'queue') continue;
    const fed = design.links.some((link) => link.to === id && design.nodes.find((one) => one.id === link.from)?.kind === 'queue');
    if (fed) return 'dead letters are offered again for as long as their queue is full';
    if (values(id, 'maxDeliveries').includes(0)) return 'messages that always fail are delivered without end';
    if (values(id, 'full').includes('block')) return 'producers wait for room for ever where nobody consumes';
  }
  const fetches = design.nodes.find(({ id, kind }) => FETCHES.includes(kind) && inCircle(design, id));
  if (fetches !== undefined) return 'requests that wait for one fetch which comes back to them wait for ever';
  const slow = design.nodes.find(
    ({ id, kind }) => kind === 'log-pipeline' && values(id, 'rate').some((rate) => Number(rate) < SLOWEST_LOG),
  );
  if (slow !== undefined) return 'records are written more slowly than there is room';
  const held = design.nodes.find(({ id, kind }) => (kind === 'saga' || values(id, 'waiting').includes('held')) && inCircle(design, id));
  return held === undefined ? undefined : 'workers that wait for calls which come back to them can lock each other out';
}

function inCircle({ links }: Design, id: string): boolean {
  return links.some((link) => link.from === id && leadsTo(links, link.to, id));
}
