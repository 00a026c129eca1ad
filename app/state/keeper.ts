/**
 * The keeper: writes the design to the browser's storage soon after every edit, one write at a time, always the newest. It
 * writes only what it owns: of two tabs with the same document one keeps it, the other works on a copy that it says it does
 * not keep. It knows clocks, storage and screens only through its host.
 */
import type { Design } from '../../src/design/document.ts';
import type { Saved } from './design-store.ts';
import type { DocumentDb } from './document-db.ts';

/** An edit is written after this pause, and at the latest one second after the first unsaved one (F01). */
const PAUSE_MS = 300;
const LATEST_MS = 900;

export interface KeeperHost {
  readonly design: () => Design;
  readonly onSaved: (saved: Saved) => void;
  readonly nowMs: () => number;
  /** Calls back after that many ms. @returns a function that prevents it. */
  readonly later: (then: () => void, ms: number) => () => void;
}

export class Keeper {
  readonly #host: KeeperHost;
  readonly #db: DocumentDb;
  /** The document this tab writes; undefined while it owns none. */
  #id: string | undefined;
  #kept: Design | undefined;
  #dirtySince: number | undefined;
  #cancel: (() => void) | undefined;
  #writing: Promise<void> | undefined;

  constructor(db: DocumentDb, host: KeeperHost) {
    this.#db = db;
    this.#host = host;
  }

  get id(): string | undefined {
    return this.#id;
  }

  /** From now on the design is written under this id. `kept` is the design that stands there already, if any. */
  own(id: string, kept: Design | undefined): void {
    this.#id = id;
    this.#kept = kept;
    this.#host.onSaved('saved');
    if (kept !== this.#host.design()) this.changed();
  }

  /** From now on nothing is written: another tab owns the document, or there is none yet. */
  disown(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#dirtySince = undefined;
    this.#id = undefined;
    this.#host.onSaved('off');
  }

  /** The design changed. */
  changed(): void {
    if (this.#id === undefined) return;
    const now = this.#host.nowMs();
    this.#dirtySince ??= now;
    this.#host.onSaved('saving');
    this.#cancel?.();
    const wait = Math.max(0, Math.min(PAUSE_MS, this.#dirtySince + LATEST_MS - now));
    this.#cancel = this.#host.later(() => void this.flush(), wait);
  }

  /** Writes at once what is not written yet. Called when the page is about to be hidden or left, and before it opens another design. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    while (this.#writing !== undefined) await this.#writing;
    if (this.#id === undefined || this.#host.design() === this.#kept) return;
    this.#writing = this.#write(this.#db, this.#id);
    await this.#writing;
  }

  async #write(db: DocumentDb, id: string): Promise<void> {
    const design = this.#host.design();
    this.#dirtySince = undefined;
    const good = await put(db, id, design, this.#host.nowMs());
    this.#writing = undefined;
    if (this.#id !== id) return;
    if (good) this.#kept = design;
    if (!good) this.#host.onSaved('failed');
    else if (this.#host.design() === design) this.#host.onSaved('saved');
    else this.changed();
  }
}

async function put(db: DocumentDb, id: string, design: Design, savedAt: number): Promise<boolean> {
  try {
    return await db.put({ id, title: design.title, savedAt, text: JSON.stringify(design) });
  } catch {
    return false;
  }
}
