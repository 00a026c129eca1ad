/** What `run` and `compare` are told on the command line, read into a design and a plan. @throws Stop with exit code 2 and words. */
import process from 'node:process';
import type { Design } from '../../design/document.ts';
import { FIGURES, figureNamed } from '../../run/experiment/figures.ts';
import { findWarmup, PILOTS } from '../../run/experiment/warmup.ts';
import type { Plan, Precision } from '../../run/experiment.ts';
import type { RunPool } from '../../run/replications.ts';
import { parseQuantity } from '../../std/quantity.ts';
import { withValues } from '../input.ts';
import { BAD_INPUT, Stop, tell } from '../output.ts';
import { createThreadPool } from '../pool.ts';
import { type Executed, execute } from './execute.ts';

export interface RunOptions {
  readonly seed?: string;
  readonly seeds?: string;
  readonly until?: string;
  readonly warmup?: string;
  readonly set?: readonly string[];
  readonly objectives?: boolean;
  readonly json?: boolean;
  readonly log?: boolean;
  readonly series?: string;
  readonly traces?: string;
  readonly workers?: string;
  readonly precision?: string;
  readonly 'max-seeds'?: string;
}

const MOST_SEEDS = 10_000;
/** Runs at most when only a precision is asked for (chosen). */
const DEFAULT_MOST = 1000;

/** The design with `--set`, `--seed`, `--until` and a `--warmup` in numbers. */
export function withOptions(design: Design, options: RunOptions): Design {
  const changed = withValues(design, options.set ?? []);
  const scenario = { ...changed.scenario };
  if (options.seed !== undefined) scenario.seed = whole('--seed', options.seed, 0, 4294967295);
  if (options.until !== undefined) scenario.durationMs = whole('--until', options.until, 1, 86_400_000);
  if (options.warmup !== undefined && options.warmup !== 'auto')
    scenario.warmupMs = whole('--warmup', options.warmup, 0, scenario.durationMs);
  scenario.warmupMs = Math.min(scenario.warmupMs, scenario.durationMs);
  return { ...changed, scenario };
}

/** The design with the warm-up that pilot runs show, when `--warmup auto` asks for it. */
export async function withWarmup(design: Design, options: RunOptions, pool: RunPool): Promise<Design> {
  if (options.warmup !== 'auto') return design;
  const found = await findWarmup(design, pool);
  if (!found.ok) tell(`${found.error} None is left out.`);
  const warmupMs = found.ok ? found.value : 0;
  if (found.ok) tell(`Warm-up ${warmupMs} ms (MSER-5 over ${PILOTS} pilot runs without the timeline).`);
  return { ...design, scenario: { ...design.scenario, warmupMs } };
}

/** A pool of `--workers` threads, of as many as there are cores when nothing is said. */
export function poolFor(options: RunOptions): RunPool {
  return options.workers === undefined ? createThreadPool() : createThreadPool(whole('--workers', options.workers, 1, 256));
}

/** How many runs, and when fewer suffice. `design` is run once, and short, when the figure is a path in a report. */
export function planOf(design: Design, options: RunOptions): Plan {
  if (options.precision === undefined) {
    if (options['max-seeds'] !== undefined) throw new Stop(BAD_INPUT, '--max-seeds goes with --precision FIGURE=SHARE.');
    return { runs: options.seeds === undefined ? 1 : whole('--seeds', options.seeds, 1, MOST_SEEDS) };
  }
  if (options.seeds !== undefined)
    throw new Stop(BAD_INPUT, '--precision chooses the number of runs itself: use --max-seeds instead of --seeds.');
  const most = options['max-seeds'];
  const runs = most === undefined ? DEFAULT_MOST : whole('--max-seeds', most, 1, MOST_SEEDS);
  return { runs, precision: precisionOf(design, options.precision) };
}

function precisionOf(design: Design, text: string): Precision {
  const [id = '', amount = ''] = text.split('=');
  const share = parseQuantity(amount, 'ratio');
  if (!share.ok || share.value <= 0) throw new Stop(BAD_INPUT, `--precision ${text}: write FIGURE=SHARE, such as latency.p99=2%.`);
  const figure = FIGURES.find((known) => known.id === id) ?? figureNamed(id, pilot(design).report);
  if (figure === undefined) {
    const known = FIGURES.map((one) => one.id).join(', ');
    throw new Stop(BAD_INPUT, `--precision: there is no figure ${id}. Use ${known}, or a path in the report such as nodes.db.utilisation.`);
  }
  return { figure, share: share.value };
}

/** A moment of the design, for the shape of its report. */
function pilot(design: Design): Executed {
  return execute({ ...design, scenario: { ...design.scenario, durationMs: 1, warmupMs: 0, timeline: [] } });
}

/** Progress for whoever watches; nothing when stderr is no terminal. */
export function progress(): { readonly show: (text: string) => void; readonly clear: () => void } {
  const watched = process.stderr.isTTY === true;
  return {
    show: (text) => watched && process.stderr.write(`\r\u001b[K${text}`),
    clear: () => watched && process.stderr.write('\r\u001b[K'),
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most || text.trim() === '') {
    throw new Stop(BAD_INPUT, `${name}: a whole number from ${least} to ${most}.`);
  }
  return value;
}
