/**
 * What browsers remember: for each session the answers it got last, with their versions and until when they may be used unasked (RFC 9111).
 * An entry past that moment is kept, since the server may confirm it without sending it again. The least recently used goes first.
 * A shelf is short, so it is searched from its front; it grows with what its session asks for.
 */

const FIRST_LENGTH = 8;

class Shelf {
  count = 0;
  things = new Int32Array(FIRST_LENGTH);
  versions = new Int32Array(FIRST_LENGTH);
  until = new Float64Array(FIRST_LENGTH);

  grow(length: number): void {
    const [things, versions, until] = [new Int32Array(length), new Int32Array(length), new Float64Array(length)];
    things.set(this.things);
    versions.set(this.versions);
    until.set(this.until);
    this.things = things;
    this.versions = versions;
    this.until = until;
  }

  find(thing: number): number {
    for (let i = 0; i < this.count; i++) if (this.things[i] === thing) return i;
    return -1;
  }

  /** Puts what stands at a place to the front. */
  raise(at: number): void {
    const [thing, version, until] = [this.things[at]!, this.versions[at]!, this.until[at]!];
    this.things.copyWithin(1, 0, at);
    this.versions.copyWithin(1, 0, at);
    this.until.copyWithin(1, 0, at);
    this.things[0] = thing;
    this.versions[0] = version;
    this.until[0] = until;
  }

  remove(at: number): void {
    this.things.copyWithin(at, at + 1, this.count);
    this.versions.copyWithin(at, at + 1, this.count);
    this.until.copyWithin(at, at + 1, this.count);
    this.count--;
  }
}

export class BrowserCache {
  /** The version found last, whether it may be used or has to be asked about; -1: none. */
  version = -1;
  readonly #capacity: number;
  readonly #shelves = new Map<number, Shelf>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether a session may use what it has of a thing at this moment (ns); what it has stands in `version`. */
  look(session: number, thing: number, now: number): boolean {
    this.version = -1;
    const shelf = this.#shelves.get(session);
    const at = shelf === undefined ? -1 : shelf.find(thing);
    if (shelf === undefined || at < 0) return false;
    this.version = shelf.versions[at]!;
    if (now >= shelf.until[at]!) return false;
    shelf.raise(at);
    return true;
  }

  /** A session got this version of a thing, to be used until a moment (ns). */
  keep(session: number, thing: number, version: number, until: number): void {
    let shelf = this.#shelves.get(session);
    if (shelf === undefined) {
      shelf = new Shelf();
      this.#shelves.set(session, shelf);
    }
    let at = shelf.find(thing);
    if (at < 0) {
      if (shelf.count < this.#capacity) shelf.count++;
      if (shelf.count > shelf.things.length) shelf.grow(Math.min(this.#capacity, shelf.things.length * 2));
      at = shelf.count - 1;
      shelf.things[at] = thing;
    }
    shelf.versions[at] = version;
    shelf.until[at] = until;
    shelf.raise(at);
  }

  /** A session changed a thing: what it had of it is worth nothing (RFC 9111, 4.4). */
  drop(session: number, thing: number): void {
    const shelf = this.#shelves.get(session);
    const at = shelf === undefined ? -1 : shelf.find(thing);
    if (at >= 0) shelf?.remove(at);
  }
}
