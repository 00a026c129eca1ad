/**
 * The connections of one link: who has which, who waits for one, when one more is opened and when an idle one is closed.
 * Each caller keeps its own to each instance of the far end. A call waits in its caller's line until a connection is free;
 * whichever comes first, one that is given back or one that is being opened, takes the head of the line.
 */
import type { Link } from '../link.ts';
import { BEGUN, FLAGS, GENERATION, INSTANCE, NEXT, ORIGIN, SERVER_HOLDS, SESSION } from '../requests.ts';
import type { Sim } from '../sim.ts';
import { CLOSED, type Connection, type Group, NONE, OPEN, OPENING, WAITS } from './connection.ts';
import { GRANTED, IDLE } from './events.ts';
import { ConnectionFigures } from './figures.ts';
import type { Payload } from './payload.ts';
import { FIRST_WINDOW, handshakeWork, type Protocol, roundTrips, type Security } from './protocol.ts';

export interface ConnectionSettings {
  readonly protocol: Protocol;
  readonly security: Security;
  readonly payload: Payload;
  /** Connections of a caller to one instance at most; 0: as the protocol usually has. */
  readonly most: number;
  /** Exchanges on a shared connection at one time. */
  readonly streams: number;
  /** ns after which an unused connection is closed. */
  readonly idle: number;
  /** Each session of the caller has connections of its own. */
  readonly perSession: boolean;
  /** A new connection starts with a small window, and one that rested starts again. */
  readonly slowStart: boolean;
  /** Share of datagrams that arrive twice. */
  readonly duplicates: number;
}

export class Connections {
  readonly link: Link;
  readonly settings: ConnectionSettings;
  readonly figures = new ConnectionFigures();
  /** Exchanges that one connection carries at a time, and connections to one instance. */
  readonly room: number;
  readonly most: number;
  readonly #sim: Sim;
  readonly #groups = new Map<number, Group>();
  readonly #firstTarget: number;
  readonly #targets: number;
  readonly #firstCaller: number;
  readonly #callers: number;

  constructor(link: Link, settings: ConnectionSettings, sim: Sim) {
    this.link = link;
    this.settings = settings;
    this.#sim = sim;
    const { protocol } = settings;
    this.room = protocol.shared ? settings.streams : 1;
    this.most = settings.most > 0 ? settings.most : protocol.usual;
    const { nodeOf } = sim.shape;
    this.#firstTarget = nodeOf.indexOf(link.to);
    this.#targets = nodeOf.lastIndexOf(link.to) - this.#firstTarget + 1;
    this.#firstCaller = nodeOf.indexOf(link.from);
    this.#callers = nodeOf.lastIndexOf(link.from) - this.#firstCaller + 1;
  }

  /** A connection for this call, now (its number is in the row), or undefined: it waits in line. */
  take(row: number): Connection | undefined {
    const { ints, times } = this.#sim.requests;
    const group = this.#groupOf(row);
    this.figures.exchanges++;
    const free = group.waiting > 0 ? undefined : this.#free(group);
    if (free !== undefined) {
      this.#bind(free);
      this.#sim.wire.store.put(row, free.id);
      return free;
    }
    this.figures.waits++;
    this.#sim.wire.store.put(row, WAITS);
    times[(row >> 1) + BEGUN] = this.#sim.now;
    ints[row + NEXT] = -1;
    if (group.tail < 0) group.head = row;
    else ints[group.tail + NEXT] = row;
    group.tail = row;
    group.waiting++;
    this.#openMore(group);
    return undefined;
  }

  /** The connection that was given to a call which waited; the call may go now. */
  granted(row: number): Connection {
    const { store } = this.#sim.wire;
    const id = -1 - store.of(row);
    store.put(row, id);
    return store.connections[id]!;
  }

  /** The caller no longer waits for this call: it leaves the line, or its connection is free, or no longer fit for use. */
  letGo(row: number): void {
    const { ints } = this.#sim.requests;
    const { store } = this.#sim.wire;
    const wire = store.of(row);
    if (wire === NONE) return;
    store.put(row, NONE);
    const early = (ints[row + FLAGS]! & SERVER_HOLDS) !== 0;
    if (wire < 0) ints[row + FLAGS] = ints[row + FLAGS]! & ~SERVER_HOLDS;
    if (wire === WAITS) {
      this.#leave(row);
      return;
    }
    const connection = store.connections[wire > 0 ? wire : -1 - wire]!;
    connection.streams--;
    if (connection.state === CLOSED) store.tidy(connection);
    // An answer that is still to come would be taken for that of the next request.
    else if (!this.settings.protocol.kept || (early && wire > 0 && !this.settings.protocol.shared)) this.close(connection);
    else this.#spare(connection);
  }

  /** The set-up came to its end: those who wait go first. */
  established(connection: Connection): void {
    const group = connection.group!;
    group.opening--;
    connection.state = OPEN;
    if (this.settings.security.resumption !== 'off') group.ticket = true;
    this.#spare(connection);
  }

