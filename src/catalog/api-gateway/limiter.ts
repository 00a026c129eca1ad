/**
 * A gateway's limiter: none, one for all, or one for each session, tenant or class of requests; shared by its copies or kept by each.
 */
import { KeyedLimits } from '../../mechanisms/limit/keyed-limits.ts';
import type { LimitShape } from '../../mechanisms/limit/rate-limit.ts';
import { MOST_SESSIONS } from '../../mechanisms/limit/session-buckets.ts';

export type LimitScope = 'none' | 'all' | 'session' | 'tenant' | 'route';

export interface LimitSettings extends LimitShape {
  readonly scope: LimitScope;
}

/** Tenants and classes that are told apart at most (chosen). */
const MOST_TENANTS = 10_000;

export class Limiter {
  #settings: LimitSettings;
  readonly #stores: number;
  #limits: readonly KeyedLimits[] = [];

  /** `stores`: 1 for copies that share, else one for each copy. */
  constructor(settings: LimitSettings, stores: number) {
    this.#settings = settings;
    this.#stores = stores;
    this.#fill();
  }

  get on(): boolean {
    return this.#settings.scope !== 'none';
  }

  /** ns for which a request has to wait at this moment, or -1 when it is turned away. `key` by the scope: see `keyOf`. */
  admits(store: number, key: number, now: number): number {
    const limits = this.#limits[this.#stores === 1 ? 0 : store];
    return limits === undefined ? 0 : limits.take(key, now);
  }

  /** ns after which a call that was turned away just now would be let in. */
  until(store: number, key: number, now: number): number {
    return this.#limits[this.#stores === 1 ? 0 : store]?.until(key, now) ?? 0;
  }

  /** What stands for a request under the scope in force. */
  keyOf(session: number, tenant: number, cls: number): number {
    const { scope } = this.#settings;
    return scope === 'session' ? session : scope === 'tenant' ? tenant : scope === 'route' ? cls : 0;
  }

  /** A copy lost its memory: what it kept by itself starts anew. */
  forget(store: number): void {
    if (this.#stores > 1) this.#limits[store]?.clear();
  }

  configure(settings: LimitSettings, now: number): void {
    const before = this.#settings;
    this.#settings = settings;
    if (settings.scope !== before.scope) this.#fill();
    else if (!sameShape(settings, before)) for (const limits of this.#limits) limits.configure(settings, now);
  }

  #fill(): void {
    const { scope } = this.#settings;
    const wanted = scope === 'session' ? Math.max(1, Math.floor(MOST_SESSIONS / this.#stores)) : scope === 'all' ? 1 : MOST_TENANTS;
    const count = scope === 'none' ? 0 : this.#stores;
    this.#limits = Array.from({ length: count }, () => new KeyedLimits(this.#settings, wanted));
  }
}

function sameShape(a: LimitShape, b: LimitShape): boolean {
  return a.algorithm === b.algorithm && a.rate === b.rate && a.burst === b.burst && a.count === b.count && a.window === b.window;
}
