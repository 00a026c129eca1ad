/**
 * Live changes: a parameter turned while a run is in progress goes to the simulation, is stamped there with the moment at
 * which it took effect, and comes back as an entry of the timeline; so it replays. A slider that is dragged sends at most
 * one value at a time for each parameter, and the newest wins.
 */
import type { Command } from '../../src/design/command.ts';
import type { Design, TimelineEntry } from '../../src/design/document.ts';
import { freeId } from '../../src/design/fresh.ts';
import type { ParamSpec, ParamValue } from '../../src/std/parameter.ts';
import type { UnstampedEntry } from '../../src/worker/protocol.ts';
import type { Pending } from './in-force.ts';

export interface LiveHost {
  readonly inject: (entry: UnstampedEntry) => Promise<TimelineEntry | undefined>;
  /** Puts a stamped entry on the timeline of the document. */
  readonly record: (entry: TimelineEntry, gesture: string | undefined) => void;
  readonly design: () => Design;
  /** Values on their way changed. */
  readonly onPending: (pending: Pending) => void;
  /** Calls back after that many ms, as setTimeout does. */
  readonly later: (then: () => void, ms: number) => void;
}

interface Turn {
  value: ParamValue;
  gesture: string | undefined;
  sent: boolean;
}

/** Least time between two values of one parameter, in real ms (chosen): a minute's drag stays below the cap of entries. */
const APART_MS = 100;

export type SetParam = Extract<Command, { do: 'set-param' }>;

/** Whether a command turns nothing but parameters that take effect in a running simulation. */
export function isLive(command: Command, specOf: (of: SetParam['of'], id: string, param: string) => ParamSpec | undefined): boolean {
  return command.do === 'set-param' && command.ids.every((id) => specOf(command.of, id, command.param)?.live === true);
}

export class LiveChanges {
  readonly #host: LiveHost;
  readonly #turns = new Map<string, Turn>();

  constructor(host: LiveHost) {
    this.#host = host;
  }

  /** Turns one parameter of one part or link. */
  turn(target: string, param: string, value: ParamValue, gesture: string | undefined): void {
    const key = `${target}\n${param}`;
    const turn = this.#turns.get(key);
    if (turn !== undefined) {
      turn.value = value;
      turn.gesture = gesture;
      turn.sent = false;
    } else {
      this.#turns.set(key, { value, gesture, sent: false });
      void this.#send(key, target, param);
    }
    this.#tell();
  }

  /** Forgets what has not been sent: the run it was meant for is over. */
  clear(): void {
    this.#turns.clear();
    this.#tell();
  }

  async #send(key: string, target: string, param: string): Promise<void> {
    const turn = this.#turns.get(key);
    if (turn === undefined) return;
    turn.sent = true;
    const { value, gesture } = turn;
    const id = freshId(this.#host.design().scenario.timeline, 'change');
    const entry = await this.#host.inject({ type: 'change', id, target, param, value });
    if (entry !== undefined) this.#host.record(entry, gesture);
    this.#host.later(() => this.#goOn(key, turn, target, param), APART_MS);
  }

  /** Sends the newest value, if there is one since the last; otherwise the parameter is at rest. */
  #goOn(key: string, turn: Turn, target: string, param: string): void {
    if (this.#turns.get(key) !== turn) return;
    if (!turn.sent) void this.#send(key, target, param);
    else {
      this.#turns.delete(key);
      this.#tell();
    }
  }

  #tell(): void {
    const pending = new Map<string, Map<string, ParamValue>>();
    for (const [key, turn] of this.#turns) {
      const [target = '', param = ''] = key.split('\n');
      const values = pending.get(target) ?? new Map<string, ParamValue>();
      pending.set(target, values.set(param, turn.value));
    }
    this.#host.onPending(pending);
  }
}

/** Ids that are on their way to the simulation and not on the timeline yet. */
const given = new Set<string>();

/** An id for a new entry that no entry of this timeline has, nor any that was given out before. */
export function freshId(timeline: readonly TimelineEntry[], base: string): string {
  const id = freeId(new Set([...timeline.map((entry) => entry.id), ...given]), base);
  given.add(id);
  return id;
}
