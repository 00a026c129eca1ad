/**
 * The state of one connection and of the messages on it. Plain records, taken from a store and given back, so that opening
 * one for every request leaves no garbage. What happens to them is in `set-up`, `transport` and `connections`.
 */
import { ROW } from '../requests.ts';
import { widenInts } from '../widen.ts';
import type { Connections } from './connections.ts';

export const OPENING = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** All connections of one caller (an instance, or one session at it) to one instance, and the line of calls that wait for one. */
export interface Group {
  readonly owner: Connections;
  readonly key: number;
  readonly caller: number;
  readonly target: number;
  readonly open: Connection[];
  opening: number;
  /** The caller has spoken TLS with the far end and may resume. */
  ticket: boolean;
  head: number;
  tail: number;
  waiting: number;
}

export class Connection {
  readonly id: number;
  /** Goes up when it closes, so that late events are recognised. */
  generation = 0;
  state = CLOSED;
  group: Group | undefined;
  /** Exchanges that it carries now, and carried so far. */
  streams = 0;
  served = 0;
  lastUsed = 0;
  /** A check for idleness is scheduled. */
  watched = false;
  /** The machine at the far end died and knows nothing of it; its caller does not know that. */
  forgotten = false;

  /** Set-up: half round trips made and to make, when it began, the wait before a resend, and the far end's work in it. */
  step = 0;
  steps = 0;
  began = 0;
  sentAt = 0;
  resent = false;
  wait = 0;
  work = 0;
  workAt = 0;
  resumed = false;
  /** Why the far end refuses it; 0: it does not. */
  refused = 0;

  /** Round trip as measured, ns; packets that may be out in each direction, and when each was used last. */
  roundTrip = 0;
  readonly window = new Float64Array(2);
  readonly usedAt = new Float64Array(2);
  /** Messages in the order in which they were sent, in each direction, that are not yet handed over; and all that there are. */
  readonly first: (Message | undefined)[] = [undefined, undefined];
  readonly last: (Message | undefined)[] = [undefined, undefined];
  messages = 0;

  constructor(id: number) {
    this.id = id;
  }

  /** Begins anew for this group. */
  begin(group: Group, now: number, window: number): void {
    this.group = group;
    this.state = OPENING;
    this.streams = 0;
    this.served = 0;
    this.lastUsed = now;
    this.watched = false;
    this.forgotten = false;
    this.step = 0;
    this.began = now;
    this.refused = 0;
    this.resent = false;
    this.roundTrip = 0;
    this.window.fill(window);
    this.usedAt.fill(now);
  }
}

/** Stages of a message. */
const LEAVING = 0;
export const UNDER_WAY = 1;
export const ARRIVED = 2;
/** Handed over: the receiver's processor works on it. */
export const READ = 3;

export class Message {
  readonly id: number;
  /** Goes up whenever what was scheduled for it no longer holds. */
  token = 0;
  row = 0;
  back = 0;
  stage = LEAVING;
  connection: Connection | undefined;
  next: Message | undefined;
  bytes = 0;
  /** Packets that are missing, how many later ones got through since, and the wait before they are sent again. */
  missing = 0;
  after = 0;
  noticed = false;
  wait = 0;
  arrivedAt = 0;

  constructor(id: number) {
    this.id = id;
  }
}

/** What the store says of a call besides the number of its connection. One to which a connection was given that it has not used yet: -1 - number. */
export const NONE = 0;
export const WAITS = -1;

/** Connections and messages by number, taken and given back; and which call is on which connection. */
export class Store {
  /** Number 0 is nobody. */
  readonly connections: Connection[] = [new Connection(0)];
  readonly messages: Message[] = [];
  readonly #freeConnections: Connection[] = [];
  readonly #freeMessages: Message[] = [];
  /** By row of a call; beside the rows, since most calls have no connection. */
  #of: Int32Array = new Int32Array(1024);

  /** Messages that are somewhere between their ends. */
  get underWay(): number {
    return this.messages.length - this.#freeMessages.length;
  }

  /** The number of a call's connection, or NONE, WAITS, or that it was given one. */
  of(row: number): number {
    return this.#of[row / ROW] ?? NONE;
  }

  put(row: number, connection: number): void {
    const at = row / ROW;
    if (at >= this.#of.length) this.#of = widenInts(this.#of, Math.max(at + 1, this.#of.length * 2));
    this.#of[at] = connection;
  }

  connection(): Connection {
    const free = this.#freeConnections.pop();
    if (free !== undefined) return free;
    const made = new Connection(this.connections.length);
    this.connections.push(made);
    return made;
  }

  message(row: number, back: number, connection: Connection): Message {
    let message = this.#freeMessages.pop();
    if (message === undefined) {
      message = new Message(this.messages.length);
      this.messages.push(message);
    }
    message.row = row;
    message.back = back;
    message.stage = LEAVING;
    message.connection = connection;
    message.next = undefined;
    message.missing = 0;
    message.after = 0;
    message.noticed = false;
    connection.messages++;
    return message;
  }

  /** A message is done with; so is a closed connection when it was the last thing on it. */
  drop(message: Message): void {
    const { connection } = message;
    message.token++;
    message.connection = undefined;
    this.#freeMessages.push(message);
    if (connection === undefined) return;
    connection.messages--;
    this.tidy(connection);
  }

  /** Takes a connection back once nothing refers to it any more. */
  tidy(connection: Connection): void {
    if (connection.state !== CLOSED || connection.streams > 0 || connection.messages > 0 || connection.group === undefined) return;
    connection.group = undefined;
    this.#freeConnections.push(connection);
  }
}
