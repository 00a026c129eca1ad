/**
 * What a query costs beyond its base time: rows looked through where no index helps, rows joined, copies kept up where data is
 * denormalised, indexes kept up by a write. Queries are told apart by their class. All off: nothing is added.
 */
import { SPAN } from '../../engine/clock.ts';
import type { Sim } from '../../engine/sim.ts';

export interface CostSettings {
  /** By class: 1 where it reads without an index; where it joins other rows. */
  readonly scans: Uint8Array;
  readonly joins: Uint8Array;
  /** ns for looking through the whole table. */
  readonly scanTime: number;
  /** Further rows that a joining query fetches, each at the price of the first. */
  readonly joined: number;
  /** Joined data lies with the row: a read fetches one, a write keeps all copies up. */
  readonly denormalised: boolean;
  /** ns that a write takes for all further indexes. */
  readonly indexTime: number;
}

/** Adds to the span of a query's work, which has been drawn. */
export function addCost(sim: Sim, instance: number, cls: number, write: boolean, cost: CostSettings): void {
  const { clock } = sim;
  const { joined, denormalised } = cost;
  const many = write ? denormalised : !denormalised && cost.joins[cls] === 1;
  const more = write ? cost.indexTime : cost.scans[cls] === 1 ? cost.scanTime : 0;
  if (many && joined > 0) clock[SPAN] = clock[SPAN]! * (1 + joined);
  if (more > 0) clock[SPAN] = clock[SPAN]! + (sim.knobs.calm === 1 ? more : sim.work(instance, more));
}
