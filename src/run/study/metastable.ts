/**
 * The map of metastability: loads against triggers. A trigger strikes for a while and goes; what counts is whether requests are answered
 * long after it is gone. A load that no trigger of the map tips is stable; one that some trigger tips is vulnerable, and where it stays
 * down it is metastable (Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021). Of loads that can be tipped it finds
 * how far the load must be cut until the system recovers by itself.
 */
import type { Design, FaultEntry } from '../../design/document.ts';
import { estimate } from '../estimate.ts';
import type { RunPool } from '../replications.ts';
import type { Report } from '../report.ts';
import { freeId, strikesAt, withEntries } from './faulty.ts';
import { usersOf, withLoad } from './load.ts';
import { CannotRun, offeredIn, reportsOf, type Watch } from './study.ts';

/** What strikes: more requests, or slower work of one part; so many times as many, or as slow. */
export type Trigger = { readonly sort: 'spike' } | { readonly sort: 'slow'; readonly node: string };

export interface MapPlan {
  /** Times the load of the design, rising. */
  readonly loads: readonly number[];
  /** Sizes of the trigger, rising, above 1. */
  readonly sizes: readonly number[];
  readonly trigger: Trigger;
  /** How long it lasts, and how long the system has to settle afterwards before it is judged, ms. */
  readonly lastsMs: number;
  readonly settleMs: number;
}

/** Ten seconds of trigger, half a minute to settle (chosen: longer than any timeout in the examples, with its retries). */
export const USUAL_MAP = {
  sizes: [1.5, 2, 3, 5, 8],
  lastsMs: 10_000,
  settleMs: 30_000,
  trigger: { sort: 'spike' },
} as const satisfies Partial<MapPlan>;

/**
 * `stable`: it recovers, and no trigger of the map tips this load. `vulnerable`: it recovers from this trigger, yet a larger one tips this
 * load. `metastable`: it stays down long after the trigger. `overloaded`: it is down without any trigger.
 */
export type MapState = 'stable' | 'vulnerable' | 'metastable' | 'overloaded';

export interface MapCell {
  readonly state: MapState;
  /** Answered of what was sent while it is judged, 0 … 1; requests sent a second. */
  readonly answered: number;
  readonly offered: number;
  readonly digest: string;
}

export interface MapRow {
  readonly load: number;
  /** Without a trigger. */
  readonly calm: MapCell | undefined;
  readonly cells: readonly (MapCell | undefined)[];
  /** Requests a second to which the load must be cut until it recovers; null: not even a twentieth of it does; undefined: not (yet) known. */
  readonly recovery: { readonly factor: number; readonly offered: number; readonly digest: string } | null | undefined;
}

export interface StabilityMap {
  readonly sizes: readonly number[];
  readonly rows: readonly MapRow[];
}

/** Judged over so long at the end, ms; healthy when so much of what is sent is answered (chosen). */
const JUDGED_MS = 15_000;
const HEALTHY = 0.95;
/** Halvings of the cut, and the least load it may be cut to (chosen: to a fortieth of the load). */
const CUTS = 5;
const LEAST_CUT = 0.05;

/** Loads from a third of what theory gives as the limit to a little more than it, in steps of equal size; else of the load drawn. */
export function usualLoads(design: Design, steps = 7): readonly number[] {
  const limit = estimate(design).capacity?.factor;
  const top = limit === undefined || !Number.isFinite(limit) || limit <= 0 ? 1.5 : limit;
  return Array.from({ length: steps }, (_, i) => Number((top * (0.25 + (0.8 * i) / (steps - 1))).toPrecision(2)));
}

/** @throws when the design cannot run, the pool is closed, or the simulation breaks. */
export async function stabilityMap(
  design: Design,
  plan: MapPlan,
  pool: RunPool,
  watch: Watch<StabilityMap> = () => {},
): Promise<StabilityMap> {
  if (usersOf(design).length === 0) throw new CannotRun('Nothing in this design sends requests that could become more.');
  const rows: MapRow[] = plan.loads.map((load) => ({ load, calm: undefined, cells: plan.sizes.map(() => undefined), recovery: undefined }));
  let done = 0;
  let planned = plan.loads.length * (plan.sizes.length + 1);
  const now = (): StabilityMap => ({ sizes: plan.sizes, rows: rows.map(settled) });
  const tell = (): void => watch({ done: ++done, planned, result: now() });
  const put = (i: number, patch: Partial<MapRow>): void => {
    rows[i] = { ...(rows[i] as MapRow), ...patch };
    tell();
  };
  await Promise.all(
    plan.loads.map(async (load, i) => {
      const measured = async (size: number): Promise<MapCell> => cellOf(await run(design, plan, load, size, undefined, pool), design);
      const calm = measured(1).then((cell) => put(i, { calm: cell }));
      const others = plan.sizes.map((size, k) =>
        measured(size).then((cell) => put(i, { cells: (rows[i] as MapRow).cells.map((old, at) => (at === k ? cell : old)) })),
      );
      await Promise.all([calm, ...others]);
      const size = tippedBy(settled(rows[i] as MapRow), plan.sizes);
      if (size === undefined) return;
      planned += CUTS + 1;
      const recovery = await recoveryOf(design, plan, load, size, pool, tell);
      rows[i] = { ...(rows[i] as MapRow), recovery };
    }),
  );
  return now();
}

