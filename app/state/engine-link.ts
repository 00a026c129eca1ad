/**
 * The link to the worker: sends it commands, carries its frames, listens for its pulse. A worker that owes an answer
 * for three seconds is held to be stuck; it is ended, and everything that waited for it gets `undefined`. The link knows
 * nothing of designs: what a new worker must be told is up to its owner.
 */
import type { EngineClient, StartEngine } from '../../src/worker/client.ts';
import type { EngineFailure } from '../../src/worker/protocol.ts';

/** The pulse is felt this often; F06 asks for 250 ms or less. */
const BEAT_MS = 250;
/** Beats without an answer after which the worker is given up: three seconds. */
export const PATIENCE_BEATS = 12;
/** The same until its first answer, while the browser is still loading it. */
export const STARTING_BEATS = 120;

export interface LinkHost {
  readonly start: StartEngine;
  readonly onFrame: (buffer: ArrayBuffer) => void;
  /** The simulation broke by its own account; the worker still answers. */
  readonly onFailure: (failure: EngineFailure) => void;
  /** The worker is gone. The link is closed by then and may be opened again. */
  readonly onLost: (reason: string) => void;
  /** Calls back again and again, as setInterval does. @returns a function that ends it. */
  readonly every: (then: () => void, ms: number) => () => void;
  /** Whether the page is seen: a hidden page is throttled, and its silence says nothing. */
  readonly seen: () => boolean;
}

export class EngineLink {
  readonly #host: LinkHost;
  #client: EngineClient | undefined;
  #endBeat: (() => void) | undefined;
  #owed = 0;
  #silentBeats = 0;
  #heard = false;
  #waiting = new Set<() => void>();

  constructor(host: LinkHost) {
    this.#host = host;
  }

  get open(): boolean {
    return this.#client !== undefined;
  }

  start(): void {
    this.close();
    this.#heard = false;
    const client = this.#host.start({
      onFrame: (buffer) => {
        if (client !== this.#client) return;
        this.#answered();
        this.#host.onFrame(buffer);
      },
      onFailure: (failure) => {
        if (client !== this.#client) return;
        this.#answered();
        this.#host.onFailure(failure);
      },
      onBroken: (reason) => {
        if (client === this.#client) this.#lose(reason);
      },
    });
    this.#client = client;
    this.#endBeat = this.#host.every(() => this.#beat(), BEAT_MS);
  }

  close(): void {
    this.#endBeat?.();
    this.#client?.stop();
    this.#client = undefined;
    this.#endBeat = undefined;
    this.#owed = 0;
    this.#silentBeats = 0;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const abandon of waiting) abandon();
  }

  /** Asks for a frame in this buffer; the answer comes by `onFrame`. */
  pull(buffer: ArrayBuffer, have: number, at?: number): void {
    if (this.#client === undefined) return;
    this.#owed++;
    this.#client.pull(buffer, have, at);
  }

  /** Sends one command. @returns its answer, or undefined when the worker was lost before it came. */
  call<T>(send: (service: EngineClient['service']) => Promise<T>): Promise<T | undefined> {
    const client = this.#client;
    if (client === undefined) return Promise.resolve(undefined);
    this.#owed++;
    return new Promise((resolve) => {
      const abandon = (): void => resolve(undefined);
      this.#waiting.add(abandon);
      const settle = (value: T | undefined): void => {
        if (!this.#waiting.delete(abandon)) return;
        this.#answered();
        resolve(value);
      };
      send(client.service).then(settle, (error: unknown) => {
        settle(undefined);
        if (client === this.#client) this.#lose(error instanceof Error ? error.message : String(error));
      });
    });
  }

  #answered(): void {
    this.#heard = true;
    this.#owed = Math.max(0, this.#owed - 1);
    this.#silentBeats = 0;
  }

  #beat(): void {
    if (this.#owed === 0 || !this.#host.seen()) {
      this.#silentBeats = 0;
      return;
    }
    this.#silentBeats++;
    if (this.#silentBeats < (this.#heard ? PATIENCE_BEATS : STARTING_BEATS)) return;
    this.#lose(this.#heard ? 'The simulation stopped answering.' : 'The simulation did not start.');
  }

  #lose(reason: string): void {
    this.close();
    this.#host.onLost(reason);
  }
}
