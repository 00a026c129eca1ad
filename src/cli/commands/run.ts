/** `run`: a scenario from start to end, its report as JSON or in words, once or over several seeds. */
import { writeFileSync } from 'node:fs';
import type { Design } from '../../design/document.ts';
import { meanOfOneRun } from '../../run/experiment/warmup.ts';
import type { Report } from '../../run/report.ts';
import { windowMeans } from '../../run/run-job.ts';
import { tracesOf } from '../../run/traces.ts';
import { type Input, readInput } from '../input.ts';
import { BAD_INPUT, MISSED, print, printJson, Stop, tell } from '../output.ts';
import { seriesCsv } from '../series-csv.ts';
import { spreadOf, told } from '../spread.ts';
import { summary } from '../summary.ts';
import { replicationTable } from '../tables.ts';
import { execute } from './execute.ts';
import { planOf, poolFor, type RunOptions, withOptions, withWarmup } from './options.ts';
import { replicate } from './replicate.ts';

/** Share of requests that `--traces` follows, where the design has no tracer of its own (chosen). */
const TRACED = 0.01;

/** The command; its exit code. */
export async function run(source: string | undefined, options: RunOptions): Promise<number> {
  const input = readInput(source);
  const design = withOptions(input.design, options);
  const plan = planOf(design, options);
  const pool = poolFor(options);
  try {
    const ready = await withWarmup(design, options, pool);
    if (plan.runs === 1) return runOnce(ready, input, options);
    if (options.traces !== undefined) throw new Stop(BAD_INPUT, '--traces is of one run: leave out --seeds and --precision.');
    if (options.log === true) throw new Stop(BAD_INPUT, '--log is of one run: leave out --seeds and --precision.');
    if (options.series !== undefined) throw new Stop(BAD_INPUT, '--series is of one run: leave out --seeds and --precision.');
    const outcome = await replicate([ready], plan, pool);
    const reports = outcome.rounds.map(({ reports: [report] }) => report);
    if (options.json) printJson({ ...spreadOf(reports as [Report, ...Report[]]), ended: outcome.ended });
    else print(replicationTable(ready, outcome, plan));
    return verdictOf(reports, options);
  } finally {
    pool.close();
  }
}

function runOnce(design: Design, input: Input, options: RunOptions): number {
  const { session, report } = execute(design, options.traces === undefined ? 0 : TRACED, true);
  if (options.traces !== undefined) writeFileSync(options.traces, JSON.stringify(tracesOf(session.compiled)));
  if (options.series !== undefined) writeFileSync(options.series, seriesCsv(session));
  const replay =
    input.expected === undefined || changed(options)
      ? undefined
      : { expected: input.expected, identical: input.expected === report.digest };
  const batches = meanOfOneRun(windowMeans(session), report.warmupMs);
  const log = options.log === true ? session.log.events : undefined;
  if (options.json)
    printJson({ ...report, batchMeans: { latencyMs: told(batches) }, ...(replay !== undefined && { replay }), ...(log && { log }) });
  else print([summary(report, design, batches, replay), ...(log ?? []).map(({ atMs, text }) => `${atMs} ms  ${text}`)].join('\n'));
  if (report.problems.length > 0) tell(report.problems.map((p) => p.message).join('\n'));
  return verdictOf([report], options);
}

function changed(options: RunOptions): boolean {
  return [options.seed, options.until, options.warmup].some((o) => o !== undefined) || (options.set ?? []).length > 0;
}

function verdictOf(reports: readonly Report[], options: RunOptions): number {
  const missed = reports.flatMap((r) => r.objectives).filter((o) => !o.met);
  const broken = reports.flatMap((r) => r.probes).filter(({ verdict }) => verdict === 'broken');
  if (options.objectives !== true || missed.length + broken.length === 0) return 0;
  for (const o of missed) tell(`missed: ${o.text} (${o.value ?? 'not measured'})`);
  for (const { name, id } of broken) tell(`broken: ${name || id}`);
  return MISSED;
}
