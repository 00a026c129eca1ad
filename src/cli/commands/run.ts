/** `run`: a scenario from start to end, its report as JSON or in words, once or over several seeds. */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import type { Design } from '../../design/document.ts';
import { WINDOW } from '../../run/frame.ts';
import type { Report } from '../../run/report.ts';
import { Session } from '../../run/session.ts';
import { reportOf } from '../../run/verdict.ts';
import { interval95, mser5 } from '../../stats/confidence.ts';
import { readInput, withValues } from '../input.ts';
import { BAD_INPUT, BUG, MISSED, print, printJson, Stop, tell } from '../output.ts';
import { seriesCsv } from '../series-csv.ts';
import { summary } from '../summary.ts';

export interface RunOptions {
  readonly seed?: string;
  readonly seeds?: string;
  readonly until?: string;
  readonly warmup?: string;
  readonly set?: readonly string[];
  readonly objectives?: boolean;
  readonly json?: boolean;
  readonly series?: string;
}

/** The command; its exit code. */
export function run(source: string | undefined, options: RunOptions): number {
  const input = readInput(source);
  const design = withOptions(input.design, options);
  const seeds = options.seeds === undefined ? 1 : whole('--seeds', options.seeds, 1, 10_000);
  if (seeds > 1) return runSeveral(design, seeds, options);
  const session = execute(design);
  const report = reportOf(session, wallOf(session));
  if (options.series !== undefined) writeFileSync(options.series, seriesCsv(session));
  const replay =
    input.expected === undefined || changed(options)
      ? undefined
      : { expected: input.expected, identical: input.expected === report.digest };
  if (options.json) printJson(replay === undefined ? report : { ...report, replay });
  else print(summary(report, design, replay));
  if (report.problems.length > 0) tell(report.problems.map((p) => p.message).join('\n'));
  return verdictOf([report], options);
}

/** The run of a design from 0 to its end. A bug ends with code 3, seed and digest. */
export function execute(design: Design): Session {
  let session: Session | undefined;
  try {
    const began = performance.now();
    session = new Session(design);
    session.advance(session.end);
    WALL.set(session, performance.now() - began);
    return session;
  } catch (error) {
    const digest = session?.digest() ?? 'none';
    throw new Stop(BUG, `A bug in the simulation, seed ${design.scenario.seed}, digest ${digest}: ${String(error)}`);
  }
}

const WALL = new WeakMap<Session, number>();

function wallOf(session: Session): number {
  return Math.round(WALL.get(session) ?? 0);
}

function withOptions(design: Design, options: RunOptions): Design {
  const changed = withValues(design, options.set ?? []);
  const scenario = { ...changed.scenario };
  if (options.seed !== undefined) scenario.seed = whole('--seed', options.seed, 0, 4294967295);
  if (options.until !== undefined) scenario.durationMs = whole('--until', options.until, 1, 86_400_000);
  if (options.warmup === 'auto') scenario.warmupMs = warmupOf({ ...changed, scenario });
  else if (options.warmup !== undefined) scenario.warmupMs = whole('--warmup', options.warmup, 0, scenario.durationMs);
  scenario.warmupMs = Math.min(scenario.warmupMs, scenario.durationMs);
  return { ...changed, scenario };
}

function changed(options: RunOptions): boolean {
  return [options.seed, options.until, options.warmup].some((o) => o !== undefined) || (options.set ?? []).length > 0;
}

/** Warm-up by MSER-5 (White 1997) over the window means of a pilot run. */
function warmupOf(design: Design): number {
  const session = execute({ ...design, scenario: { ...design.scenario, warmupMs: 0 } });
  const means = session.recorder.series.column(WINDOW.mean).filter((x) => !Number.isNaN(x));
  const cut = mser5(means);
  if (cut < 0) tell('The run is too short to tell its warm-up; none is left out.');
  return Math.max(0, cut) * session.recorder.windowMs;
}

function runSeveral(design: Design, seeds: number, options: RunOptions): number {
  const reports: Report[] = [];
  for (let k = 0; k < seeds; k++) {
    const session = execute({ ...design, scenario: { ...design.scenario, seed: (design.scenario.seed + k) % 4294967296 } });
    reports.push(reportOf(session, wallOf(session)));
    if (process.stderr.isTTY) process.stderr.write(`\rrun ${k + 1} of ${seeds}${k + 1 === seeds ? '\n' : ''}`);
  }
  printJson(spread(reports));
  return verdictOf(reports, options);
}

/** Several values of one place as one: numbers become mean, 95 % half-width and n; the rest that of the first run. */
function spread(values: readonly unknown[]): unknown {
  const first = values[0];
  const numbers = values.filter((v) => typeof v === 'number');
  if (typeof first === 'number' || (first === null && numbers.length > 0)) return interval(numbers);
  if (Array.isArray(first)) return first.map((_, i) => spread(values.map((v) => (Array.isArray(v) ? v[i] : undefined))));
  if (typeof first === 'object' && first !== null) {
    const keys = new Set(values.flatMap((v) => (typeof v === 'object' && v !== null ? Object.keys(v) : [])));
    return Object.fromEntries([...keys].map((key) => [key, spread(values.map((v) => (v as Readonly<Record<string, unknown>>)[key]))]));
  }
  return first;
}

function interval(numbers: readonly number[]): { mean: number; half95: number | null; n: number } {
  const { mean, half, n } = interval95(numbers);
  return { mean, half95: Number.isFinite(half) ? half : null, n };
}

function verdictOf(reports: readonly Report[], options: RunOptions): number {
  const missed = reports.flatMap((r) => r.objectives).filter((o) => !o.met);
  if (options.objectives !== true || missed.length === 0) return 0;
  for (const o of missed) tell(`missed: ${o.text} (${o.value ?? 'not measured'})`);
  return MISSED;
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Stop(BAD_INPUT, `${name}: a whole number from ${least} to ${most}.`);
  }
  return value;
}
