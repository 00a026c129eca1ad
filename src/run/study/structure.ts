/**
 * Structure against measurement: what each part takes along when it is down (foretold from the drawing, then measured in a run of its
 * own), and the availability that series, parallel and k of n promise against runs in which every copy fails and is repaired at random.
 * Where the two differ, time is the reason: detection, take-over, overload of what is left, retries.
 */
import type { Design, FaultEntry, WearEntry } from '../../design/document.ts';
import { type Interval, interval95 } from '../../stats/confidence.ts';
import { steadyAvailability } from '../../theory/availability-structure.ts';
import { seedAt } from '../experiment.ts';
import type { RunPool } from '../replications.ts';
import type { Report } from '../report.ts';
import { freeId, strikesAt, withEntries } from './faulty.ts';
import {
  availabilityOf,
  type ClassStructure,
  lostWithout,
  type Structure,
  singlePoints,
  structureOf,
  treeWords,
} from './structure-tree.ts';
import { CannotRun, reportsOf, type Watch } from './study.ts';

export interface StructurePlan {
  /** Mean time up and mean time to repair of every copy, ms of simulated time. */
  readonly mtbfMs: number;
  readonly mttrMs: number;
  /** Runs with random failures, and how long each is measured, ms. */
  readonly seeds: number;
  readonly lengthMs: number;
}

/** A minute between failures, five seconds to repair, five runs of five minutes (chosen: many failures in a short run). */
export const USUAL_STRUCTURE: StructurePlan = { mtbfMs: 60_000, mttrMs: 5_000, seeds: 5, lengthMs: 300_000 };

/** How long a part is down when its blast is measured, ms (chosen). */
const DOWN_MS = 5_000;

export interface Blast {
  readonly node: string;
  readonly name: string;
  readonly copies: number;
  /** By class id: the share of its requests lost while all copies are down, as the drawing foretells and as measured. */
  readonly foretold: Readonly<Record<string, number>>;
  readonly measured: Readonly<Record<string, number | null>> | undefined;
  /** Measured, of all requests. */
  readonly ofAll: number | undefined;
  readonly digest: string;
}

export interface ClassAvailability {
  readonly id: string;
  readonly name: string;
  /** What it needs, as a formula. */
  readonly needs: string;
  /** Names of parts of which one copy stops it all. */
  readonly singlePoints: readonly string[];
  readonly promised: number;
  /** Over the runs with random failures; undefined until there are some. */
  readonly measured: Interval | undefined;
}

export interface StructureResult {
  /** Availability of one copy, MTBF / (MTBF + MTTR). */
  readonly copy: number;
  readonly classes: readonly ClassAvailability[];
  /** The part that takes most along first. */
  readonly blasts: readonly Blast[];
}

/** What the drawing alone says; no run. */
export function foretold(design: Design, { mtbfMs, mttrMs }: Pick<StructurePlan, 'mtbfMs' | 'mttrMs'>): StructureResult {
  const structure = structureOf(design);
  const copy = steadyAvailability(mtbfMs, mttrMs);
  return {
    copy,
    classes: structure.classes.map((one) => ({
      id: one.class.id,
      name: one.class.name,
      needs: treeWords(one.tree, structure),
      singlePoints: singlePoints(structure, one).map(({ name }) => name),
      promised: availabilityOf(structure, one, copy),
      measured: undefined,
    })),
    blasts: sorted(
      structure.parts.map(({ node, name, copies }) => ({
        node,
        name,
        copies,
        foretold: lostBy(structure, node),
        measured: undefined,
        ofAll: undefined,
        digest: '',
      })),
      structure.classes,
    ),
  };
}

function lostBy({ classes }: Structure, node: string): Readonly<Record<string, number>> {
  return Object.fromEntries(classes.map((one) => [one.class.id, lostWithout(one.tree, node)]));
}

/** The part whose loss costs most first, by what was measured, else by what was foretold. */
function sorted(blasts: readonly Blast[], classes: readonly ClassStructure[]): readonly Blast[] {
  const weight = (blast: Blast): number =>
    blast.ofAll ??
    classes.reduce((sum, one) => sum + one.class.weight * (blast.foretold[one.class.id] ?? 0), 0) / Math.max(1, classes.length * 1e3);
  return [...blasts].sort((a, b) => weight(b) - weight(a));
}

/** @throws when the design cannot run, the pool is closed, or the simulation breaks. */
export async function structureStudy(
  design: Design,
  plan: StructurePlan,
  pool: RunPool,
  watch: Watch<StructureResult> = () => {},
): Promise<StructureResult> {
  const structure = structureOf(design);
  if (structure.parts.length === 0) throw new CannotRun('No request of this design reaches a part that could fail.');
  let result = foretold(design, plan);
  const random: Report[] = [];
  let done = 0;
  const planned = result.blasts.length + plan.seeds;
  const tell = (): void => watch({ done: ++done, planned, result });
  const down = result.blasts.map(async ({ node }) => {
    const [report] = await reportsOf(blastDesign(design, node), 1, pool);
    const lost = (totals: { readonly requests: number; readonly ok: number } | undefined): number | null =>
      totals === undefined || totals.requests === 0 ? null : 1 - totals.ok / totals.requests;
    const measured = Object.fromEntries(structure.classes.map((one) => [one.class.id, lost(report.classes[one.class.id])]));
    const ofAll = lost(report.total) ?? 0;
    const blasts = result.blasts.map((blast) => (blast.node === node ? { ...blast, measured, ofAll, digest: report.digest } : blast));
    result = { ...result, blasts: sorted(blasts, structure.classes) };
    tell();
  });
  const failing = Array.from({ length: plan.seeds }, async (_, i) => {
    const [report] = await reportsOf(failingDesign(design, plan, i), 1, pool);
    random[i] = report;
    const reports = random.filter((one) => one !== undefined);
    const classes = result.classes.map((one) => ({ ...one, measured: interval95(reports.flatMap((r) => answeredOf(r, one.id) ?? [])) }));
    result = { ...result, classes };
    tell();
  });
  await Promise.all([...down, ...failing]);
  return result;
}

function answeredOf(report: Report, classId: string): number | null {
  const totals = report.classes[classId];
  return totals === undefined || totals.requests === 0 ? null : totals.ok / totals.requests;
}

/** The design with all copies of a part down, measured while they are, as it was run and can be opened. */
export function blastDesign(design: Design, node: string): Design {
  const at = strikesAt(design);
  // What was sent just before the end is counted when it ends: some time is left for the slowest to fail.
  const entry: FaultEntry = { type: 'fault', id: freeId(design, 0), at, duration: DOWN_MS, fault: 'crash', target: node, params: {} };
  return withEntries(design, [entry], { from: at, to: at + DOWN_MS }, [], `${node} down`);
}

/** The design with every copy failing and being repaired by itself, under the i-th seed, as it was run and can be opened. */
export function failingDesign(design: Design, { mtbfMs, mttrMs, lengthMs }: StructurePlan, i: number): Design {
  const from = strikesAt(design);
  const wear = structureOf(design).parts.map(
    ({ node }, k): WearEntry => ({ type: 'wear', id: freeId(design, k), at: 0, target: node, mtbf: mtbfMs, mttr: mttrMs }),
  );
  const opened = withEntries(design, wear, { from, to: from + lengthMs }, [], 'random failures');
  return { ...opened, scenario: { ...opened.scenario, seed: seedAt(design.scenario.seed, i) } };
}
