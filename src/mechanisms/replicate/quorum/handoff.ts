/**
 * Hinted handoff: whoever keeps a hint hands it over when it trusts the one it is for again, one after the other, each once the one
 * before was confirmed. What got no confirmation is tried again at intervals.
 */
import type { Message } from '../mesh.ts';
import type { QuorumParts } from './coordinator.ts';
import { HINT } from './sorts.ts';

export class Handoff {
  /** Hints that were handed over. */
  handed = 0;
  /** ns between tries. */
  every: number;
  readonly #parts: QuorumParts;
  readonly #tick: number;
  /** Holder × count + target: which try is under way; answers to earlier ones count no more. */
  readonly #tries: Int32Array;
  readonly #moved: Uint8Array;

  constructor(parts: QuorumParts, every: number, tick: number) {
    const { count } = parts.holdings;
    this.#parts = parts;
    this.every = every;
    this.#tick = tick;
    this.#tries = new Int32Array(count * count);
    this.#moved = new Uint8Array(count * count);
  }

  start(): void {
    if (this.#parts.holdings.count > 1) this.#parts.site.sim.wake(this.#parts.site.node, this.every, this.#tick, 0);
  }

  /** Looks after all hints that do not move. */
  round(): void {
    const { count } = this.#parts.holdings;
    this.#parts.site.sim.wake(this.#parts.site.node, this.every, this.#tick, 0);
    if (this.#parts.hints.kept === 0) return;
    for (let holder = 0; holder < count; holder++) {
      for (let target = 0; target < count; target++) {
        const pair = holder * count + target;
        if (this.#moved[pair] === 0) this.go(holder, target);
        this.#moved[pair] = 0;
      }
    }
  }

  /** Begins to hand over what a holder keeps for somebody. */
  go(holder: number, target: number): void {
    const pair = holder * this.#parts.holdings.count + target;
    this.#tries[pair] = this.#tries[pair]! + 1;
    this.#next(holder, target);
  }

  /** A hint was confirmed: the next one goes. */
  confirmed(message: Message): void {
    const { hints, mesh, holdings } = this.#parts;
    const { to: holder, from: target, key, value, run } = message;
    const pair = holder * holdings.count + target;
    const kept = hints.kept;
    hints.handed(holder, target, key, value);
    if (hints.kept < kept) this.handed++;
    mesh.free(message);
    if (run !== this.#tries[pair]) return;
    this.#moved[pair] = 1;
    this.#next(holder, target);
  }

  #next(holder: number, target: number): void {
    const { hints, mesh, members, site } = this.#parts;
    const key = hints.first(holder, target);
    const { down, hung } = site.sim.knobs;
    const instance = site.firstInstance + holder;
    if (key < 0 || members.suspects(holder, target) || down[instance] !== 0 || hung[instance] === 1) return;
    const message = mesh.take(HINT, holder, target);
    message.key = key;
    message.value = hints.get(holder, target, key);
    message.run = this.#tries[holder * this.#parts.holdings.count + target]!;
    mesh.send(message);
  }
}
