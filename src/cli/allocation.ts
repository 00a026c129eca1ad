/**
 * What a run takes from the heap per event in steady state, and what a million requests in flight cost, as JSON. A day's
 * scenario has chart windows of five minutes, so a measurement fits between the ends of two of them and sees events only;
 * the end of a window is measured on its own. Started with a young generation large enough that nothing is collected
 * while it measures (`--min-semi-space-size`), which it checks. `src/laws` holds the figures to their bounds; `--where` tells
 * instead which places of the code take most.
 */
import process from 'node:process';
import type { Design } from '../design/document.ts';
import { Session } from '../run/session.ts';
import { NS_PER_MS } from '../std/units.ts';
import w1 from './bench/w1.json';
import w2 from './bench/w2.json';
import { DAY_MS, hung, shop } from './memory/designs.ts';
import { Collections, inUse, needed } from './memory/heap.ts';
import { type Site, sites } from './memory/sites.ts';
import { printJson } from './output.ts';

const WINDOW_S = 300;
/** Whole windows before the measured one: until then everything that runs often has been compiled for good. */
const WARM_WINDOWS = 3;
/** Seconds from a window's start to the first lap, of one lap, and the number of laps: the median one counts. */
const SETTLE_S = 20;
const LAP_S = 40;
const LAPS = 5;
const MILLION = 1e6;
/** In flight at once: just below the most that there may be. */
const ALMOST_A_MILLION = 999_000;
const MOST_SITES = 20;

interface Steady {
  readonly name: string;
  readonly events: number;
  /** Bytes taken from the heap per million events: the median lap, and each. */
  readonly bytesPerMillion: number;
  readonly laps: readonly number[];
  /** Collections during all laps. */
  readonly collections: number;
  /** Bytes more in use after the laps than before, when all that nobody needs is gone, per million events. */
  readonly keptPerMillion: number;
  /** Bytes taken by the end of one chart window. */
  readonly bytesPerWindow: number;
}

function forADay(document: unknown, rate?: number): Design {
  const design = document as Design;
  const nodes = design.nodes.map((node) =>
    node.kind === 'client' && rate !== undefined ? { ...node, params: { ...node.params, rate } } : node,
  );
  return { ...design, nodes, scenario: { ...design.scenario, durationMs: DAY_MS } };
}

function advance(session: Session, seconds: number): void {
  session.advance(seconds * 1000 * NS_PER_MS);
}

/** `spoil` is given the session before it runs: the counter-example spoils it. */
async function steady(name: string, design: Design, spoil: (session: Session) => void = () => undefined): Promise<Steady> {
  const session = new Session(design);
  spoil(session);
  let at = WARM_WINDOWS * WINDOW_S + SETTLE_S;
  advance(session, at);
  const before = needed();
  const collections = new Collections();
  const first = session.compiled.sim.events;
  const laps: number[] = [];
  for (let lap = 0; lap < LAPS; lap++) {
    const events = session.compiled.sim.events;
    const used = inUse();
    at += LAP_S;
    advance(session, at);
    laps.push(((inUse() - used) / (session.compiled.sim.events - events)) * MILLION);
  }
  const collected = await collections.count();
  collections.end();
  const events = session.compiled.sim.events - first;
  const kept = ((needed() - before) / events) * MILLION;
  return { name, events, ...spread(laps), collections: collected, keptPerMillion: Math.round(kept), bytesPerWindow: windowEnd(session) };
}

function spread(laps: readonly number[]): { readonly bytesPerMillion: number; readonly laps: readonly number[] } {
  const rounded = laps.map((bytes) => Math.round(bytes));
  return { bytesPerMillion: [...rounded].sort((a, b) => a - b)[rounded.length >> 1] ?? Number.NaN, laps: rounded };
}

/** The end of the running window alone: a step before it, then over it. */
function windowEnd(session: Session): number {
  const end = session.recorder.next();
  session.advance(end - 1);
  const used = inUse();
  session.advance(end);
  return inUse() - used;
}

/** An object and a list each wake, kept until the next: what a careless station would do. */
function careless(session: Session): void {
  const { sim } = session.compiled;
  const station = sim.stations[0]!;
  // The express way wakes no station.
  sim.fast = false;
  const wake = station.wake.bind(station);
  const kept: { last: object } = { last: {} };
  station.wake = (what, a, b) => {
    kept.last = { what, about: [a, b, kept.last === undefined] };
    wake(what, a, b);
  };
}

/** What so many requests in flight take, in bytes a million. */
function held(count: number): { readonly inFlight: number; readonly pendingEvents: number; readonly bytesPerMillion: number } {
  const session = new Session(hung());
  const before = needed();
  while (session.compiled.sim.meter.open < count && session.compiled.sim.halted === undefined) {
    session.advance(session.now + 100 * NS_PER_MS);
  }
  const { meter, queue } = session.compiled.sim;
  return { inFlight: meter.open, pendingEvents: queue.size, bytesPerMillion: Math.round(((needed() - before) / meter.open) * MILLION) };
}

/** The places of a warm run of this design that take most. */
function places(name: string, design: Design): { readonly name: string; readonly sites: readonly Site[] } {
  const session = new Session(design);
  advance(session, WARM_WINDOWS * WINDOW_S + SETTLE_S);
  const before = session.compiled.sim.events;
  const work = () => {
    advance(session, WARM_WINDOWS * WINDOW_S + SETTLE_S + LAPS * LAP_S);
    return session.compiled.sim.events - before;
  };
  return { name, sites: sites(work, MOST_SITES) };
}

const designs: readonly (readonly [string, Design])[] = [
  ['W1', forADay(w1)],
  ['W2', forADay(w2)],
  ['shop', shop(400)],
];
if (process.argv.includes('--where')) printJson(designs.map(([name, design]) => places(name, design)));
else {
  const steadies: Steady[] = [];
  for (const [name, design] of designs) steadies.push(await steady(name, design));
  const spoilt = await steady('W1, with an object each wake', forADay(w1), careless);
  printJson({ node: process.version, steady: steadies, spoilt, held: held(ALMOST_A_MILLION) });
}
