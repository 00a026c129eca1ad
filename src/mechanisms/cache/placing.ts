/**
 * Which node of a cache a key lives on, as its clients reckon: by the remainder of its hash, or on a ring (Karger et al. 1997). Nodes
 * that are known to be lost may be left out: then by remainder nearly every key moves, on a ring only the keys of the lost node. A
 * node may have copies; the first that is well leads. Losses and returns are noticed after a while.
 */
import { UP } from '../../engine/knobs.ts';
import type { Sim } from '../../engine/sim.ts';
import { mix32 } from '../../std/random.ts';
import { HashRing } from '../ring/hash-ring.ts';

export interface PlacingSettings {
  /** Nodes, and instances of each (itself and its copies). */
  readonly nodes: number;
  readonly copies: number;
  /** Points of each node on the ring; 0: by remainder. */
  readonly points: number;
  /** Keys of a lost node go to others. */
  readonly moves: boolean;
  /** ns until a loss or a return is noticed. */
  readonly notice: number;
}

export class Placing {
  /** Times that a copy began to lead in place of another. */
  failovers = 0;
  settings: PlacingSettings;
  /** 1 for an instance that is known to be lost, and for one that must not lead or answer yet. */
  readonly lost: Uint8Array;
  readonly unready: Uint8Array;
  /** Per node: the copy that leads. */
  readonly lead: Int32Array;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #wakes: number;
  readonly #ring: HashRing | undefined;
  readonly #turns: Int32Array;
  /** Instances about whose standing a notice is under way. */
  readonly #noticing: Uint8Array;
  /** Nodes of which some instance is there, in order. */
  #alive: readonly number[];

  /** `wakes`: what a wake of the station means that a notice is due, with the instance counted from 0. */
  constructor(
    sim: Sim,
    place: { readonly node: number; readonly firstInstance: number; readonly instances: number },
    wakes: number,
    settings: PlacingSettings,
  ) {
    this.#sim = sim;
    this.#node = place.node;
    this.#first = place.firstInstance;
    this.#wakes = wakes;
    this.settings = settings;
    this.lost = new Uint8Array(place.instances);
    this.unready = new Uint8Array(place.instances);
    this.#noticing = new Uint8Array(place.instances);
    this.lead = new Int32Array(settings.nodes);
    this.#turns = new Int32Array(settings.nodes);
    const names = Array.from({ length: settings.nodes }, (_, i) => `${sim.shape.streamNames[place.node]}/${i}`);
    this.#ring = settings.points > 0 ? new HashRing(names, settings.points) : undefined;
    this.#alive = names.map((_, i) => i);
  }

  /** The node that a key lives on now. */
  nodeOf(key: number): number {
    const { nodes } = this.settings;
    const hash = mix32(key, 1) >>> 0;
    const all = this.#alive.length === nodes || this.#alive.length === 0;
    if (this.#ring === undefined) return all ? hash % nodes : this.#alive[hash % this.#alive.length]!;
    let at = this.#ring.first(hash);
    if (!all) while (!this.#alive.includes(this.#ring.ownerAt(at))) at++;
    return this.#ring.ownerAt(at);
  }

  /** The instance, counted from 0, that leads at the node of a key. */
  leaderOf(key: number): number {
    const node = this.nodeOf(key);
    return node * this.settings.copies + this.lead[node]!;
  }

  /** The instance, counted from 0, that answers a look-up of a key when copies take turns. */
  readerOf(key: number): number {
    const node = this.nodeOf(key);
    const { copies } = this.settings;
    for (let k = 0; k < copies; k++) {
      const c = (this.#turns[node]! + k) % copies;
      const i = node * copies + c;
      if (this.lost[i] === 1 || this.unready[i] === 1) continue;
      this.#turns[node] = (c + 1) % copies;
      return i;
    }
    return node * copies + this.lead[node]!;
  }

  /** To be asked when knobs were turned: whoever is lost or back will be noticed. */
  review(): void {
    const { copies, moves, notice } = this.settings;
    if (copies === 1 && !moves) return;
    for (let i = 0; i < this.lost.length; i++) {
      if (this.#noticing[i] === 1 || this.#gone(i) === this.lost[i]) continue;
      this.#noticing[i] = 1;
      this.#sim.wake(this.#node, notice, this.#wakes, i);
    }
  }

  /** A notice is due. */
  notice(i: number): void {
    this.#noticing[i] = 0;
    this.lost[i] = this.#gone(i);
    this.elect(Math.floor(i / this.settings.copies));
    if (this.settings.moves) this.#count();
  }

  /** Looks who leads at a node: whoever did, while it is well; else the first copy that is. */
  elect(node: number): void {
    const { copies } = this.settings;
    const well = (c: number) => this.lost[node * copies + c] === 0 && this.unready[node * copies + c] === 0;
    if (well(this.lead[node]!)) return;
    for (let c = 0; c < copies; c++) {
      if (!well(c)) continue;
      this.lead[node] = c;
      this.failovers++;
      return;
    }
  }

  #count(): void {
    const { nodes, copies } = this.settings;
    const there = (node: number) => Array.from({ length: copies }, (_, c) => this.lost[node * copies + c]).includes(0);
    this.#alive = Array.from({ length: nodes }, (_, node) => node).filter(there);
  }

  #gone(i: number): 0 | 1 {
    const { down, hung } = this.#sim.knobs;
    return down[this.#first + i] !== UP || hung[this.#first + i] === 1 ? 1 : 0;
  }
}
