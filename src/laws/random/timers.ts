/**
 * No timer outlives what it was set for: once all is at rest and the longest timeout has passed, only those events are
 * pending that keep coming by themselves, and they are few: a client's next request, burst and shape, its users' thoughts, the
 * next report of a device, heartbeats of those who elect a leader.
 */

import type { Design, NodeDoc } from '../../design/document.ts';
import { CATALOG, instancesOf } from '../../design/registry.ts';
import type { Session } from '../../run/session.ts';
import { type ParamValue, valueIn } from '../../std/parameter.ts';

/** The longest timeout that a link can have is ten minutes; connections give up a little later. */
const LONGEST_NS = 700e9;
/** Arrival, burst and shape of a client, and one of each that a change has made void. */
const PER_CLIENT = 6;
/** A member's patience and its next heartbeat; messages from one to another, where a heartbeat comes before the one before it arrived. */
const PER_MEMBER = 2;
const UNDER_WAY = 12;
/** What looks by the clock whether something is to be done: loads of sites, metrics, schedules, health of names. */
const ASIDE = 4;
/** What watches or steers looks at each instance by itself. */
const PER_WATCHED = 3;
/** Owed: kinds whose members exchange what they have for ever, of whose timers nobody has reckoned yet how many there may be: what is lost is sent again. */
const EXCHANGE = ['multi-leader-store', 'quorum-store'];
/** Enough for whatever ends by itself; those who send heartbeats to each other never rest. */
const MOST_EVENTS = 3000;

/** What is wrong with the events that are still pending some time after everything came to rest. */
export function lateTimers(session: Session, design: Design): string[] {
  if (design.nodes.some((node) => valuesOver(design, node.id, 'healthChecks').includes(true))) return [];
  if (design.nodes.some(({ kind }) => EXCHANGE.includes(kind))) return [];
  const { sim } = session.compiled;
  const end = session.now + LONGEST_NS;
  const [half, most] = [sim.events + MOST_EVENTS / 2, sim.events + MOST_EVENTS];
  session.advance(end, () => sim.events < half);
  const before = sim.queue.size;
  const over = session.advance(end, () => sim.events < most);
  const expected = design.nodes.map((node) => goesOn(design, node)).reduce((sum, count) => sum + count, 0);
  // Where it is not over yet long timeouts are still pending, but nothing may add to them.
  const late = over ? sim.queue.size : sim.queue.size - before;
  return late <= expected ? [] : [`timers: ${late} are pending where at most ${expected} should be`];
}

/** How many events of a node's own may be pending for ever. */
function goesOn(design: Design, { id, kind, params }: NodeDoc): number {
  const most = (param: string) => Math.max(0, ...valuesOver(design, id, param).map(Number));
  const { role, params: specs = {} } = CATALOG.kindOf(kind) ?? {};
  // Each device has its next report, and one that each change of the interval has made void.
  if (role === 'source') return PER_CLIENT + most('users') + most('devices') * (1 + design.scenario.timeline.length);
  if (role === 'control') return ASIDE + PER_WATCHED * design.nodes.reduce((sum, node) => sum + instancesOf(node), 0);
  if (Object.hasOwn(specs, 'heartbeat')) {
    const members = instancesOf({ kind, params });
    return members * (PER_MEMBER + (members - 1) * UNDER_WAY);
  }
  return ASIDE;
}

/** All values that a node's parameter has over the run; none when it has no such parameter. */
export function valuesOver({ nodes, scenario }: Design, id: string, param: string): readonly ParamValue[] {
  const node = nodes.find((one) => one.id === id);
  const specs = CATALOG.kindOf(node?.kind ?? '')?.params ?? {};
  if (node === undefined || specs[param] === undefined) return [];
  const changes = scenario.timeline.flatMap((e) => (e.type === 'change' && e.target === id && e.param === param ? [e.value] : []));
  return [valueIn(specs, node.params, param), ...changes];
}
