/** `branch`: a run, and the same run with something changed from a moment on, under the same seeds. */
import type { Design } from '../../design/document.ts';
import { read } from '../../design/read.ts';
import { encodeLink } from '../../design/share/link.ts';
import { type Branch, type BranchChange, branchOf, sameUntil, stamped } from '../../run/branch.ts';
import type { RunPool, RunTrack } from '../../run/replications.ts';
import { ENGINE_VERSION } from '../../run/session.ts';
import { parseQuantity } from '../../std/quantity.ts';
import { readInput, withValues } from '../input.ts';
import { BAD_INPUT, print, printJson, problemLines, Stop } from '../output.ts';
import { comparisonTable } from '../tables.ts';
import { comparison } from './compare.ts';
import { planOf, poolFor, type RunOptions, withOptions } from './options.ts';
import { replicate } from './replicate.ts';

export interface BranchOptions extends RunOptions {
  readonly at?: string;
  readonly break?: readonly string[];
  readonly without?: readonly string[];
}

/** Pairs when nothing is said (chosen). */
const DEFAULT_PAIRS = '20';

export async function branchCommand(source: string | undefined, options: BranchOptions): Promise<number> {
  const { set, ...rest } = options;
  const a = withOptions(readInput(source).design, rest);
  const at = momentOf(options.at, a);
  const { design, fromMs } = branched(a, at, set ?? [], changesOf(options));
  const b = checked(design);
  const counted = options.precision === undefined && options.seeds === undefined ? { ...options, seeds: DEFAULT_PAIRS } : options;
  const plan = planOf(a, counted);
  const pool = poolFor(options);
  try {
    const [trackA, trackB] = await Promise.all([track(a, pool), track(b, pool)]);
    const outcome = await replicate([a, b], plan, pool);
    const same = sameUntil(trackA, trackB);
    if (options.json) {
      printJson({
        atMs: at,
        mayDifferFromMs: finite(fromMs),
        identicalUntilMs: finite(same),
        link: `#${encodeLink({ design: b, digest: trackB.end, engine: ENGINE_VERSION })}`,
        ...comparison([a, b], outcome, plan),
      });
      return 0;
    }
    print(sameWords(same, fromMs, a.scenario.seed));
    print(comparisonTable([a.title, 'the branch'], outcome, plan));
    return 0;
  } finally {
    pool.close();
  }
}

function sameWords(same: number, fromMs: number, seed: number): string {
  if (same === Number.POSITIVE_INFINITY) return `Under seed ${seed} both runs are the same to the last event.`;
  const late = fromMs === 0 ? ' What was changed takes effect from the start.' : '';
  return `Under seed ${seed} both runs are the same, event for event, until ${same} ms.${late}`;
}

/** null in the output: never. */
function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null;
}

function momentOf(text: string | undefined, { scenario }: Design): number {
  const ms = text === undefined ? undefined : parseQuantity(text, 'ms');
  if (ms === undefined || !ms.ok || ms.value < 0 || ms.value > scenario.durationMs)
    throw new Stop(BAD_INPUT, `--at MS: say from which moment on, 0 to ${scenario.durationMs} ms.`);
  return ms.value;
}

function branched(a: Design, at: number, set: readonly string[], changes: readonly BranchChange[]): Branch {
  if (set.length === 0 && changes.length === 0) return branchOf(a, at, { is: 'nothing' });
  let branch = stamped(a, withValues(a, set), at);
  for (const change of changes) {
    const next = branchOf(branch.design, at, change);
    branch = { design: next.design, fromMs: Math.min(branch.fromMs, next.fromMs) };
  }
  return branch;
}

function changesOf(options: BranchOptions): readonly BranchChange[] {
  const breaks = (options.break ?? []).map((text): BranchChange => {
    const [, fault = '', target = '', length] = /^([\w-]+)@(.+?)(?::(\d[^:]*))?$/.exec(text) ?? [];
    if (fault === '') throw new Stop(BAD_INPUT, `--break ${text}: write FAULT@TARGET or FAULT@TARGET:MS.`);
    const duration = length === undefined ? undefined : parseQuantity(length, 'ms');
    if (duration !== undefined && !duration.ok) throw new Stop(BAD_INPUT, `--break ${text}: ${duration.error}`);
    return { is: 'fault', fault, target, params: {}, ...(duration !== undefined && { duration: duration.value }) };
  });
  return [...breaks, ...(options.without ?? []).map((id): BranchChange => ({ is: 'without', id }))];
}

function checked(design: Design): Design {
  const result = read(design);
  if (!result.ok) throw new Stop(BAD_INPUT, problemLines(result.error));
  return result.value;
}

async function track(design: Design, pool: RunPool): Promise<RunTrack> {
  const done = await pool.run({ design, seed: design.scenario.seed, track: true });
  if (!done.ok || done.track === undefined) throw new Stop(BAD_INPUT, done.ok ? 'The run left no windows.' : problemLines(done.problems));
  return done.track;
}
