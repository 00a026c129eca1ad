/**
 * Messages on connections: cut into packets, slowed by the window of a young connection, lost and sent again, and handed over
 * in order where the transport keeps one. Over TCP a missing packet holds up everything sent after it on its connection, over
 * QUIC only its own exchange. What a sender has lost it notices by what gets through later (RFC 5681) or by the clock.
 */
import { DOWN_SILENT, either, UP } from '../knobs.ts';
import { FIRST_RESEND, GIVES_UP_AFTER, type Link } from '../link.ts';
import { CONNECTION_LOST, causeOf, ERROR, TIMEOUT } from '../outcome.ts';
import { CALLER_HOLDS, CAUSE, CLASS, INSTANCE, ORIGIN, OUTCOME, RESEND_WAIT, STALE } from '../requests.ts';
import type { Sim } from '../sim.ts';
import { ARRIVED, CLOSED, type Connection, type Message, READ, UNDER_WAY } from './connection.ts';
import type { Connections } from './connections.ts';
import { ARRIVES, IS_READ, LEAVES, RESENT, RESET } from './events.ts';
import { Flight } from './flight.ts';
import { FIRST_WINDOW, LARGEST_WINDOW, LATE, REORDERED, SEGMENT } from './protocol.ts';

export class Transport {
  readonly #sim: Sim;
  readonly #flight = new Flight();

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  /** A request (0) or an answer (1) sets out on its connection, once its sender has packed and enciphered it. */
  send(row: number, back: number, connection: Connection): void {
    const sim = this.#sim;
    const { ints } = sim.requests;
    const { settings, figures } = connection.group!.owner;
    const { payload, protocol } = settings;
    const at = ints[row + CLASS]! * 2 + back;
    const first = connection.served <= 1 ? 0 : 2;
    const message = sim.wire.store.message(row, back, connection);
    message.bytes = payload.bytes[at]! + protocol.headers[first + back]!;
    if (back === 0) figures.bytesUp += message.bytes;
    else figures.bytesDown += message.bytes;
    const work = payload.sending[at]!;
    if (work === 0) this.leave(message);
    else {
      const sender = back === 0 ? ints[row + ORIGIN]! : ints[row + INSTANCE]!;
      sim.wire.at(sim.now + sim.wire.processors.takes(sender, sim.now, work), LEAVES, message.id, message.token);
    }
  }

