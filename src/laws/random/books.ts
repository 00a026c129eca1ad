/**
 * The books: what must balance at any moment of any run. Each law gives the sentences of what it found wrong, none when it
 * holds, so that a shrinker can ask as well as a test.
 */
import { OUTCOMES } from '../../engine/outcome.ts';
import {
  ARRIVED,
  AWAITS_CONNECTION,
  CALLER_HOLDS,
  CLASS,
  CONNECTED,
  FLAGS,
  INSTANCE,
  LINK,
  ORIGIN,
  ROW,
  SENT,
  STARTED,
  THERE,
  TWIN,
  TWINNED,
} from '../../engine/requests.ts';
import type { Session } from '../../run/session.ts';
import type { Tap } from './tap.ts';

/** Sums of ns are exact up to here. */
const EXACT = 2 ** 53;

/** Kinds whose members ask each other (for parts of an answer, too): that waits for workers as well, and is nobody's call there. */
const ASK_EACH_OTHER = ['quorum-store', 'multi-leader-store', 'sharded-store', 'document-store', 'graph-database'];

/** What the rows of calls in flight say. */
interface Rows {
  readonly used: number;
  /** Per class: clients' requests that are open, and such as were made and not sent yet. Per link: calls whose caller waits; connections taken, and waited for. */
  readonly open: Float64Array;
  readonly unsent: Float64Array;
  readonly held: Float64Array;
  readonly connected: Float64Array;
  readonly waiting: Float64Array;
  /** Per instance: calls there, and the ns that they have spent there so far. For a client: its open requests. */
  readonly there: Float64Array;
  readonly spent: Float64Array;
}

function countRows(session: Session): Rows {
  const { sim, nodes } = session.compiled;
  const { requests: r, shape, now, links } = sim;
  const [perLink, perInstance] = [() => new Float64Array(shape.links), () => new Float64Array(shape.nodeOf.length)];
  const rows = {
    open: new Float64Array(shape.classes),
    unsent: new Float64Array(shape.classes),
    held: perLink(),
    connected: perLink(),
    waiting: perLink(),
    there: perInstance(),
    spent: perInstance(),
  };
  let used = 0;
  const add = (column: Float64Array, i: number, by: number) => {
    column[i] = column[i]! + by;
  };
  for (let row = 0; row < r.end; row += ROW) {
    if (r.ints[row + FLAGS] === 0) continue;
    used++;
    const link = r.ints[row + LINK]!;
    if (r.has(row, CONNECTED)) add(rows.connected, link, 1);
    if (r.has(row, AWAITS_CONNECTION)) add(rows.waiting, link, 1);
    if (r.has(row, THERE)) {
      add(rows.there, r.ints[row + INSTANCE]!, 1);
      add(rows.spent, r.ints[row + INSTANCE]!, now - r.times[(row >> 1) + ARRIVED]!);
    }
    if (!r.has(row, CALLER_HOLDS)) continue;
    // A phone without connection has made a request and not sent it yet.
    const sent = r.times[(row >> 1) + SENT]! >= 0;
    if (sent) add(rows.held, link, 1);
    const from = nodes[links[link]!.from];
    if (from?.kind.role !== 'source') continue;
    // Of two attempts at one call that are out, one counts.
    if (r.has(row, TWINNED) && r.ints[row + TWIN]! < row) continue;
    if (from.kind.hostile !== true) add(sent ? rows.open : rows.unsent, r.ints[row + CLASS]!, 1);
    add(rows.there, r.ints[row + ORIGIN]!, 1);
    add(rows.spent, r.ints[row + ORIGIN]!, now - r.times[(row >> 1) + STARTED]!);
  }
  return { used, ...rows };
}

/** All that must balance now. The session must have been tapped from its start, and have no warm-up. */
export function imbalances(session: Session, tap: Tap): string[] {
  const rows = countRows(session);
  const { sim } = session.compiled;
  const wrong: string[] = [...tap.clock];
  const same = (what: string, left: number, right: number) => {
    if (left !== right) wrong.push(`${what}: ${left} against ${right}`);
  };
  same('rows taken = rows in use', sim.requests.used, rows.used);
  instances(session, tap, rows, same, wrong);
  links(session, tap, rows, same);
  classes(session, tap, rows, same);
  return wrong;
}

