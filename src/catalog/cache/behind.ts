/**
 * Write-behind at a cache's station: takes writes with the version that they make, saves them in the store later, and loses what an
 * instance had not saved when it dies. A save is a write that brings its version with it; it is nobody's request.
 */
import { OK } from '../../engine/outcome.ts';
import { CLASS, FILL, FLAGS, KEY, OPERATION, ORIGIN, OUTCOME, SESSION, TAG, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { StationContext } from '../../engine/station.ts';
import { WriteBuffer } from '../../mechanisms/cache/write-buffer.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { CacheValues } from './parameters.ts';

/** Event of the station's own: writes of an instance may be due. Tag of the calls that save them. */
export const FLUSH = 1;
export const SAVES = 2;

export class Behind {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #buffers: readonly WriteBuffer[];
  /** When each instance next looks, ns; Infinity: it does not. */
  readonly #looks: Float64Array;
  #values: CacheValues;

  constructor(context: StationContext, values: CacheValues) {
    this.#c = context;
    this.#sim = context.sim;
    this.#values = values;
    const behind = values.mode === 'write-behind';
    this.#buffers = behind ? Array.from({ length: context.instances }, () => new WriteBuffer()) : [];
    this.#looks = new Float64Array(context.instances).fill(Number.POSITIVE_INFINITY);
  }

  /** What an instance has not saved of a key; -1: nothing. */
  version(instance: number, key: number): number {
    return this.#buffers.length === 0 ? -1 : this.#buffers[instance - this.#c.firstInstance]!.version(key);
  }

  /** Keys that are not saved, at all instances. */
  unsaved(): number {
    return this.#buffers.reduce((sum, buffer) => sum + buffer.size, 0);
  }

  /** Takes a write, which makes its version here; false when it has to go through to the store. */
  take(row: number, instance: number): boolean {
    const { ints } = this.#sim.requests;
    const i = instance - this.#c.firstInstance;
    const buffer = this.#buffers[i];
    if (buffer === undefined || this.#c.outgoing.length === 0 || this.#c.dataset < 0 || buffer.size >= this.#values.bufferLimit)
      return false;
    const key = ints[row + KEY]!;
    const version = this.#sim.history.make(this.#c.dataset, key);
    ints[row + VERSION] = version;
    buffer.put(key, version, ints[row + CLASS]!, ints[row + SESSION]!, this.#sim.now);
    this.#flush(i);
    return true;
  }

  /** It may be time to save something. */
  due(i: number): void {
    if (this.#sim.now < this.#looks[i]!) return;
    this.#looks[i] = Number.POSITIVE_INFINITY;
    this.#flush(i);
  }

  /** A save came to its end. */
  answered(child: number): void {
    const { ints } = this.#sim.requests;
    const i = ints[child + ORIGIN]! - this.#c.firstInstance;
    this.#buffers[i]!.saved(ints[child + KEY]!, ints[child + OUTCOME] === OK, this.#sim.now);
    this.#flush(i);
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#looks[i] = Number.POSITIVE_INFINITY;
    for (const one of this.#buffers[i]?.lose() ?? []) this.#sim.history.lose(this.#c.dataset, one.key, one.before);
  }

  configure(values: CacheValues): void {
    this.#values = values;
    for (let i = 0; i < this.#buffers.length; i++) this.#flush(i);
  }

  /** Opens a call to the origin that is on nobody's behalf and no operation of the history, about what another row asks for. */
  open(instance: number, like: number): number {
    const { ints } = this.#sim.requests;
    return this.#open(instance, ints[like + KEY]!, ints[like + CLASS]!, ints[like + SESSION]!);
  }

  #open(instance: number, key: number, cls: number, session: number): number {
    const [origin] = this.#c.outgoing;
    // A cache that leads nowhere has nothing to ask.
    if (origin === undefined) return -1;
    const child = this.#sim.calls.open(origin, -1, instance);
    if (child < 0) return -1;
    // The table of rows may have grown by then.
    const { ints } = this.#sim.requests;
    ints[child + FLAGS] = ints[child + FLAGS]! & ~OPERATION;
    ints[child + KEY] = key;
    ints[child + CLASS] = cls;
    ints[child + SESSION] = session;
    return child;
  }

  /** Saves what has waited long enough, or is much, and looks again when the next will have. */
  #flush(i: number): void {
    const buffer = this.#buffers[i]!;
    const { flushDelay, flushBatch } = this.#values;
    const { now } = this.#sim;
    const delay = Math.round(flushDelay * NS_PER_MS);
    const many = buffer.waiting >= flushBatch;
    for (const one of buffer.take(flushBatch, many ? now : now - delay)) this.#save(i, one.key, one.version, one.cls, one.session);
    const next = buffer.oldest() + delay;
    if (next >= this.#looks[i]! || next === Number.POSITIVE_INFINITY) return;
    this.#looks[i] = Math.max(now, next);
    this.#sim.wake(this.#c.node, Math.max(0, next - now), FLUSH, i);
  }

  #save(i: number, key: number, version: number, cls: number, session: number): void {
    const child = this.#open(this.#c.firstInstance + i, key, cls, session);
    if (child < 0) return;
    const { ints } = this.#sim.requests;
    ints[child + FLAGS] = ints[child + FLAGS]! | WRITE | FILL;
    ints[child + VERSION] = version;
    ints[child + TAG] = SAVES;
    this.#sim.calls.send(child);
  }
}
