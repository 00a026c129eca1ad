/**
 * Metadata: which version of each key is in force, and which server says so. One server is active; a standby takes over after
 * a while when it dies. Both write one journal, or the standby has only the last checkpoint: then what came after it is lost.
 * Servers count from 0.
 */
import type { History } from '../../engine/history.ts';
import type { Sim } from '../../engine/sim.ts';
import { widenInts } from '../../engine/widen.ts';

export interface MetadataSettings {
  /** ns from the loss of the active server until the standby serves. */
  readonly takeover: number;
  /** ns that a server needs after a restart to know where everything is. */
  readonly loading: number;
  /** ns between checkpoints; 0: a journal that both share. */
  readonly checkpoint: number;
}

/** Events of the station's own that belong here; `a` tells changes of the active server apart. */
export const TAKES_OVER = 50;
const LOADED = 51;
const CHECKPOINT = 52;

export class Metadata {
  settings: MetadataSettings;
  /** The server that answers; -1: none does. */
  active = 0;
  takeovers = 0;
  readonly #sim: Sim;
  readonly #station: number;
  readonly #dataset: number;
  readonly #history: History;
  readonly #serves: (server: number) => boolean;
  readonly #servers: number;
  #versions: Int32Array = new Int32Array(1024);
  /** Since the last checkpoint: keys and the versions that they had. */
  readonly #changed: number[] = [];
  readonly #before: number[] = [];
  #turn = 0;
  /** Who answered last; its memory is the newest. */
  #last = 0;

  constructor(
    place: { readonly sim: Sim; readonly node: number; readonly dataset: number },
    servers: number,
    settings: MetadataSettings,
    serves: (server: number) => boolean,
  ) {
    this.#sim = place.sim;
    this.#station = place.node;
    this.#dataset = place.dataset;
    this.#history = place.sim.history;
    this.#servers = servers;
    this.settings = settings;
    this.#serves = serves;
  }

  start(): void {
    if (this.settings.checkpoint > 0) this.#sim.wake(this.#station, this.settings.checkpoint, CHECKPOINT, 0);
  }

  version(key: number): number {
    return key < this.#versions.length ? this.#versions[key]! : 0;
  }

  /** A write is complete: the version it makes. */
  commit(key: number): number {
    const version = this.#history.make(this.#dataset, key);
    if (this.settings.checkpoint > 0) {
      this.#changed.push(key);
      this.#before.push(this.version(key));
    }
    this.#set(key, version);
    return version;
  }

  /** All keys for which `gone` says so are back at what they were before the run. */
  drop(gone: (key: number) => boolean): void {
    for (let key = 0; key < this.#versions.length; key++) {
      if (this.#versions[key] === 0 || !gone(key)) continue;
      this.#set(key, 0);
      this.#history.lose(this.#dataset, key, 0);
    }
  }

  /** Who serves may have changed. */
  review(): void {
    if (this.active >= 0 && this.#serves(this.active)) return;
    if (this.active >= 0) {
      this.active = -1;
      this.#turn++;
      if (this.#other() >= 0) this.#sim.wake(this.#station, this.settings.takeover, TAKES_OVER, this.#turn);
    }
    // The one that went is back before another took over.
    if (this.#serves(this.#last)) this.#sim.wake(this.#station, this.settings.loading, LOADED, this.#turn);
    else if (this.#other() >= 0) this.#sim.wake(this.#station, this.settings.takeover, TAKES_OVER, this.#turn);
  }

  wake(what: number, a: number): void {
    if (what === CHECKPOINT) {
      this.#changed.length = 0;
      this.#before.length = 0;
      this.#sim.wake(this.#station, this.settings.checkpoint, CHECKPOINT, 0);
      return;
    }
    if (a !== this.#turn || this.active >= 0) return;
    const next = what === LOADED ? this.#last : this.#other();
    if (next < 0 || !this.#serves(next)) return;
    if (next !== this.#last) {
      this.takeovers++;
      if (this.settings.checkpoint > 0) this.#goBack();
    }
    this.active = next;
    this.#last = next;
  }

  /** Another server than the last one, which serves; -1: none. */
  #other(): number {
    for (let server = 0; server < this.#servers; server++) if (server !== this.#last && this.#serves(server)) return server;
    return -1;
  }

  /** What changed since the checkpoint is undone, newest first. */
  #goBack(): void {
    for (let i = this.#changed.length - 1; i >= 0; i--) {
      const key = this.#changed[i]!;
      this.#set(key, this.#before[i]!);
      this.#history.lose(this.#dataset, key, this.#before[i]!);
    }
    this.#changed.length = 0;
    this.#before.length = 0;
  }

  #set(key: number, version: number): void {
    if (key >= this.#versions.length) {
      let length = this.#versions.length;
      while (length <= key) length *= 2;
      this.#versions = widenInts(this.#versions, length);
    }
    this.#versions[key] = version;
  }
}
