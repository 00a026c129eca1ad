/**
 * The wire: where links that have a protocol hand their calls over. It owns all connections and messages, takes their events
 * from the run loop, and ends calls whose connection breaks. The carriage beside it serves links without a protocol.
 */

import { assert } from '../../std/assert.ts';
import { DOWN_SILENT } from '../knobs.ts';
import type { Link } from '../link.ts';
import { CONNECTION_LOST, causeOf, ERROR } from '../outcome.ts';
import { CALLER_HOLDS, CAUSE, GENERATION, LINK, OUTCOME, ROW, SERVER_HOLDS } from '../requests.ts';
import { ENGINE, type Sim } from '../sim.ts';
import { CLOSED, type Connection, NONE, Store, WAITS } from './connection.ts';
import { Datagrams } from './datagrams.ts';
import {
  ARRIVES,
  DATAGRAM,
  DATAGRAM_BACK,
  GIVEN_UP,
  GRANTED,
  IDLE,
  IS_READ,
  LEAVES,
  RESENT,
  RESET,
  SHAKE_AGAIN,
  SHAKE_ON,
  SHAKEN,
} from './events.ts';
import { Processors } from './processors.ts';
import { SetUp } from './set-up.ts';
import { Transport } from './transport.ts';

export class Wire {
  readonly store = new Store();
  readonly processors: Processors;
  readonly setUp: SetUp;
  readonly #sim: Sim;
  readonly #transport: Transport;
  readonly #datagrams: Datagrams;

  constructor(sim: Sim) {
    this.#sim = sim;
    this.processors = new Processors(sim.shape.nodeOf.length);
    this.setUp = new SetUp(sim);
    this.#transport = new Transport(sim);
    this.#datagrams = new Datagrams(sim);
  }

  /** Schedules an event of connections. */
  at(time: number, what: number, a: number, b: number): void {
    this.#sim.queue.push(time, ENGINE, what, a, b);
  }

  /** A request sets out over a link with a protocol, to the instance chosen for it. */
  send(row: number, link: Link): void {
    const connections = link.connections!;
    if (connections.settings.protocol.transport === 'udp') {
      this.#datagrams.send(row, 0, link);
      return;
    }
    const connection = connections.take(row);
    if (connection !== undefined) this.#transport.send(row, 0, connection);
  }

  /** An answer sets out on the connection on which its request came. Of a connection that closed since, its caller is told as of any message. */
  answer(row: number, link: Link): void {
    const { requests, calls } = this.#sim;
    if (!requests.has(row, CALLER_HOLDS)) {
      calls.returned(row);
      return;
    }
    if (link.connections!.settings.protocol.transport === 'udp') {
      this.#datagrams.send(row, 1, link);
      return;
    }
    const connection = this.store.connections[Math.max(NONE, this.store.of(row))]!;
    if (connection.state === CLOSED) calls.carriage.sendPlainly(row);
    else this.#transport.send(row, 1, connection);
  }

  /** A datagram got nowhere: whoever dropped it says nothing, and nobody sends it again. */
  gone(row: number, link: Link): void {
    this.#datagrams.gone(row, link);
  }

  event(what: number, a: number, b: number): void {
    if (what >= DATAGRAM) this.#datagramEvent(what, a);
    else if (what >= LEAVES && what <= IS_READ) this.#messageEvent(what, a, b);
    else if (what === GRANTED) this.#granted(a, b);
    else this.#connectionEvent(what, a, b);
  }

  /** A connection breaks: every call on it ends so for its caller. */
  fail(connection: Connection, outcome: number, cause: number): void {
    const { requests: r, calls } = this.#sim;
    const { owner } = connection.group!;
    owner.figures.broken++;
    connection.messages++;
    owner.close(connection);
    connection.first.fill(undefined);
    connection.last.fill(undefined);
    const lost = this.store.messages.filter((one) => one.connection === connection).map((one) => ({ one, token: one.token }));
    for (const { one, token } of lost) {
      if (one.token !== token) continue;
      const { row } = one;
      this.#transport.drop(one);
      r.ints[row + OUTCOME] = outcome;
      r.ints[row + CAUSE] = cause;
      calls.returned(row);
    }
    for (const { row, generation } of this.#callsOn(connection)) {
      if (r.ints[row + GENERATION] !== generation) continue;
      const wire = this.store.of(row);
      if (wire !== connection.id && wire !== -1 - connection.id) continue;
      r.ints[row + OUTCOME] = outcome;
      r.ints[row + CAUSE] = cause;
      if (wire < 0) calls.returned(row);
      else calls.lose(row, outcome, cause);
    }
    connection.messages--;
    this.store.tidy(connection);
  }

