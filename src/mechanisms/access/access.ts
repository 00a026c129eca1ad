/**
 * Access: what a query costs a store beyond finding one record by its key. Each sort of query takes so much for every record that it
 * touches, by the way in which the store keeps its data: a graph follows a pointer where a table looks up an index. The
 * request class says how it asks and how many records that touches.
 */
import { SPAN } from '../../engine/clock.ts';
import type { Sim } from '../../engine/sim.ts';
import type { RequestClass } from '../../engine/station.ts';
import type { NumberSpec } from '../../std/parameter.ts';
import type { Query } from '../../std/query.ts';
import { NS_PER_MS } from '../../std/units.ts';

const cost = (label: string, value: number, source: string, help: string) =>
  ({
    type: 'number',
    label,
    group: 'Access, for each record',
    unit: 'ms',
    min: 0,
    max: 10_000,
    default: value,
    whole: false,
    live: true,
    source,
    help,
  }) as const satisfies NumberSpec;

const ORDER = 'chosen: order of magnitude';

/** Costs of a table with indexes. */
export const ACCESS_PARAMETERS = {
  rangeCost: cost('In a range', 0.002, `${ORDER}, rows read in order from cached pages`, 'Time for each record of a range, read in order.'),
  joinCost: cost('Joined', 0.02, `${ORDER}, an index look-up in memory`, 'Time for each record found by way of another one.'),
  hopCost: cost(
    'Traversed',
    0.03,
    `${ORDER}, an index look-up and a step of a recursive query`,
    'Time for each record on a path from record to record.',
  ),
  searchCost: cost('Searched', 0.005, `${ORDER}, text compared row by row`, 'Time for each record that a search for words has to look at.'),
  scanCost: cost(
    'Aggregated',
    0.001,
    `${ORDER}, rows of which one column is used`,
    'Time for each record that a sum or a count goes over.',
  ),
} as const;

export interface AccessValues {
  readonly rangeCost: number;
  readonly joinCost: number;
  readonly hopCost: number;
  readonly searchCost: number;
  readonly scanCost: number;
}

function costOf(query: Query, values: AccessValues): number {
  switch (query) {
    case 'key':
      return 0;
    case 'range':
      return values.rangeCost;
    case 'join':
      return values.joinCost;
    case 'traverse':
      return values.hopCost;
    case 'search':
      return values.searchCost;
    case 'aggregate':
      return values.scanCost;
  }
}

/** Work of one read of a class beyond finding a record by its key, ms. */
export function accessTime(cls: Pick<RequestClass, 'query' | 'records'>, values: AccessValues): number {
  return (cls.records ?? 1) * costOf(cls.query ?? 'key', values);
}

/** The extra work of all classes at one store. Where no class asks for more than one record by its key, it costs nothing. */
export class Access {
  readonly #classes: readonly RequestClass[];
  /** By class, whole ns; undefined when there is none. */
  #times: Float64Array | undefined;

  constructor(classes: readonly RequestClass[], values: AccessValues) {
    this.#classes = classes;
    this.configure(values);
  }

  configure(values: AccessValues): void {
    const times = Float64Array.from(this.#classes, (cls) => Math.round(accessTime(cls, values) * NS_PER_MS));
    this.#times = times.some((ns) => ns > 0) ? times : undefined;
  }

  /** Adds to the span of a read's work, which has been drawn; of one of so many parts of it. */
  add(sim: Sim, instance: number, cls: number, parts: number): void {
    if (this.#times === undefined) return;
    const ns = Math.round(this.#times[cls]! / parts);
    sim.clock[SPAN] = sim.clock[SPAN]! + (sim.knobs.calm === 1 ? ns : sim.work(instance, ns));
  }
}
