/**
 * The work of replicas: what a message asks of an instance takes a worker for a time, in the order in which messages came; where too
 * many wait, a message is dropped, and whoever sent it finds out by waiting. The meter sees it as it sees any work.
 */
import { NOW, SPAN } from '../../engine/clock.ts';
import type { Sim } from '../../engine/sim.ts';
import { IntRing } from '../../std/ring.ts';
import type { Mesh, Message } from './mesh.ts';
import type { Site } from './standing.ts';

export interface ReplicaWorkSettings {
  /** Pieces of work of one instance at a time, and messages that may wait. */
  readonly workers: number;
  readonly queueLimit: number;
}

export class ReplicaWork {
  settings: ReplicaWorkSettings;
  dropped = 0;
  /** Messages that wait at all instances. They are no calls inside an instance, so the meter's lines do not count them. */
  waiting = 0;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #mesh: Mesh;
  readonly #wakes: number;
  readonly #takes: (message: Message, instance: number) => void;
  readonly #lines: readonly IntRing[];
  /** What each instance is at. */
  readonly #at: Message[][];

  /** `takes` puts into the clock's span how long a message's work takes at an instance. */
  constructor(
    site: Site,
    count: number,
    mesh: Mesh,
    wakes: number,
    settings: ReplicaWorkSettings,
    takes: (message: Message, instance: number) => void,
  ) {
    this.#sim = site.sim;
    this.#node = site.node;
    this.#first = site.firstInstance;
    this.#mesh = mesh;
    this.#wakes = wakes;
    this.settings = settings;
    this.#takes = takes;
    this.#lines = Array.from({ length: count }, () => new IntRing());
    this.#at = Array.from({ length: count }, () => []);
  }

  /** The message's receiver takes it on, at once or in its turn; false when it is dropped. */
  add(message: Message): boolean {
    const i = message.to;
    if (this.#at[i]!.length < this.settings.workers) this.#begin(message);
    else if (this.#lines[i]!.length < this.settings.queueLimit) {
      this.#lines[i]!.push(message.number);
      this.waiting++;
    } else {
      this.dropped++;
      return false;
    }
    return true;
  }

  /** The end of a piece of work: its message, unless its worker died meanwhile. The next one in line begins. */
  done(number: number): Message | undefined {
    const message = this.#mesh.at(number);
    if (message.void) {
      this.#mesh.free(message);
      return undefined;
    }
    const i = message.to;
    const at = this.#at[i]!;
    at[at.indexOf(message)] = at[at.length - 1]!;
    at.pop();
    const { clock, meter } = this.#sim;
    clock[SPAN] = message.took;
    meter.worked(this.#first + i);
    meter.busy.down(this.#first + i);
    this.fill(i);
    return message;
  }

  /** Begins what waits while there are workers. */
  fill(i: number): void {
    while (this.#lines[i]!.length > 0 && this.#at[i]!.length < this.settings.workers) {
      this.waiting--;
      this.#begin(this.#mesh.at(this.#lines[i]!.shift()));
    }
  }

  /** The process ended: its line and its work are gone. */
  crash(i: number): void {
    const { meter } = this.#sim;
    for (const message of this.#at[i]!) message.void = true;
    this.#at[i]!.length = 0;
    this.waiting -= this.#lines[i]!.length;
    while (this.#lines[i]!.length > 0) this.#mesh.free(this.#mesh.at(this.#lines[i]!.shift()));
    while (meter.busy.now(this.#first + i) > 0) meter.busy.down(this.#first + i);
  }

  #begin(message: Message): void {
    const { clock, meter } = this.#sim;
    const instance = this.#first + message.to;
    this.#at[message.to]!.push(message);
    clock[SPAN] = clock[NOW]! - message.arrived;
    meter.began(instance);
    this.#takes(message, instance);
    message.took = clock[SPAN]!;
    this.#sim.wakeLater(this.#node, this.#wakes, message.number);
  }
}
