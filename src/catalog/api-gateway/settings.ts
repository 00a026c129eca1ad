/** A gateway's values, and the parts of its links: routes, and what it asks for itself. */
import type { FarEnd } from '../../engine/station.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { GATEWAY_PARAMETERS } from './parameters.ts';

export type Values = ValuesOf<typeof GATEWAY_PARAMETERS>;

/** Links of step 1 are routes. */
export function routesAmong(far: readonly FarEnd[]): readonly FarEnd[] {
  return far.filter((f) => f.plan.step === 1);
}

/** The link to the gateway's own store (sessions, counters): one of a later step that leads to a cache or a store; -1: none. */
export function storeLink(far: readonly FarEnd[]): number {
  return far.find((f) => f.plan.step > 1 && (f.role === 'cache' || f.role === 'store'))?.link ?? -1;
}

/** The link to who knows the users: one of a later step that leads to anything else; -1: none. */
export function identityLink(far: readonly FarEnd[]): number {
  return far.find((f) => f.plan.step > 1 && f.role !== 'cache' && f.role !== 'store')?.link ?? -1;
}
