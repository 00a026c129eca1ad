/** Far ends as they are once the weight of one link changed during a run (blue/green, canary): all else stays. */
import type { FarEnd } from '../../engine/station.ts';

export function reweighed(far: readonly FarEnd[], link: number, weight: number): readonly FarEnd[] {
  return far.map((f) => (f.link === link ? { ...f, plan: { ...f.plan, weight } } : f));
}
