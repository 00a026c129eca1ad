/** Messages of a Raft group on their way: numbered, used again when they have arrived. The network around it says how long each takes. */
import type { Entry, Snapshot, Surroundings } from './protocol.ts';

export const ASK = 0;
export const GRANT = 1;
export const APPEND = 2;
export const ACKNOWLEDGE = 3;
/** The entry before those sent is not there: go back. */
export const REFUSE = 4;
export const PRE_ASK = 5;
export const PRE_GRANT = 6;
export const INSTALL = 7;

export class Message {
  sort = 0;
  from = 0;
  to = 0;
  term = 0;
  /** Index and term: of the sender's last entry (votes), of the entry before those sent (append). */
  index = 0;
  indexTerm = 0;
  commit = 0;
  /** Of a refusal: the index of the entry that was not there. */
  refused = 0;
  /** The round of heartbeats that it belongs to, or answers. */
  round = 0;
  readonly entries: Entry[] = [];
  snapshot: Snapshot | undefined = undefined;
}

export class Post {
  readonly #around: Surroundings;
  readonly #arrives: number;
  readonly #messages: Message[] = [];
  readonly #free: number[] = [];

  /** `arrives`: the group's event by which a message comes. */
  constructor(around: Surroundings, arrives: number) {
    this.#around = around;
    this.#arrives = arrives;
  }

  /** A blank message, by number; fill it, then `send` or `drop` it. */
  write(sort: number, from: number, to: number, term: number): number {
    let number = this.#free.pop();
    if (number === undefined) number = this.#messages.push(new Message()) - 1;
    const message = this.#messages[number]!;
    message.sort = sort;
    message.from = from;
    message.to = to;
    message.term = term;
    message.index = 0;
    message.indexTerm = 0;
    message.commit = 0;
    message.refused = 0;
    message.round = 0;
    message.entries.length = 0;
    message.snapshot = undefined;
    return number;
  }

  at(number: number): Message {
    return this.#messages[number]!;
  }

  /** Sends it; `more` ns besides the way. What the network loses is gone. */
  send(number: number, more = 0): void {
    const { from, to } = this.#messages[number]!;
    const way = this.#around.way(from, to);
    if (way < 0) this.drop(number);
    else this.#around.wake(way + more, this.#arrives, number);
  }

  drop(number: number): void {
    this.#free.push(number);
  }
}
