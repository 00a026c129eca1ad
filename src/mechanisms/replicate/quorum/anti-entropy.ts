/**
 * Anti-entropy: at intervals an instance compares what it holds with another, in turn. Both hash all their keys by ranges, which takes
 * time for each key; where the hashes of a range differ, all values of that range travel both ways, old and new alike (as with the
 * Merkle trees of Dynamo and Cassandra, whose leaves these ranges are). What no read and no hint repairs is repaired here.
 */
import type { Sim } from '../../../engine/sim.ts';
import { mix32 } from '../../../std/random.ts';
import type { Message } from '../mesh.ts';
import { NOTHING } from '../values.ts';
import type { QuorumParts } from './coordinator.ts';
import { CELL, DIFFER, TREE } from './sorts.ts';

export interface AntiEntropySettings {
  /** ns between two comparisons of an instance; 0: never. */
  readonly every: number;
  /** Ranges of keys. */
  readonly ranges: number;
  /** ns to hash one key. */
  readonly perKey: number;
}

export class AntiEntropy {
  settings: AntiEntropySettings;
  /** Comparisons, ranges that differed, values sent, and values that were news to whoever got them. */
  comparisons = 0;
  differing = 0;
  sent = 0;
  repaired = 0;
  readonly #parts: QuorumParts;
  readonly #sim: Sim;
  readonly #tick: number;
  /** With whom each instance compares next. */
  readonly #turn: Int32Array;

  constructor(parts: QuorumParts, settings: AntiEntropySettings, tick: number) {
    this.#parts = parts;
    this.#sim = parts.site.sim;
    this.settings = settings;
    this.#tick = tick;
    this.#turn = Int32Array.from({ length: parts.holdings.count }, (_, i) => i);
  }

  start(): void {
    const { count } = this.#parts.holdings;
    if (count === 1 || this.settings.every === 0) return;
    for (let i = 0; i < count; i++) this.#wake(Math.floor((this.settings.every * (i + 1)) / count), i);
  }

  /** It is time for an instance to compare: it hashes its own keys first. */
  round(i: number): void {
    if (this.settings.every === 0) return;
    this.#wake(this.settings.every, i);
    const { members, mesh, holdings } = this.#parts;
    for (let n = 0; n < holdings.count; n++) {
      const other = (this.#turn[i]! + 1) % holdings.count;
      this.#turn[i] = other;
      if (other === i || members.suspects(i, other)) continue;
      this.comparisons++;
      const message = mesh.take(TREE, i, i);
      message.about = other;
      mesh.send(message);
      return;
    }
  }

  /** ns that a message's hashing takes. */
  takes(message: Message): number {
    return this.#parts.holdings.size(message.to) * this.settings.perKey;
  }

  /** An instance has hashed what it holds: its own round goes on with the other, the other's with the ranges that differ. */
  hashed(message: Message): void {
    const { mesh } = this.#parts;
    const { to, about } = message;
    if (about >= 0) {
      message.numbers = this.#hashes(to, about);
      message.from = to;
      message.to = about;
      message.about = -1;
      mesh.send(message);
      return;
    }
    const { from } = message;
    const own = this.#hashes(to, from);
    const theirs = message.numbers!;
    const differ = own.map((hash, range) => (hash === theirs[range] ? 0 : 1));
    const count = differ.reduce((sum, one) => sum + one, 0);
    if (count === 0) {
      mesh.free(message);
      return;
    }
    this.differing += count;
    this.#sendAll(to, from, differ);
    message.numbers = differ;
    mesh.reply(message, DIFFER);
  }

  /** The other says which ranges differ: it gets the values of these. */
  differ(message: Message): void {
    this.#sendAll(message.to, message.from, message.numbers!);
    this.#parts.mesh.free(message);
  }

  /** A value has arrived and been written. */
  written(message: Message): void {
    const { holdings, mesh } = this.#parts;
    if (holdings.put(message.to, message.key, message.value)) this.repaired++;
    mesh.free(message);
  }

  forgetCounts(): void {
    this.comparisons = 0;
    this.differing = 0;
    this.sent = 0;
    this.repaired = 0;
  }

  #wake(ns: number, i: number): void {
    this.#sim.wake(this.#parts.site.node, ns, this.#tick, i);
  }

  /** Of what two instances should both hold, a hash for each range. */
  #hashes(i: number, other: number): Float64Array {
    const { holdings } = this.#parts;
    const hashes = new Float64Array(this.settings.ranges);
    for (const key of holdings.keys(i)) {
      if (!this.#isShared(key, i, other)) continue;
      const value = holdings.get(i, key);
      if (value === NOTHING) continue;
      let hash = mix32(key, value.version);
      for (const dot of value.dots) hash = mix32(hash, dot.version);
      for (const seen of value.seen) hash = mix32(hash, seen);
      const range = this.#rangeOf(key);
      hashes[range] = (hashes[range]! ^ hash) >>> 0;
    }
    return hashes;
  }

  #sendAll(from: number, to: number, differ: Float64Array): void {
    const { holdings, mesh } = this.#parts;
    for (const key of holdings.keys(from)) {
      if (differ[this.#rangeOf(key)] !== 1 || !this.#isShared(key, from, to)) continue;
      const value = holdings.get(from, key);
      if (value === NOTHING) continue;
      this.sent++;
      const message = mesh.take(CELL, from, to);
      message.key = key;
      message.value = value;
      mesh.send(message);
    }
  }

  #rangeOf(key: number): number {
    return mix32(key, 1) % this.settings.ranges;
  }

  #isShared(key: number, i: number, other: number): boolean {
    const { ring } = this.#parts;
    return ring.isCopy(key, i) && ring.isCopy(key, other);
  }
}
