/**
 * Reads of a quorum store: whom the coordinator asks, what it makes of their answers, and how copies that turn out to be old are
 * repaired: not at all, behind the answer, or before it (then two reads that follow each other cannot see time go backwards, as long
 * as any two sets of readers share a copy). Not who may be asked: that is the coordinator's.
 */
import type { Sim } from '../../../engine/sim.ts';
import type { Stream } from '../../../std/random.ts';
import type { Message } from '../mesh.ts';
import { NOTHING, put, type Value } from '../values.ts';
import type { Coordinator, QuorumParts } from './coordinator.ts';
import { ANSWERED, ASKED, isLeft, type Operation } from './operation.ts';
import { READ, REPAIR } from './sorts.ts';

/** How many of the last versions reads may have missed is counted up to here. */
const MOST_MISSED = 3;

export class Reader {
  reads = 0;
  /** Copies that were told a newer value. */
  repairs = 0;
  /** Reads that found siblings, and siblings that they found. */
  forked = 0;
  /** Reads that missed at least the last 1, 2, 3 acknowledged versions. */
  readonly missed = new Float64Array(MOST_MISSED + 1);
  readonly #parts: QuorumParts;
  readonly #coordinator: Coordinator;
  readonly #sim: Sim;
  readonly #luck: Stream;
  readonly #more: number;
  readonly #asked: Int32Array;
  readonly #rank: Float64Array;

  constructor(parts: QuorumParts, coordinator: Coordinator, luck: Stream, more: number) {
    this.#parts = parts;
    this.#coordinator = coordinator;
    this.#sim = parts.site.sim;
    this.#luck = luck;
    this.#more = more;
    this.#asked = new Int32Array(parts.ring.regions);
    this.#rank = new Float64Array(parts.ring.total);
  }

  /** Sends the questions of a read. */
  ask(op: Operation): void {
    const { settings } = this.#coordinator;
    const { run } = op;
    const all = settings.readFrom === 'all' || this.#luck.chance(settings.repairChance);
    op.owed = this.#sim.history.newest(this.#parts.dataset, op.key);
    this.#reckon(op);
    const asked = this.#asked.fill(0);
    while (op.run === run && (all || !this.#coordinator.met(op, asked))) {
      const k = this.#next(op);
      if (k < 0) break;
      const region = this.#parts.ring.regionOf[op.copy[k]!]!;
      asked[region] = asked[region]! + 1;
      this.#send(op, k);
    }
    if (settings.speculate > 0 && settings.speculate < settings.timeout)
      this.#sim.wake(this.#parts.site.node, settings.speculate, this.#more, op.number);
  }

  /** It takes long: one more copy is asked. (An operation is kept until its time-out, which comes later.) */
  askMore(number: number): void {
    const op = this.#coordinator.operations.at(number);
    if (op.over || op.gone || op.write) return;
    this.#reckon(op);
    const k = this.#next(op);
    if (k >= 0) this.#send(op, k);
  }

  /** A copy's answer. */
  found(message: Message): void {
    const op = this.#coordinator.operations.of(message.op, message.run);
    const { low: k, value } = message;
    this.#parts.mesh.free(message);
    if (op === undefined) return;
    op.found[k] = value;
    this.#coordinator.count(op, k);
    if (op.over) this.#late(op, k);
    else if (op.repairing === 0 && this.#coordinator.met(op)) this.#conclude(op);
  }

  /** A repaired copy's answer. */
  repaired(message: Message): void {
    const op = this.#coordinator.operations.of(message.op, message.run);
    this.#parts.mesh.free(message);
    if (op === undefined || op.over || --op.repairing > 0) return;
    this.#answer(op);
  }

  forgetCounts(): void {
    this.reads = 0;
    this.repairs = 0;
    this.forked = 0;
    this.missed.fill(0);
  }

  /** In which order copies are asked: the coordinator itself first and then the nearest, or at random. */
  #reckon(op: Operation): void {
    const { site } = this.#parts;
    const random = this.#coordinator.settings.readFrom === 'random';
    for (let k = 0; k < op.copies; k++) {
      const to = op.standIn[k]!;
      if (random) this.#rank[k] = this.#luck.uniform();
      else if (to === op.at) this.#rank[k] = -1;
      else this.#rank[k] = to < 0 ? 0 : this.#sim.distance(site.firstInstance + op.at, site.firstInstance + to);
    }
  }

  /** The first in order that was not asked, or -1. */
  #next(op: Operation): number {
    let best = -1;
    for (let k = 0; k < op.copies; k++) if (isLeft(op, k) && (best < 0 || this.#rank[k]! < this.#rank[best]!)) best = k;
    return best;
  }

  #send(op: Operation, k: number): void {
    const { mesh } = this.#parts;
    op.state[k] = ASKED;
    op.found[k] = NOTHING;
    const message = mesh.take(READ, op.at, op.standIn[k]!);
    this.#coordinator.address(message, op, k);
    mesh.send(message);
  }

  /** Enough have answered: the best of their values is the answer, once those that must be repaired first are. */
  #conclude(op: Operation): void {
    const { settings } = this.#coordinator;
    const { holdings } = this.#parts;
    let best = NOTHING;
    for (let k = 0; k < op.copies; k++) if (op.state[k] === ANSWERED) best = holdings.join(best, op.found[k]!);
    const merges = best.dots.length > 1 && settings.siblings === 'merge';
    if (best.dots.length > 1) this.forked++;
    op.value = merges ? this.#merged(op, best) : best;
    if (settings.readRepair === 'sync') {
      op.repairing = 1;
      for (let k = 0; k < op.copies; k++) if (this.#isOld(op, k)) this.#repair(op, k, true);
      if (--op.repairing > 0) return;
    }
    this.#answer(op);
    if (settings.readRepair !== 'async' && !(merges && settings.readRepair === 'none')) return;
    for (let k = 0; k < op.copies; k++) if (this.#isOld(op, k)) this.#repair(op, k, false);
  }

  #answer(op: Operation): void {
    this.reads++;
    const behind = Math.min(op.owed - op.value.version, MOST_MISSED);
    for (let n = 1; n <= behind; n++) this.missed[n] = this.missed[n]! + 1;
    this.#coordinator.answer(op);
  }

  /** One value in place of several, which is a write of its own. */
  #merged(op: Operation, best: Value): Value {
    const version = this.#sim.history.make(this.#parts.dataset, op.key);
    const value = put(best, best.seen, op.at, version, best.stamp);
    this.#parts.holdings.put(op.at, op.key, value);
    return value;
  }

  /** An answer that came after the reader was served. */
  #late(op: Operation, k: number): void {
    const { settings } = this.#coordinator;
    if (settings.readRepair === 'none') return;
    const best = this.#parts.holdings.join(op.value, op.found[k]!);
    if (best === op.value) {
      if (this.#isOld(op, k)) this.#repair(op, k, false);
      return;
    }
    op.value = best;
    for (let n = 0; n < op.copies; n++) if (this.#isOld(op, n)) this.#repair(op, n, false);
  }

  #isOld(op: Operation, k: number): boolean {
    const found = op.found[k]!;
    return op.state[k] === ANSWERED && this.#parts.holdings.join(found, op.value) !== found;
  }

  #repair(op: Operation, k: number, waits: boolean): void {
    const { mesh } = this.#parts;
    this.repairs++;
    if (waits) op.repairing++;
    op.found[k] = op.value;
    const message = mesh.take(REPAIR, op.at, op.standIn[k]!);
    this.#coordinator.address(message, op, k);
    message.high = waits ? 1 : 0;
    message.value = op.value;
    mesh.send(message);
  }
}