/** The largest trigger that tips a load; undefined when none does. */
function tippedBy({ cells }: MapRow, sizes: readonly number[]): number | undefined {
  return sizes.findLast((_, k) => cells[k]?.state === 'metastable');
}

/** How far the load must be cut, by halving, until it recovers. */
async function recoveryOf(
  design: Design,
  plan: MapPlan,
  load: number,
  size: number,
  pool: RunPool,
  tell: () => void,
): Promise<MapRow['recovery']> {
  const cutTo = async (cut: number): Promise<MapCell> => {
    const cell = cellOf(await run(design, plan, load, size, cut, pool), design);
    tell();
    return cell;
  };
  let [low, high] = [LEAST_CUT, 1];
  let found = await cutTo(low);
  if (found.answered < HEALTHY) return null;
  for (let i = 0; i < CUTS; i++) {
    const middle = (low + high) / 2;
    const cell = await cutTo(middle);
    if (cell.answered >= HEALTHY) [low, found] = [middle, cell];
    else high = middle;
  }
  return { factor: low, offered: found.offered, digest: found.digest };
}

async function run(design: Design, plan: MapPlan, load: number, size: number, cut: number | undefined, pool: RunPool): Promise<Report> {
  const [report] = await reportsOf(mapDesign(design, plan, load, size, cut), 1, pool);
  return report;
}

/** The design at a load under a trigger (1: none), the load cut to a share of itself when it is over, as it was run and can be opened. */
export function mapDesign(
  design: Design,
  { trigger, lastsMs, settleMs }: Omit<MapPlan, 'loads' | 'sizes'>,
  load: number,
  size: number,
  cut?: number,
): Design {
  const loaded = withLoad(design, load);
  const at = strikesAt(design);
  const over = at + lastsMs + settleMs;
  const from = cut === undefined ? over : over + settleMs;
  const to = from + JUDGED_MS;
  const entries: FaultEntry[] = [];
  const add = (entry: Pick<FaultEntry, 'at' | 'duration' | 'fault' | 'target' | 'params'>): void => {
    entries.push({ type: 'fault', id: freeId(design, entries.length), ...entry });
  };
  if (size !== 1) {
    if (trigger.sort === 'slow') add({ at, duration: lastsMs, fault: 'slow', target: trigger.node, params: { factor: size } });
    else for (const { id } of usersOf(design)) add({ at, duration: lastsMs, fault: 'traffic-spike', target: id, params: { factor: size } });
  }
  if (cut !== undefined) {
    for (const { id } of usersOf(design))
      add({ at: over, duration: to - over, fault: 'traffic-spike', target: id, params: { factor: cut } });
  }
  const what = `load ×${load}${size === 1 ? '' : `, ${trigger.sort} ×${size}`}${cut === undefined ? '' : `, cut to ${Number((cut * 100).toPrecision(2))} %`}`;
  return withEntries(loaded, entries, { from, to }, [], what);
}

function cellOf(report: Report, design: Design): MapCell {
  const offered = offeredIn(
    report,
    usersOf(design).map(({ id }) => id),
  );
  const answered = offered === 0 ? 1 : Math.min(1, report.total.throughput / offered);
  return { state: answered >= HEALTHY ? 'stable' : 'metastable', answered, offered, digest: report.digest };
}

/** States as the whole row says them, as far as it is known. */
function settled(row: MapRow): MapRow {
  const { calm, cells } = row;
  if (calm === undefined) return row;
  const down = ({ answered }: MapCell): boolean => answered < HEALTHY;
  if (down(calm)) {
    return { ...row, calm: { ...calm, state: 'overloaded' }, cells: cells.map((cell) => cell && { ...cell, state: 'overloaded' }) };
  }
  const tips = cells.some((cell) => cell !== undefined && down(cell));
  const stateOf = (cell: MapCell): MapState => (down(cell) ? 'metastable' : tips ? 'vulnerable' : 'stable');
  return {
    ...row,
    calm: { ...calm, state: tips ? 'vulnerable' : 'stable' },
    cells: cells.map((cell) => cell && { ...cell, state: stateOf(cell) }),
  };
}

/** What the map says, in two sentences at most. */
export function mapWords({ rows }: StabilityMap): string {
  const at = (row: MapRow): string => `${Number((row.calm?.offered ?? 0).toPrecision(3))}/s`;
  const state = (row: MapRow): MapState | undefined => row.calm?.state;
  const stable = rows.filter((row) => state(row) === 'stable').at(-1);
  const vulnerable = rows.find((row) => state(row) === 'vulnerable');
  if (vulnerable === undefined) {
    return stable === undefined ? 'It is overloaded at every load of the map.' : `No trigger of the map tips it, up to ${at(stable)}.`;
  }
  const recovery = rows.flatMap((row) => (row.recovery ? [row.recovery.offered] : []));
  const lowest = recovery.length === 0 ? undefined : Math.min(...recovery);
  const back =
    lowest === undefined ? '' : ` Once down, the load must be cut to ${Number(lowest.toPrecision(2))}/s until it recovers by itself.`;
  return `From ${at(vulnerable)} on a trigger that is long over can keep it down${stable === undefined ? '' : `; up to ${at(stable)} none does`}.${back}`;
}
