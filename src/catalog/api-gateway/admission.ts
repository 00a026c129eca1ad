/**
 * Who may come in: the rate limit and the quota of those who ask. Some tenants pay for more: their limits and quotas are a
 * multiple of the others'. A tenant is what the class of a request says, else sessions are dealt out among so many.
 */
import { QUOTA_USED_UP, RATE_LIMITED } from '../../engine/outcome.ts';
import { CLASS, SESSION } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';
import { Sources } from '../../mechanisms/relay/sources.ts';
import { mix32 } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { Limiter, type LimitScope, type LimitSettings } from './limiter.ts';
import type { Values } from './settings.ts';

/** Keeps this use of a tenant's number apart from others (chosen). */
const TIER_SALT = 0x71e2;
const TWO_32 = 4_294_967_296;

export class Admission {
  readonly #c: StationContext;
  readonly #sources: Sources;
  /** Of those who do not pay for more, and of those who do. */
  readonly #limits: readonly [Limiter, Limiter];
  readonly #quotas: readonly [Limiter, Limiter];
  #values: Values;
  #left = 1;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#sources = new Sources(context);
    this.#values = values;
    const stores = values.limitCounting === 'each' ? context.instances : 1;
    this.#limits = [new Limiter(limitOf(values, 1), stores), new Limiter(limitOf(values, values.paidFactor), stores)];
    this.#quotas = [new Limiter(quotaOf(values, 1), stores), new Limiter(quotaOf(values, values.paidFactor), stores)];
  }

  /** Whether anything is counted. */
  get counts(): boolean {
    return this.#limits[0].on || this.#quotas[0].on;
  }

  /** ns that a request has to wait, or the reason why it is turned away as a negative number. */
  admits(row: number, copy: number): number {
    if (!this.counts) return 0;
    const { sim } = this.#c;
    const { ints } = sim.requests;
    const session = ints[row + SESSION]!;
    const who = this.#sources.of(row);
    const tenant = this.tenantOf(ints[row + CLASS]!, session);
    const tier = this.#pays(tenant) ? 1 : 0;
    const limit = this.#limits[tier]!;
    const quota = this.#quotas[tier]!;
    const wait = limit.on ? limit.admits(copy, limit.keyOf(who, tenant, ints[row + CLASS]!), sim.now) : 0;
    if (wait < 0) {
      this.#says(row, limit.until(copy, limit.keyOf(who, tenant, ints[row + CLASS]!), sim.now));
      return -RATE_LIMITED;
    }
    if (!quota.on || quota.admits(copy, quota.keyOf(who, tenant, ints[row + CLASS]!), sim.now) >= 0) return wait;
    this.#says(row, quota.until(copy, quota.keyOf(who, tenant, ints[row + CLASS]!), sim.now));
    return -QUOTA_USED_UP;
  }

  /** A tenant as a number. */
  tenantOf(cls: number, session: number): number {
    const tenant = this.#c.classes[cls]!.tenant;
    if (tenant !== undefined) return this.#c.classes.findIndex((one) => one.tenant === tenant);
    return this.#c.classes.length + (session % this.#values.tenants);
  }

  forget(copy: number): void {
    for (const one of [...this.#limits, ...this.#quotas]) one.forget(copy);
  }

  configure(values: Values): void {
    const { now } = this.#c.sim;
    this.#values = values;
    const factors = [this.#left, this.#left * values.paidFactor] as const;
    this.#limits.forEach((one, tier) => {
      one.configure(limitOf(values, factors[tier]!), now);
    });
    this.#quotas.forEach((one, tier) => {
      one.configure(quotaOf(values, factors[tier]!), now);
    });
  }

  /** Limits and quotas may be cut for a while. */
  turned(): void {
    const left = this.#c.sim.knobs.allowance[this.#c.node]!;
    if (left === this.#left) return;
    this.#left = left;
    this.configure(this.#values);
  }

  #says(row: number, ns: number): void {
    if (this.#values.retryAfter) this.#c.sim.calls.comeAgain.say(row, ns);
  }

  #pays(tenant: number): boolean {
    return this.#values.paidShare > 0 && mix32(tenant, TIER_SALT) / TWO_32 < this.#values.paidShare;
  }
}

function limitOf(values: Values, factor: number): LimitSettings {
  const whole = (x: number) => Math.max(1, Math.round(x * factor));
  return {
    scope: values.limit as LimitScope,
    algorithm: values.limitAlgorithm,
    rate: Math.max(0.001, values.limitRate * factor),
    burst: whole(values.limitBurst),
    count: whole(values.limitCount),
    window: Math.round(values.limitWindow * NS_PER_MS),
  };
}

function quotaOf(values: Values, factor: number): LimitSettings {
  const count = Math.max(1, Math.round(values.quotaCount * factor));
  const window = Math.round(values.quotaWindow * NS_PER_MS);
  return { scope: values.quota as LimitScope, algorithm: 'fixed-window', rate: 1, burst: 1, count, window };
}
