/** Who loads what a cache misses, by the link over which it was asked. */
import type { StationContext } from '../../engine/station.ts';

/**
 * The cache itself when it reads through (`through`), or when its caller has no link to the store behind it and so could not. As an
 * array over all links.
 */
export function loadsHere({ sim, incoming, far }: StationContext, through: boolean): Uint8Array {
  const loads = new Uint8Array(sim.links.length);
  const origin = far[0]?.node;
  for (const link of incoming) {
    const caller = sim.links[link]!.from;
    const able = origin === undefined || sim.links.some((one) => one.from === caller && one.to === origin);
    if (through || !able) loads[link] = 1;
  }
  return loads;
}