  /** It goes onto the wire. */
  leave(message: Message): void {
    const sim = this.#sim;
    const connection = message.connection!;
    const { back } = message;
    const { owner } = connection.group!;
    const { figures } = owner;
    const { knobs, now } = sim;
    const { link } = owner;
    message.stage = UNDER_WAY;
    const n = Math.max(1, Math.ceil(message.bytes / SEGMENT));
    const held = this.#windowHolds(connection, back, n);
    const flight = this.#flight;
    flight.draw(n, this.#chance(link, message), link.packets);
    figures.packets += n;
    figures.lost += flight.lost;
    const { caller, target } = connection.group!;
    const late = back === 0 ? knobs.late(caller, target, link.stream) : knobs.late(target, caller, link.stream);
    const delay = link.delay(now, sim.distance(caller, target), message.bytes, back, knobs) + late;
    sim.watch.see(
      link.index,
      back,
      now,
      delay,
      back === 0 ? 0 : sim.requests.ints[message.row + OUTCOME]!,
      sim.requests.has(message.row, STALE),
    );
    const through = flight.through;
    this.#line(message, connection);
    message.wait = connection.roundTrip + LATE[owner.settings.protocol.transport];
    const { noticed, tail, after } = flight;
    if (flight.lost > 0) connection.window[back] = Math.max(2, Math.floor(connection.window[back]! / 2));
    // Resent at once: a round trip later, unless a packet gets lost again.
    let arrival = now + held + delay;
    let missing = tail;
    if (noticed > 0) {
      arrival += connection.roundTrip;
      figures.fast++;
      figures.packets += noticed;
      flight.draw(noticed, this.#chance(link, message), link.packets);
      figures.lost += flight.lost;
      missing += flight.lost;
      message.noticed = flight.lost > 0;
    }
    if (missing === 0) {
      link.carries(now, sim.queue);
      sim.wire.at(arrival, ARRIVES, message.id, message.token);
    } else {
      message.missing = missing;
      message.after = after;
      sim.wire.at(now + held + message.wait, RESENT, message.id, message.token);
    }
    if (through > 0) this.#notice(message, connection, through, delay);
  }

  /** It has arrived, all of it. */
  arrive(message: Message): void {
    const sim = this.#sim;
    const connection = message.connection!;
    const { owner, target } = connection.group!;
    if (message.back === 0) {
      const down = sim.knobs.down[target]!;
      if (down === DOWN_SILENT) {
        message.missing = Math.max(1, message.missing);
        this.#later(message, connection, owner);
        return;
      }
      if (connection.forgotten && down === UP) {
        const { caller } = connection.group!;
        const way = owner.link.delay(sim.now, sim.distance(target, caller), 0, 1, sim.knobs);
        const delay = way + sim.knobs.late(target, caller, owner.link.stream);
        sim.wire.at(sim.now + delay, RESET, connection.id, connection.generation);
        return;
      }
    }
    message.stage = ARRIVED;
    message.arrivedAt = sim.now;
    if (owner.settings.protocol.transport === 'tcp') this.#handOver(connection, message.back);
    else {
      this.#unline(message, connection);
      this.#read(message, connection);
    }
  }

  /** Its time-out is over: what is missing is sent again, unless nobody is there to do so. */
  resend(message: Message): void {
    const sim = this.#sim;
    const connection = message.connection!;
    const { row } = message;
    const { owner } = connection.group!;
    const { figures, link } = owner;
    if (connection.state === CLOSED) {
      const { ints } = sim.requests;
      this.drop(message);
      ints[row + OUTCOME] = ERROR;
      ints[row + CAUSE] = causeOf(CONNECTION_LOST, link.to);
      sim.calls.returned(row);
      return;
    }
    connection.window[message.back] = owner.settings.slowStart ? 1 : Number.POSITIVE_INFINITY;
    figures.late++;
    figures.packets += message.missing;
    this.#flight.draw(message.missing, this.#chance(link, message), link.packets);
    figures.lost += this.#flight.lost;
    message.missing = this.#flight.lost;
    if (message.missing > 0) {
      this.#later(message, connection, owner);
      return;
    }
    const { caller, target } = connection.group!;
    const { knobs } = sim;
    const late = message.back === 0 ? knobs.late(caller, target, link.stream) : knobs.late(target, caller, link.stream);
    const delay = link.delay(sim.now, sim.distance(caller, target), SEGMENT, message.back, knobs) + late;
    link.carries(sim.now, sim.queue);
    sim.wire.at(sim.now + delay, ARRIVES, message.id, message.token);
  }

  /** The receiver has deciphered and unpacked it: the instance, or the caller, has it. */
  isRead(message: Message): void {
    const sim = this.#sim;
    const { row, back } = message;
    sim.wire.store.drop(message);
    if (back === 1) {
      sim.calls.returned(row);
      return;
    }
    sim.requests.times[(row >> 1) + RESEND_WAIT] = FIRST_RESEND;
    sim.calls.carriage.deliver(row);
  }

  /** It is not carried any further; those behind it no longer wait for it. */
  drop(message: Message): void {
    const connection = message.connection!;
    const { back, stage } = message;
    if (stage === UNDER_WAY || stage === ARRIVED) this.#unline(message, connection);
    // Stays with its connection until those behind have been handed over.
    connection.messages++;
    this.#sim.wire.store.drop(message);
    if (connection.group!.owner.settings.protocol.transport === 'tcp') this.#handOver(connection, back);
    connection.messages--;
    this.#sim.wire.store.tidy(connection);
  }

  #chance(link: Link, { connection, back }: Message): number {
    const { knobs } = this.#sim;
    const { caller, target } = connection!.group!;
    const from = back === 0 ? caller : target;
    const to = back === 0 ? target : caller;
    return knobs.parted(from, to) ? 1 : either(link.lossNow(knobs, back), knobs.lossBetween(from, to));
  }

  /** Waits twice as long each time, until the connection gives up. */
  #later(message: Message, connection: Connection, owner: Connections): void {
    const sim = this.#sim;
    const { wait } = message;
    message.token++;
    message.wait = wait * 2;
    if (message.wait > GIVES_UP_AFTER / 2) sim.wire.fail(connection, TIMEOUT, causeOf(CONNECTION_LOST, owner.link.to));
    else sim.wire.at(sim.now + message.wait, RESENT, message.id, message.token);
  }

