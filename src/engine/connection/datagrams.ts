/**
 * Datagrams: each goes by itself, may overtake another, may arrive twice, and is lost for good when one of its packets is.
 * Nobody sends it again; its caller finds out by its own timeout.
 */
import { copyAsked } from '../asked.ts';
import { DOWN_SILENT, either } from '../knobs.ts';
import { GIVES_UP_AFTER, type Link } from '../link.ts';
import { causeOf, MESSAGE_LOST, TIMEOUT } from '../outcome.ts';
import { CALLER_HOLDS, CAUSE, CLASS, FLAGS, INSTANCE, LINK, OPERATION, ORIGIN, OUTCOME, SERVER_HOLDS, STALE } from '../requests.ts';
import type { Sim } from '../sim.ts';
import { DATAGRAM, DATAGRAM_BACK, GIVEN_UP } from './events.ts';
import { SEGMENT } from './protocol.ts';

export class Datagrams {
  readonly #sim: Sim;
  /** When the last one to arrive does so, by link × 2 + direction. */
  readonly #latest: Float64Array;

  constructor(sim: Sim) {
    this.#sim = sim;
    this.#latest = new Float64Array(sim.shape.links * 2);
  }

  /** A request (0) or an answer (1) sets out. */
  send(row: number, back: number, link: Link): void {
    const sim = this.#sim;
    const { requests: r, now } = sim;
    const { figures, settings } = link.connections!;
    const bytes = settings.payload.bytes[r.ints[row + CLASS]! * 2 + back]!;
    if (back === 0) {
      figures.exchanges++;
      figures.bytesUp += bytes;
    } else figures.bytesDown += bytes;
    const again = back === 0 && settings.duplicates > 0 && link.packets.uniform() < settings.duplicates;
    this.#transmit(row, back, bytes, link);
    if (!again) return;
    const copy = r.take();
    if (copy < 0) return;
    figures.twice++;
    copyAsked(r, row, copy);
    r.ints[copy + INSTANCE] = r.ints[row + INSTANCE]!;
    // Nobody waits for the answer to the second one.
    r.ints[copy + FLAGS] = (r.ints[copy + FLAGS]! & ~(CALLER_HOLDS | OPERATION)) | SERVER_HOLDS;
    this.#schedule(copy, 0, link, now, this.#delay(row, 0, bytes, link));
  }

  arrive(row: number): void {
    const sim = this.#sim;
    const { ints } = sim.requests;
    if (sim.knobs.down[ints[row + INSTANCE]!] === DOWN_SILENT) this.gone(row, sim.links[ints[row + LINK]!]!);
    else sim.calls.carriage.deliver(row);
  }

  #transmit(row: number, back: number, bytes: number, link: Link): void {
    const { knobs, now, requests, watch } = this.#sim;
    const { ints } = requests;
    const { figures } = link.connections!;
    const n = Math.max(1, Math.ceil(bytes / SEGMENT));
    figures.packets += n;
    const [caller, target] = [ints[row + ORIGIN]!, ints[row + INSTANCE]!];
    const from = back === 0 ? caller : target;
    const to = back === 0 ? target : caller;
    const chance = knobs.parted(from, to) ? 1 : either(link.lossNow(knobs, back), knobs.lossBetween(from, to));
    let through = 1;
    if (chance > 0) for (let i = 0; i < n; i++) through *= 1 - chance;
    if (through < 1 && (through <= 0 || link.packets.uniform() >= through)) {
      figures.lost++;
      this.gone(row, link);
      return;
    }
    const delay = this.#delay(row, back, bytes, link);
    watch.see(link.index, back, now, delay, back === 0 ? 0 : ints[row + OUTCOME]!, requests.has(row, STALE));
    this.#schedule(row, back, link, now, delay);
  }

  #schedule(row: number, back: number, link: Link, now: number, delay: number): void {
    const at = link.index * 2 + back;
    if (now + delay < this.#latest[at]!) link.connections!.figures.overtaken++;
    else this.#latest[at] = now + delay;
    link.carries(now, this.#sim.queue);
    this.#sim.wire.at(now + delay, back === 0 ? DATAGRAM : DATAGRAM_BACK, row, 0);
  }

  /** Lost for good. A caller without a timeout hears of it as of a connection that gives up. */
  gone(row: number, link: Link): void {
    const sim = this.#sim;
    const { ints } = sim.requests;
    link.connections!.figures.gone++;
    ints[row + OUTCOME] = TIMEOUT;
    ints[row + CAUSE] = causeOf(MESSAGE_LOST, link.to);
    sim.wire.at(sim.now + GIVES_UP_AFTER, GIVEN_UP, row, 0);
  }

  #delay(row: number, back: number, bytes: number, link: Link): number {
    const { knobs, now, requests } = this.#sim;
    const [caller, target] = [requests.ints[row + ORIGIN]!, requests.ints[row + INSTANCE]!];
    const late = back === 0 ? knobs.late(caller, target, link.stream) : knobs.late(target, caller, link.stream);
    return link.delay(now, this.#sim.distance(caller, target), bytes, back, knobs) + late;
  }
}
