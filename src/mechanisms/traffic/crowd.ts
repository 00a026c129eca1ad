/**
 * The users of a closed loop: each thinks, asks, waits for the answer and thinks again. Their number may change at any time:
 * surplus users leave after their answer, and one who was to leave and has not left yet is simply called back.
 */
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import type { Stream } from '../../std/random.ts';
import { USER } from './codes.ts';

export class Crowd {
  /** Time in ns that a user thinks. */
  think: Sampler;
  /** Users who have left for good. */
  left = 0;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #stream: Stream;
  /** Users who take part; and by user 1 while there, thinking or waiting. */
  #users = 0;
  #there = new Uint8Array(0);

  constructor(sim: Sim, node: number, think: Sampler, stream: Stream) {
    this.#sim = sim;
    this.#node = node;
    this.think = think;
    this.#stream = stream;
  }

  /** Sets their number; those who join do so evenly over `over` ns. */
  hire(users: number, over: number): void {
    if (users > this.#there.length) {
      const there = new Uint8Array(users);
      there.set(this.#there);
      this.#there = there;
    }
    const before = this.#users;
    this.#users = users;
    for (let user = before; user < users; user++) {
      if (this.#there[user] === 1) continue;
      this.#there[user] = 1;
      const join = Math.floor((over * (user - before)) / (users - before));
      this.#sim.wake(this.#node, join + this.think.sampleNanos(this.#stream), USER, user);
    }
  }

  /** Whether a user who has thought asks now; a surplus one leaves instead. */
  asks(user: number): boolean {
    if (user < this.#users) return true;
    this.#there[user] = 0;
    return false;
  }

  /** A user who has had enough leaves for good; a place is taken again only when more users are called for. */
  leaves(user: number): void {
    this.#there[user] = 0;
    this.left++;
  }

  /** A user has an answer: thinks, for at least so many ns, and asks again; a surplus one leaves. */
  answered(user: number, atLeast: number): void {
    if (this.asks(user)) this.#sim.wake(this.#node, Math.max(atLeast, this.think.sampleNanos(this.#stream)), USER, user);
  }
}