  /** What got through tells of earlier losses: after three packets the missing ones are sent again at once. */
  #notice(message: Message, connection: Connection, through: number, delay: number): void {
    const sim = this.#sim;
    const { figures, link } = connection.group!.owner;
    for (let one = connection.first[message.back]; one !== undefined && one !== message; one = one.next) {
      if (one.missing === 0 || one.noticed) continue;
      one.after += through;
      if (one.after < REORDERED) continue;
      one.noticed = true;
      figures.fast++;
      figures.packets += one.missing;
      this.#flight.draw(one.missing, this.#chance(link, one), link.packets);
      figures.lost += this.#flight.lost;
      one.missing = this.#flight.lost;
      // What is lost once more waits for its time-out.
      if (one.missing > 0) continue;
      one.token++;
      sim.wire.at(sim.now + connection.roundTrip + delay, ARRIVES, one.id, one.token);
    }
  }

  /** ns that the window holds n packets back: it doubles with every round trip, and falls back after a rest (RFC 5681). */
  #windowHolds(connection: Connection, back: number, n: number): number {
    const { now } = this.#sim;
    const { settings } = connection.group!.owner;
    if (!settings.slowStart) return 0;
    const rested = now - connection.usedAt[back]! > connection.roundTrip + LATE[settings.protocol.transport];
    if (rested) connection.window[back] = Math.min(FIRST_WINDOW, connection.window[back]!);
    connection.usedAt[back] = now;
    let window = connection.window[back]!;
    let [sent, rounds] = [window, 0];
    while (sent < n) {
      window = Math.min(LARGEST_WINDOW, window * 2);
      sent += window;
      rounds++;
    }
    // Every packet acknowledged lets one more go.
    connection.window[back] = Math.min(LARGEST_WINDOW, connection.window[back]! + n);
    return rounds * connection.roundTrip;
  }

  #handOver(connection: Connection, back: number): void {
    for (let head = connection.first[back]; head !== undefined && head.stage === ARRIVED; head = connection.first[back]) {
      this.#unline(head, connection);
      this.#read(head, connection);
    }
  }

  /** The receiver gets it; what it lay behind is over. */
  #read(message: Message, connection: Connection): void {
    const sim = this.#sim;
    const { ints } = sim.requests;
    const { figures, settings } = connection.group!.owner;
    const { row, back } = message;
    message.stage = READ;
    const lay = sim.now - message.arrivedAt;
    if (lay > 0) {
      figures.blocked++;
      figures.blockedNs += lay;
    }
    let work = settings.payload.receiving[ints[row + CLASS]! * 2 + back]!;
    if (back === 0 && connection.work > 0 && connection.steps <= connection.workAt) {
      // Early data: the secrets come with the first request.
      work += connection.work;
      connection.work = 0;
    }
    if (work === 0) {
      this.isRead(message);
      return;
    }
    const reader = back === 0 ? ints[row + INSTANCE]! : ints[row + ORIGIN]!;
    if (back === 1 && !sim.requests.has(row, CALLER_HOLDS)) this.isRead(message);
    else sim.wire.at(sim.now + sim.wire.processors.takes(reader, sim.now, work), IS_READ, message.id, message.token);
  }

  #line(message: Message, connection: Connection): void {
    const last = connection.last[message.back];
    if (last === undefined) connection.first[message.back] = message;
    else last.next = message;
    connection.last[message.back] = message;
  }

  #unline(message: Message, connection: Connection): void {
    const { back } = message;
    let before: Message | undefined;
    for (let one = connection.first[back]; one !== undefined; before = one, one = one.next) {
      if (one !== message) continue;
      if (before === undefined) connection.first[back] = one.next;
      else before.next = one.next;
      if (one.next === undefined) connection.last[back] = before;
      one.next = undefined;
      return;
    }
  }
}
