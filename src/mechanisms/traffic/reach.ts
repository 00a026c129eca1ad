/** Which data set is read and written behind a link, wherever behind services and relays it stands: the one there is, or none. */
import type { Sim } from '../../engine/sim.ts';

/** The data set behind a link; -1 when there is none, or more than one. To be asked when all links stand. */
export function datasetBehind(sim: Sim, link: number): number {
  const seen = new Set<number>([link]);
  const found = new Set<number>();
  for (const at of seen) {
    const { dataset, to } = sim.links[at]!;
    if (dataset >= 0) found.add(dataset);
    else for (const next of sim.links) if (next.from === to) seen.add(next.index);
  }
  for (const dataset of found) return found.size === 1 ? dataset : -1;
  return -1;
}
