/**
 * Competing consumers with credit: each may hold so many unacknowledged messages (AMQP's prefetch), and the next message
 * goes to the one with most credit left; equals take turns. A consumer whose connection broke gets nothing until it
 * is back. A message goes only to consumers of its route.
 */

/** Whoever can hold messages: one instance, or a part that chooses among its instances itself. */
export interface Consumer {
  readonly link: number;
  readonly node: number;
  /** Its instances. */
  readonly first: number;
  readonly instances: number;
}

export class Consumers {
  /** Unacknowledged messages that one instance may hold. */
  prefetch: number;
  readonly all: readonly Consumer[];
  /** Messages held by each. */
  readonly held: Int32Array;
  /** 1 while its connection is broken. */
  readonly gone: Uint8Array;
  /** 1 while it takes no new messages: it is not there, or it is leaving. */
  readonly away: Uint8Array;
  readonly #routes: readonly Int32Array[];
  /** Per route, as places in it: where the search begins, and what it found last. */
  readonly #turn: Int32Array;
  readonly #found: Int32Array;

  /** `routes`: for each, the numbers of the consumers that take its messages. */
  constructor(all: readonly Consumer[], routes: readonly (readonly number[])[], prefetch: number) {
    this.all = all;
    this.prefetch = prefetch;
    this.held = new Int32Array(all.length);
    this.gone = new Uint8Array(all.length);
    this.away = new Uint8Array(all.length);
    this.#routes = routes.map((route) => Int32Array.from(route));
    this.#turn = new Int32Array(routes.length);
    this.#found = new Int32Array(routes.length);
  }

  /** Who gets the next message of a route, or -1 when nobody has credit. */
  choose(route: number): number {
    const members = this.#routes[route]!;
    let best = -1;
    let most = 0;
    let at = this.#turn[route]!;
    for (let k = 0; k < members.length; k++) {
      const i = members[at]!;
      const credit = this.gone[i] === 1 || this.away[i] === 1 ? 0 : this.prefetch * this.all[i]!.instances - this.held[i]!;
      if (credit > most) {
        most = credit;
        best = i;
        this.#found[route] = at;
      }
      at = at + 1 === members.length ? 0 : at + 1;
    }
    return best;
  }

  /** A message of a route goes to the consumer that was chosen for it last. */
  hand(route: number): void {
    const members = this.#routes[route]!;
    const place = this.#found[route]!;
    const consumer = members[place]!;
    this.held[consumer] = this.held[consumer]! + 1;
    this.#turn[route] = place + 1 === members.length ? 0 : place + 1;
  }

  /** A consumer let go of a message. */
  release(consumer: number): void {
    this.held[consumer] = this.held[consumer]! - 1;
  }

  /** All connections start anew. */
  clear(): void {
    this.held.fill(0);
  }
}
