/**
 * A virtual address: of several copies one answers to it, the others stand by (as with VRRP). The holder sends a heartbeat at every
 * interval; when so many in a row are missed, the first copy that is well takes the address over, which takes a moment
 * more. Until then whatever is sent to the address still goes to the copy that is gone: it is refused, or lost. With
 * `back`, the first copy takes the address back when it has returned. The copies can always hear each other.
 */
import { UP } from '../../engine/knobs.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Observers } from './health-check.ts';
import { suspectedAt } from './heartbeat.ts';

export interface AddressSettings {
  /** ns between heartbeats. */
  readonly interval: number;
  readonly misses: number;
  /** ns that it takes to take over. */
  readonly takeover: number;
  readonly back: boolean;
}

export class VirtualAddress {
  settings: AddressSettings;
  /** Copy that answers to the address, counted from 0. */
  holder = 0;
  takeovers = 0;
  readonly #sim: Sim;
  readonly #copies: Observers;
  readonly #what: number;
  readonly #moved: (from: number, to: number) => void;
  /** Moment at which the address moves; -1 while nothing is planned. */
  #due = -1;

  constructor(sim: Sim, copies: Observers, settings: AddressSettings, what: number, moved: (from: number, to: number) => void) {
    this.#sim = sim;
    this.#copies = copies;
    this.settings = settings;
    this.#what = what;
    this.#moved = moved;
  }

  /** A copy went down or came up, hangs or goes on. */
  look(): void {
    const { interval, misses, takeover, back } = this.settings;
    if (this.#well(this.holder)) {
      if (back && this.holder > 0 && this.#firstWell() < this.holder) this.#plan(takeover);
      else this.#due = -1;
    } else if (this.#due < 0) {
      this.#plan(suspectedAt(this.#sim.now, interval, misses) - this.#sim.now + takeover);
    }
  }

  /** The planned moment has come. */
  event(): void {
    if (this.#due !== this.#sim.now) return;
    this.#due = -1;
    const next = this.#firstWell();
    if (next === this.holder) return;
    if (next < 0) {
      // Nobody is well: they are asked again with the next beat.
      this.#plan(this.settings.interval);
      return;
    }
    const before = this.holder;
    this.holder = next;
    this.takeovers++;
    this.#moved(before, next);
  }

  #plan(ns: number): void {
    if (this.#due >= 0) return;
    this.#due = this.#sim.now + ns;
    this.#sim.wake(this.#copies.node, ns, this.#what, 0);
  }

  #firstWell(): number {
    for (let i = 0; i < this.#copies.count; i++) if (this.#well(i)) return i;
    return -1;
  }

  #well(copy: number): boolean {
    const { down, hung } = this.#sim.knobs;
    const instance = this.#copies.first + copy;
    return down[instance] === UP && hung[instance] === 0;
  }
}
