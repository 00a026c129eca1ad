/**
 * Runs a scenario twice and asks all laws of it. Once straight to its end: the report and the windows must be in order. Once
 * in pieces of random length, watched and tapped, in another length of windows, half of the scenarios without the engine's
 * short ways, and on beyond its end until it is at rest: the books must balance at every stop, the digest must be that of the
 * first run, and in the end nothing may be left over.
 */
import type { Design } from '../../design/document.ts';
import type { Sim } from '../../engine/sim.ts';
import { Session } from '../../run/session.ts';
import { reportOf } from '../../run/verdict.ts';
import { Stream } from '../../std/random.ts';
import { imbalances, leftovers } from './books.ts';
import { mayGoOn, withDrain } from './drain.ts';
import { reportFlaws, windowFlaws } from './report-laws.ts';
import { type Sightings, Watcher } from './sightings.ts';
import { Tap } from './tap.ts';
import { lateTimers, valuesOver } from './timers.ts';

const STOPS = 7;
/** Events of one run at most; a scenario that has more is cut short there, and not asked whether it comes to rest. */
const MOST_EVENTS = 20_000;
const MOST_DRAIN_EVENTS = 100_000;
/** More often than this no message is delivered (the most that the parameter allows). */
const MOST_DELIVERIES = 1000;
const NS = 1e6;

export interface Findings {
  /** What is wrong, in sentences; none when all laws hold. */
  readonly flaws: readonly string[];
  readonly events: number;
  /** How far it got: through its time, and to rest. */
  readonly cut: boolean;
  readonly rested: 'yes' | 'need not' | 'cut';
}

export interface Asked {
  /** Where to add what was seen. */
  readonly seen?: Sightings;
  /** Events of one run at most. */
  readonly mostEvents?: number;
  /** Tampers with a session before it runs: for tests that the laws can fail. */
  readonly tamper?: (session: Session) => void;
}

/** Asks all laws of a design. What is thrown on the way is a flaw as well. */
export function runScenario(design: Design, asked: Asked = {}): Findings {
  try {
    return ask(design, asked);
  } catch (error) {
    return {
      flaws: [`threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`],
      events: 0,
      cut: true,
      rested: 'cut',
    };
  }
}

function ask(design: Design, { seen, mostEvents = MOST_EVENTS, tamper = () => {} }: Asked): Findings {
  const straight = new Session(design);
  tamper(straight);
  const cut = !straight.advance(straight.end, () => straight.compiled.sim.events < mostEvents);
  const { now } = straight;
  const flaws = [...reportFlaws(reportOf(straight, 0)), ...windowFlaws(straight)];

  const session = new Session(withDrain(design));
  tamper(session);
  const { sim } = session.compiled;
  if (design.scenario.seed % 2 === 0) takeNoShortWays(sim);
  const watcher = seen === undefined ? undefined : new Watcher(session, seen);
  const tap = new Tap(session, watcher);
  sim.watch.look(1e6);
  const moments = new Stream(design.scenario.seed, 'stops');
  const stops = Array.from({ length: STOPS }, () => Math.floor(moments.uniform() * now)).sort((a, b) => a - b);
  for (const stop of [...stops, now]) {
    session.advance(stop);
    watcher?.look();
    flaws.push(...imbalances(session, tap));
    if (flaws.length > 0) break;
  }
  const events = straight.compiled.sim.events + sim.events;
  if (flaws.length > 0 || cut) return { flaws, events, cut, rested: 'cut' };
  if (session.digest() !== straight.digest()) flaws.push(`digest: in pieces ${session.digest()}, straight ${straight.digest()}`);
  const rested = rest(session, tap, flaws, design);
  watcher?.end();
  return { flaws, events: straight.compiled.sim.events + sim.events, cut, rested };
}

/** The engine has short ways for where no fault is active; taking them or not must be all the same. */
export function takeNoShortWays(sim: Sim): void {
  const calm = sim.calm.bind(sim);
  sim.calm = () => calm(false);
  sim.calm(false);
}

/** On beyond the end until nothing is in flight; what is left over then is a flaw. */
function rest(session: Session, tap: Tap, flaws: string[], design: Design): Findings['rested'] {
  const { sim } = session.compiled;
  const most = sim.events + MOST_DRAIN_EVENTS;
  let step = 1000 * NS;
  let backlog = Number.POSITIVE_INFINITY;
  let shrinks = true;
  // A job that has not begun has not come to rest either.
  session.advance(Math.max(session.now, lastStart(design) * NS) + 2 * NS);
  while (!session.finished && leftovers(session).length > 0) {
    if (!session.advance(session.now + step, () => sim.events < most)) break;
    step *= 2;
    const now = backlogOf(session);
    shrinks = now < backlog;
    backlog = now;
  }
  if (sim.halted !== undefined) flaws.push(`halted: ${sim.halted}`);
  flaws.push(...imbalances(session, tap));
  const left = leftovers(session);
  if (left.length === 0) {
    if (mayGoOn(design) === undefined) flaws.push(...lateTimers(session, design));
    return 'yes';
  }
  if (mayGoOn(design) !== undefined) return 'need not';
  // Thousands of messages over a network that loses most of them take longer than there is room.
  if (sim.events >= most || (backlog !== 0 && shrinks)) return 'cut';
  flaws.push(...left);
  return 'yes';
}

/** When the last job begins, ms. */
function lastStart(design: Design): number {
  return Math.max(0, ...design.nodes.flatMap(({ id, kind }) => (kind === 'batch-job' ? valuesOver(design, id, 'starts').map(Number) : [])));
}

/** What queues still have to do: messages to deliver, each up to so many times. 0 when there are no messages. */
function backlogOf({ compiled }: Session): number {
  const figures = new Float64Array(16);
  let [messages, deliveries] = [0, 0];
  for (const node of compiled.nodes) {
    if (node.kind.role !== 'broker') continue;
    const figure = (id: string) => figures[node.kind.figures.findIndex((one) => one.id === id)]!;
    compiled.sim.stations[node.index]!.figures?.(figures, 0);
    messages += figure('depth') + figure('unacknowledged');
    deliveries += figure('redeliveries');
  }
  return messages === 0 ? 0 : messages * MOST_DELIVERIES - deliveries;
}