  /** Closes it for good. Messages that are under way arrive; calls on it are the business of whoever closes it. */
  close(connection: Connection): void {
    const { group } = connection;
    if (group === undefined || connection.state === CLOSED) return;
    if (connection.state === OPENING) group.opening--;
    connection.state = CLOSED;
    connection.generation++;
    group.open.splice(group.open.indexOf(connection), 1);
    this.figures.open--;
    this.#sim.wire.store.tidy(connection);
    if (group.waiting > 0) this.#openMore(group);
    else if (group.open.length === 0 && !group.ticket) this.#groups.delete(group.key);
  }

  /** A set-up failed: how many of those at the head of the line waited for it. */
  share(connection: Connection): number {
    return Math.min(connection.group!.waiting, this.room);
  }

  /** Takes the head of a line, -1 when nobody waits. */
  next(group: Group): number {
    const { ints } = this.#sim.requests;
    const row = group.head;
    if (row < 0) return -1;
    group.head = ints[row + NEXT]!;
    if (group.head < 0) group.tail = -1;
    ints[row + NEXT] = -1;
    group.waiting--;
    this.figures.waitNs += this.#sim.now - this.#sim.requests.times[(row >> 1) + BEGUN]!;
    return row;
  }

  /** Idle for as long as it may be: closed, else looked at again later. */
  lookAtIdle(connection: Connection): void {
    connection.watched = false;
    if (connection.streams > 0) return;
    if (this.#sim.now - connection.lastUsed >= this.settings.idle) this.close(connection);
    else this.#watch(connection);
  }

  /** Every connection of or to this instance, in the order in which they were opened. */
  touching(instance: number): Connection[] {
    const found: Connection[] = [];
    for (const group of this.#groups.values()) if (group.caller === instance || group.target === instance) found.push(...group.open);
    return found;
  }

  /** Gives what is free of a connection to those who wait. */
  #spare(connection: Connection): void {
    const { now, wire, requests } = this.#sim;
    const group = connection.group!;
    connection.lastUsed = now;
    while (group.waiting > 0 && connection.streams < this.room) {
      const row = this.next(group);
      this.#bind(connection);
      wire.store.put(row, -1 - connection.id);
      // By an event of its own: a long line of calls that all fail at once must not become a deep stack.
      wire.at(now, GRANTED, row, requests.ints[row + GENERATION]!);
    }
    if (connection.streams === 0 && !connection.watched) this.#watch(connection);
  }

  #watch(connection: Connection): void {
    connection.watched = true;
    this.#sim.wire.at(connection.lastUsed + this.settings.idle, IDLE, connection.id, connection.generation);
  }

  #bind(connection: Connection): void {
    if (connection.served > 0) this.figures.reused++;
    connection.served++;
    connection.streams++;
  }

  /** The connection used last that has room, so that those which are not needed grow old. */
  #free(group: Group): Connection | undefined {
    let best: Connection | undefined;
    for (const one of group.open) {
      if (one.state !== OPEN || one.streams >= this.room) continue;
      if (best === undefined || one.lastUsed >= best.lastUsed) best = one;
    }
    return best;
  }

  /** Opens as many as those who wait can use and the limit allows. */
  #openMore(group: Group): void {
    while (group.waiting > group.opening * this.room && group.open.length < this.most) this.#open(group);
  }

  #open(group: Group): void {
    const { now, wire } = this.#sim;
    const { protocol, security, slowStart } = this.settings;
    const connection = wire.store.connection();
    connection.begin(group, now, slowStart ? FIRST_WINDOW : Number.POSITIVE_INFINITY);
    connection.resumed = group.ticket && security.resumption !== 'off';
    connection.steps = 2 * roundTrips(protocol, security, connection.resumed);
    connection.work = handshakeWork(protocol, security, connection.resumed);
    connection.workAt = protocol.transport === 'tcp' ? 2 : 0;
    group.open.push(connection);
    group.opening++;
    this.figures.opened++;
    if (connection.resumed && connection.work > 0) this.figures.resumed++;
    if (++this.figures.open > this.figures.most) this.figures.most = this.figures.open;
    wire.setUp.begin(connection);
  }

  #groupOf(row: number): Group {
    const { ints } = this.#sim.requests;
    const caller = ints[row + ORIGIN]!;
    const target = ints[row + INSTANCE]!;
    const session = this.settings.perSession ? ints[row + SESSION]! : 0;
    const key = (session * this.#callers + caller - this.#firstCaller) * this.#targets + target - this.#firstTarget;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { owner: this, key, caller, target, open: [], opening: 0, ticket: false, head: -1, tail: -1, waiting: 0 };
      this.#groups.set(key, group);
    }
    return group;
  }

  /** Takes a call out of its line, wherever it stands. */
  #leave(row: number): void {
    const { ints } = this.#sim.requests;
    const group = this.#groupOf(row);
    let before = -1;
    for (let at = group.head; at >= 0; before = at, at = ints[at + NEXT]!) {
      if (at !== row) continue;
      const after = ints[row + NEXT]!;
      if (before < 0) group.head = after;
      else ints[before + NEXT] = after;
      if (after < 0) group.tail = before;
      ints[row + NEXT] = -1;
      group.waiting--;
      this.figures.waitNs += this.#sim.now - this.#sim.requests.times[(row >> 1) + BEGUN]!;
      return;
    }
  }
}
