/**
 * A gateway's limiter: no limit, one bucket for all, or one for each session; shared by its copies or kept by each.
 */
import { MOST_SESSIONS, SessionBuckets } from '../../mechanisms/limit/session-buckets.ts';
import { TokenBuckets } from '../../mechanisms/limit/token-bucket.ts';

export interface LimitSettings {
  readonly scope: 'none' | 'all' | 'session';
  /** Tokens per second, and tokens a bucket holds. */
  readonly rate: number;
  readonly burst: number;
}

export class Limiter {
  #settings: LimitSettings;
  readonly #stores: number;
  #all: TokenBuckets | undefined;
  #bySession: readonly SessionBuckets[] = [];

  /** `stores`: 1 for copies that share, else one for each copy. */
  constructor(settings: LimitSettings, stores: number) {
    this.#settings = settings;
    this.#stores = stores;
    this.#fill(0);
  }

  /** Whether a request of a session may pass at this moment (ns); takes a token when it may. */
  admits(store: number, session: number, now: number): boolean {
    const at = this.#stores === 1 ? 0 : store;
    if (this.#all !== undefined) return this.#all.take(at, now);
    const sessions = this.#bySession[at];
    return sessions === undefined || sessions.take(session, now);
  }

  /** A copy lost its memory: what it kept by itself starts full. */
  forget(store: number, now: number): void {
    if (this.#stores === 1) return;
    this.#all?.fill(store, now);
    this.#bySession[store]?.clear();
  }

  configure(settings: LimitSettings, now: number): void {
    const before = this.#settings;
    this.#settings = settings;
    if (settings.scope !== before.scope) this.#fill(now);
    else if (settings.rate !== before.rate || settings.burst !== before.burst) {
      this.#all?.configure(settings.rate, settings.burst, now);
      for (const one of this.#bySession) one.configure(settings.rate, settings.burst, now);
    }
  }

  /** New and full buckets for the scope in force. */
  #fill(now: number): void {
    const { scope, rate, burst } = this.#settings;
    this.#all = scope === 'all' ? new TokenBuckets(this.#stores, rate, burst) : undefined;
    for (let i = 0; i < this.#stores; i++) this.#all?.fill(i, now);
    const capacity = Math.max(1, Math.floor(MOST_SESSIONS / this.#stores));
    const count = scope === 'session' ? this.#stores : 0;
    this.#bySession = Array.from({ length: count }, () => new SessionBuckets(rate, burst, capacity));
  }
}
