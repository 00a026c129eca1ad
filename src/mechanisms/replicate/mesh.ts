/**
 * Mesh: the messages that the instances of one part send each other. Each takes the placement's distance and a leg of its own; a
 * fault of the part's network adds delay and jitter. What is lost, or meets a cut, is sent again as TCP does, until the connection
 * gives up; what reaches a machine that is down is gone, and what reaches a process that stands still waits until it goes on.
 * What messages say is their owner's business. Instances are counted from 0 here; nothing is allocated once there are enough messages.
 */
import { either, UP } from '../../engine/knobs.ts';
import { FIRST_RESEND, GIVES_UP_AFTER } from '../../engine/link.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import type { Site } from './standing.ts';
import { NOTHING, type Value } from './values.ts';

/** One message; its fields mean what sender and receiver agree on. */
export class Message {
  readonly number: number;
  sort = 0;
  from = 0;
  to = 0;
  /** The operation that it belongs to, and which one of those that had this number. */
  op = -1;
  run = 0;
  key = 0;
  /** For whom, where that is not the receiver itself; -1: nobody else. */
  about = -1;
  value: Value = NOTHING;
  /** Numbers of the sender's own, kept with the message. */
  numbers: Float64Array | undefined = undefined;
  low = 0;
  high = 0;
  /** Which of its sender's lives sent it. */
  life = 0;
  /** When it arrived, ns. */
  arrived = 0;
  /** ns: how long its work takes; the wait before it is sent again. */
  took = 0;
  wait = 0;
  /** Whoever works on it died: nothing comes of it. */
  void = false;

  constructor(number: number) {
    this.number = number;
  }
}

export interface MeshSettings {
  /** Added to each message's way. */
  readonly delay: Sampler;
  /** Share of messages lost, 0…1. */
  readonly loss: number;
}

export interface MeshOwner {
  /** A message arrived at its receiver, which runs. It must be given back with `free` sooner or later. */
  received(message: Message): void;
}

const ARRIVES = 0;
const AGAIN = 1;
/** Wakes of the station that belong to a mesh, from the first on. */
export const MESH_EVENTS = 2;

export class Mesh {
  settings: MeshSettings;
  sent = 0;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #wakes: number;
  readonly #owner: MeshOwner;
  readonly #luck: Stream;
  readonly #messages: Message[] = [];
  readonly #free: number[] = [];
  /** Messages that reached an instance while it hung. */
  readonly #held: Message[][];
  /** How often each instance died: what a process that is gone wanted to send again is gone too. */
  readonly #lives: Int32Array;

  constructor(site: Site, count: number, wakes: number, settings: MeshSettings, owner: MeshOwner) {
    this.#sim = site.sim;
    this.#node = site.node;
    this.#first = site.firstInstance;
    this.#wakes = wakes;
    this.settings = settings;
    this.#owner = owner;
    this.#luck = new Stream(site.sim.shape.seed, `${site.sim.shape.streamNames[site.node]}/mesh`);
    this.#held = Array.from({ length: count }, () => []);
    this.#lives = new Int32Array(count);
  }

  /** A blank message, to be filled in and sent. */
  take(sort: number, from: number, to: number): Message {
    const number = this.#free.pop();
    const message = number === undefined ? new Message(this.#messages.length) : this.#messages[number]!;
    if (number === undefined) this.#messages.push(message);
    message.sort = sort;
    message.from = from;
    message.to = to;
    message.op = -1;
    message.about = -1;
    message.value = NOTHING;
    message.void = false;
    message.wait = FIRST_RESEND;
    return message;
  }

  at(number: number): Message {
    return this.#messages[number]!;
  }

  free(message: Message): void {
    message.value = NOTHING;
    this.#free.push(message.number);
  }

  /** An answer to a message goes back with the same number. */
  reply(message: Message, sort: number): void {
    const { from, to } = message;
    message.sort = sort;
    message.from = to;
    message.to = from;
    message.wait = FIRST_RESEND;
    this.send(message);
  }

  /** Sends it; one to the sender itself is there at once. */
  send(message: Message): void {
    const { from, to } = message;
    if (from === to) {
      message.arrived = this.#sim.now;
      this.#owner.received(message);
      return;
    }
    this.sent++;
    const { knobs } = this.#sim;
    message.life = this.#lives[from]!;
    const loss = either(this.settings.loss, knobs.innerLoss[this.#node]!);
    if (knobs.strays(this.#first + from, this.#first + to, this.#luck) || this.#luck.chance(loss)) {
      this.#wake(message.wait, AGAIN, message);
      return;
    }
    let ns = this.#sim.distance(this.#first + from, this.#first + to) + this.settings.delay.sampleNanos(this.#luck);
    ns += knobs.innerDelay[this.#node]! + knobs.late(this.#first + from, this.#first + to, this.#luck);
    const jitter = knobs.innerJitter[this.#node]!;
    if (jitter > 0) ns += Math.floor(this.#luck.exponential() * jitter);
    this.#wake(ns, ARRIVES, message);
  }

  event(what: number, number: number): void {
    const message = this.#messages[number]!;
    if (what - this.#wakes === ARRIVES) this.#arrive(message);
    else this.#again(message);
  }

  /** A process ended: what waited at it, or was to be sent again by it, is lost. */
  crash(i: number): void {
    this.#lives[i] = this.#lives[i]! + 1;
    for (const message of this.#held[i]!) this.free(message);
    this.#held[i]!.length = 0;
  }

  /** Knobs were turned: who goes on takes in what came meanwhile. */
  turned(): void {
    for (let i = 0; i < this.#held.length; i++) {
      if (this.#held[i]!.length === 0 || this.#sim.knobs.hung[this.#first + i] === 1) continue;
      for (const message of this.#held[i]!.splice(0)) this.#arrive(message);
    }
  }

  #arrive(message: Message): void {
    const { knobs, now } = this.#sim;
    const at = this.#first + message.to;
    if (knobs.down[at] !== UP) this.free(message);
    else if (knobs.hung[at] === 1) this.#held[message.to]!.push(message);
    else {
      message.arrived = now;
      this.#owner.received(message);
    }
  }

  #again(message: Message): void {
    if (message.life !== this.#lives[message.from] || message.wait > GIVES_UP_AFTER / 2) {
      this.free(message);
      return;
    }
    message.wait *= 2;
    this.sent--;
    this.send(message);
  }

  #wake(ns: number, what: number, message: Message): void {
    this.#sim.wake(this.#node, ns, this.#wakes + what, message.number);
  }
}