type Same = (what: string, left: number, right: number) => void;

function instances(session: Session, tap: Tap, rows: Rows, same: Same, wrong: string[]): void {
  const { sim, nodes } = session.compiled;
  const { meter, shape, now } = sim;
  for (let i = 0; i < shape.nodeOf.length; i++) {
    const node = nodes[shape.nodeOf[i]!]!;
    const name = `${node.doc.id}/${i - node.firstInstance + 1}`;
    let ended = 0;
    for (let o = 0; o < OUTCOMES.length; o++) ended += meter.ends(i, o);
    same(`${name}: in = ended + inside`, meter.arrivals(i), ended + meter.inFlight.now(i));
    same(`${name}: inside = calls there`, meter.inFlight.now(i), rows.there[i]!);
    const area = meter.inFlight.area(i, now);
    if (meter.arrivals(i) * now < EXACT)
      same(`${name}: area of calls inside = time they spent (Little)`, area, tap.spent[i]! + rows.spent[i]!);
    const [queued, busy] = [meter.queued.now(i), meter.busy.now(i)];
    const calls = ASK_EACH_OTHER.includes(node.kind.id) ? Number.POSITIVE_INFINITY : meter.inFlight.now(i);
    if (queued < 0 || queued > calls) wrong.push(`${name}: ${queued} wait of ${meter.inFlight.now(i)} inside`);
    if (busy < 0) wrong.push(`${name}: ${busy} workers busy`);
  }
}

function links(session: Session, tap: Tap, rows: Rows, same: Same): void {
  const { sim, design } = session.compiled;
  const times = sim.meter.linkTimes;
  sim.links.forEach((link, l) => {
    const name = design.links[l]!.id;
    same(`${name}: calls = calls sent`, link.calls, tap.sent[l]!);
    same(
      `${name}: calls + retries + hedges = attempts ended + callers lost + waited for`,
      link.calls + link.retries + link.hedges,
      times[l]!.count + tap.abandoned[l]! + rows.held[l]!,
    );
    if (link.failures > times[l]!.count) same(`${name}: failures among the attempts that ended`, link.failures, times[l]!.count);
    if (link.timeouts > link.failures) same(`${name}: timeouts among the failures`, link.timeouts, link.failures);
    same(`${name}: connections taken = calls that have one`, link.pool?.used ?? 0, rows.connected[l]!);
    same(`${name}: calls that wait for a connection`, link.pool?.waiting ?? 0, rows.waiting[l]!);
  });
}

function classes(session: Session, tap: Tap, rows: Rows, same: Same): void {
  const { sim, design } = session.compiled;
  const { meter } = sim;
  let [open, failed] = [0, 0];
  meter.classes.forEach((figures, c) => {
    const ended = figures.outcomes.reduce((sum, count) => sum + count, 0);
    same(`${design.classes[c]!.id}: ended = by outcome`, figures.requests, ended);
    same(`${design.classes[c]!.id}: begun = ended + open`, tap.begun[c]!, ended + rows.open[c]!);
    open += rows.open[c]! + rows.unsent[c]!;
    failed += ended - figures.outcomes[0]!;
  });
  same('requests open', meter.open, open);
  same(
    'failed = by cause',
    failed,
    meter.causes.reduce((sum, count) => sum + count, 0),
  );
}

/** What is left over once traffic has stopped and everything had time to end. */
export function leftovers(session: Session): string[] {
  const { sim, design, nodes } = session.compiled;
  const { meter, shape } = sim;
  const wrong: string[] = [];
  const none = (what: string, count: number) => {
    if (count !== 0) wrong.push(`${what}: ${count} left over`);
  };
  none('requests open', meter.open);
  none('rows in use', sim.requests.used);
  sim.links.forEach((link, l) => {
    none(`${design.links[l]!.id}: connections`, link.pool?.used ?? 0);
    none(`${design.links[l]!.id}: waiting for a connection`, link.pool?.waiting ?? 0);
  });
  for (let i = 0; i < shape.nodeOf.length; i++) {
    const name = `${nodes[shape.nodeOf[i]!]!.doc.id} (instance ${i})`;
    none(`${name}: inside`, meter.inFlight.now(i));
    none(`${name}: waiting`, meter.queued.now(i));
    none(`${name}: busy workers`, meter.busy.now(i));
  }
  return wrong;
}