  /** A connection could not be set up: those who waited for it learn so. */
  failSetUp(connection: Connection, outcome: number, cause: number): void {
    const { requests: r, calls } = this.#sim;
    const group = connection.group!;
    const { owner } = group;
    owner.figures.broken++;
    const rows: { readonly row: number; readonly generation: number }[] = [];
    for (let left = owner.share(connection); left > 0; left--) {
      const row = owner.next(group);
      this.store.put(row, NONE);
      rows.push({ row, generation: r.ints[row + GENERATION]! });
    }
    owner.close(connection);
    for (const { row, generation } of rows) {
      if (r.ints[row + GENERATION] !== generation || !r.has(row, SERVER_HOLDS)) continue;
      r.ints[row + OUTCOME] = outcome;
      r.ints[row + CAUSE] = cause;
      calls.returned(row);
    }
  }

  /** An instance went down: its own connections are gone; those to it are closed, or, when its machine died, known to their callers only. */
  crash(instance: number): void {
    const sim = this.#sim;
    this.processors.crash(instance);
    for (const { connections } of sim.links) {
      for (const connection of connections?.touching(instance) ?? []) {
        const { caller, owner } = connection.group!;
        if (caller !== instance && sim.knobs.down[instance] === DOWN_SILENT) connection.forgotten = true;
        else if (caller === instance || connection.step >= connection.steps) owner.close(connection);
      }
    }
  }

  #connectionEvent(what: number, id: number, generation: number): void {
    const connection = this.store.connections[id]!;
    if (connection.generation !== generation) return;
    switch (what) {
      case SHAKEN:
        this.setUp.arrived(connection);
        return;
      case SHAKE_AGAIN:
        this.setUp.again(connection);
        return;
      case SHAKE_ON:
        this.setUp.goOn(connection);
        return;
      case IDLE:
        connection.group!.owner.lookAtIdle(connection);
        return;
      case RESET:
        this.fail(connection, ERROR, causeOf(CONNECTION_LOST, connection.group!.owner.link.to));
        return;
      default:
        assert(false, `connection event ${what}`);
    }
  }

  #messageEvent(what: number, id: number, token: number): void {
    const message = this.store.messages[id]!;
    if (message.token !== token) return;
    if (what === ARRIVES) this.#transport.arrive(message);
    else if (what === RESENT) this.#transport.resend(message);
    else if (what === LEAVES) this.#transport.leave(message);
    else this.#transport.isRead(message);
  }

  #datagramEvent(what: number, row: number): void {
    if (what === DATAGRAM) this.#datagrams.arrive(row);
    else if (what === DATAGRAM_BACK || what === GIVEN_UP) this.#sim.calls.returned(row);
    else assert(false, `datagram event ${what}`);
  }

  /** A call that waited has its connection: it goes, if its caller still wants it. */
  #granted(row: number, generation: number): void {
    const { requests: r, links } = this.#sim;
    if (r.ints[row + GENERATION] !== generation || this.store.of(row) >= WAITS) return;
    const connections = links[r.ints[row + LINK]!]!.connections;
    if (connections !== undefined) this.#transport.send(row, 0, connections.granted(row));
  }

  /** Calls whose exchange is on this connection. */
  #callsOn({ id }: Connection): { readonly row: number; readonly generation: number }[] {
    const { requests: r } = this.#sim;
    const found: number[] = [];
    for (let row = 0; row < r.end; row += ROW) {
      const wire = this.store.of(row);
      if ((wire === id || wire === -1 - id) && r.has(row, CALLER_HOLDS)) found.push(row);
    }
    return r.inTurn(found).map((row) => ({ row, generation: r.ints[row + GENERATION]! }));
  }
}
