/**
 * Setting up a connection: handshake packets go to and fro, each after the other has arrived, feel delay, loss and cuts like
 * any message, and are sent again after a second (RFC 6298). The far end's processor does its part of the secrets on the way.
 */
import { DOWN_REFUSING, DOWN_SILENT, either } from '../knobs.ts';
import { GIVES_UP_AFTER } from '../link.ts';
import { CERTIFICATE_EXPIRED, CONNECTION_LOST, CONNECTION_REFUSED, causeOf, DOWN, REFUSED, TIMEOUT } from '../outcome.ts';
import type { Sim } from '../sim.ts';
import type { Connection } from './connection.ts';
import { SHAKE_AGAIN, SHAKE_ON, SHAKEN } from './events.ts';
import { CERTIFICATES, FIRST_HANDSHAKE_RESEND, FLIGHT, LATE, tlsOf } from './protocol.ts';

export class SetUp {
  readonly #sim: Sim;

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  begin(connection: Connection): void {
    connection.wait = FIRST_HANDSHAKE_RESEND;
    if (connection.steps === 0) this.#done(connection);
    else this.#send(connection);
  }

  /** A packet has arrived: upwards at a machine that may be down, back at the caller. */
  arrived(connection: Connection): void {
    const sim = this.#sim;
    const group = connection.group!;
    if (connection.step % 2 === 0) {
      const down = sim.knobs.down[group.target]!;
      if (down === DOWN_SILENT) {
        this.#lost(connection);
        return;
      }
      if (down === DOWN_REFUSING) connection.refused = DOWN;
      else if (sim.knobs.refusing[group.target] === 1) connection.refused = CONNECTION_REFUSED;
      else if (connection.step === connection.workAt && connection.work > 0) {
        const takes = sim.wire.processors.takes(group.target, sim.now, connection.work);
        sim.wire.at(sim.now + takes, SHAKE_ON, connection.id, connection.generation);
        return;
      }
    } else {
      if (connection.refused !== 0) {
        sim.wire.failSetUp(connection, REFUSED, causeOf(connection.refused, sim.shape.nodeOf[group.target]!));
        return;
      }
      if (this.#showsExpired(connection)) {
        sim.wire.failSetUp(connection, REFUSED, causeOf(CERTIFICATE_EXPIRED, sim.shape.nodeOf[group.target]!));
        return;
      }
      // Which of several sendings an answer belongs to nobody can say (Karn's rule).
      if (connection.roundTrip === 0 && connection.sentAt >= 0) connection.roundTrip = sim.now - connection.sentAt;
    }
    this.goOn(connection);
  }

  /** The next packet, in the other direction; after the last one the connection stands. */
  goOn(connection: Connection): void {
    connection.step++;
    connection.resent = false;
    // Later packets have a measured round trip to go by.
    if (connection.roundTrip > 0) connection.wait = connection.roundTrip + LATE[connection.group!.owner.settings.protocol.transport];
    if (connection.step >= connection.steps) this.#done(connection);
    else this.#send(connection);
  }

  again(connection: Connection): void {
    this.#send(connection);
  }

  /** The packet that arrives brings a certificate which is past its day. Who resumes a session is shown none. */
  #showsExpired({ group, step, workAt, resumed }: Connection): boolean {
    const { owner, target } = group!;
    if (this.#sim.knobs.expired[target] === 0 || resumed || step !== workAt + 1) return false;
    return tlsOf(owner.settings.protocol, owner.settings.security) !== 'none';
  }

  #send(connection: Connection): void {
    const sim = this.#sim;
    const { owner, caller, target } = connection.group!;
    const { link, figures } = owner;
    const back = connection.step % 2;
    if (back === 0) connection.sentAt = connection.resent ? -1 : sim.now;
    figures.packets++;
    const from = back === 0 ? caller : target;
    const to = back === 0 ? target : caller;
    const chance = sim.knobs.parted(from, to) ? 1 : either(link.lossNow(sim.knobs, back), sim.knobs.lossBetween(from, to));
    if (chance > 0 && (chance >= 1 || link.packets.uniform() < chance)) {
      figures.lost++;
      this.#lost(connection);
      return;
    }
    const bytes = back === 1 && connection.step === connection.workAt + 1 && !connection.resumed ? CERTIFICATES : FLIGHT;
    const delay = link.delay(sim.now, sim.distance(caller, target), bytes, back, sim.knobs) + sim.knobs.late(from, to, link.stream);
    sim.watch.see(link.index, back, sim.now, delay, 0, false);
    link.carries(sim.now, sim.queue);
    sim.wire.at(sim.now + delay, SHAKEN, connection.id, connection.generation);
  }

  #lost(connection: Connection): void {
    const sim = this.#sim;
    const { wait } = connection;
    if (wait > GIVES_UP_AFTER / 2) {
      sim.wire.failSetUp(connection, TIMEOUT, causeOf(CONNECTION_LOST, connection.group!.owner.link.to));
      return;
    }
    connection.wait = wait * 2;
    connection.sentAt = -1;
    connection.resent = true;
    sim.wire.at(sim.now + wait, SHAKE_AGAIN, connection.id, connection.generation);
  }

  #done(connection: Connection): void {
    const { owner, caller, target } = connection.group!;
    // Whoever sends at once has only an idea of the round trip.
    const sim = this.#sim;
    if (connection.roundTrip === 0) {
      const there = owner.link.delay(sim.now, sim.distance(caller, target), 0, 0, sim.knobs);
      connection.roundTrip = 2 * (there + sim.knobs.delayBetween(caller, target));
    }
    owner.figures.established++;
    owner.figures.setUpNs += sim.now - connection.began;
    owner.established(connection);
  }
}
