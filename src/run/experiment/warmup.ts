/**
 * How long a system takes to forget that it started empty, and what one long run alone says about its mean. The warm-up is found
 * by MSER-5 over the window means, averaged over a few pilot runs first (Welch 1983), since the noise of one run hides it. Pilot
 * runs have neither warm-up nor timeline: a fault at 30 s is no warm-up.
 */
import type { Design } from '../../design/document.ts';
import { type Interval, interval95, mser5 } from '../../stats/confidence.ts';
import { err, ok, type Result } from '../../std/result.ts';
import { seedAt } from '../experiment.ts';
import type { RunPool, WindowMeans } from '../replications.ts';

/** Pilot runs (chosen: the noise of the averaged curve is less than half of that of one). */
export const PILOTS = 5;

/** Runs pilots of a design. The error is a sentence. */
export async function findWarmup(design: Design, pool: RunPool, pilots: number = PILOTS): Promise<Result<number, string>> {
  const bare = { ...design, scenario: { ...design.scenario, warmupMs: 0, timeline: [] } };
  const seeds = Array.from({ length: pilots }, (_, i) => seedAt(design.scenario.seed, i));
  const answers = await Promise.all(seeds.map((seed) => pool.run({ design: bare, seed, windows: true })));
  const curves: WindowMeans[] = [];
  for (const answer of answers) {
    if (!answer.ok) return err(answer.problems[0]?.message ?? 'The design cannot be run.');
    if (answer.windows !== undefined) curves.push(answer.windows);
  }
  return warmupOf(curves);
}

/** The warm-up that the curves of runs of equal length show, ms. */
export function warmupOf(curves: readonly WindowMeans[]): Result<number, string> {
  const windowMs = curves[0]?.windowMs ?? 0;
  const measured: { readonly endMs: number; readonly mean: number }[] = [];
  const length = Math.max(0, ...curves.map(({ latencyMs }) => latencyMs.length));
  for (let i = 0; i < length; i++) {
    const values = curves.map(({ latencyMs }) => latencyMs[i] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    if (values.length > 0)
      measured.push({ endMs: (i + 1) * windowMs, mean: values.reduce((sum, value) => sum + value, 0) / values.length });
  }
  if (measured.length === 0) return err('Nothing was answered, so there is no warm-up to find.');
  const cut = mser5(measured.map(({ mean }) => mean));
  if (cut < 0) return err('The run is too short to tell its warm-up.');
  return ok(cut === 0 ? 0 : (measured[cut - 1]?.endMs ?? 0));
}

/**
 * The mean latency by batch means of one run: its windows from `fromMs` on in batches of equal length, in each of which every answer
 * counts the same. What does not divide is left out at the front. n is 0 when the run is too short for it.
 */
export function meanOfOneRun({ windowMs, latencyMs, samples }: WindowMeans, fromMs: number, batches = 20): Interval {
  const first = Math.ceil(fromMs / windowMs);
  const size = Math.floor((latencyMs.length - first) / batches);
  if (size < 1) return interval95([]);
  const means: number[] = [];
  for (let end = latencyMs.length; means.length < batches; end -= size) {
    let sum = 0;
    let count = 0;
    for (let i = end - size; i < end; i++) {
      const weight = samples[i] ?? 0;
      if (weight > 0) sum += weight * (latencyMs[i] ?? 0);
      count += weight;
    }
    means.push(sum / count);
  }
  return interval95(means.filter((mean) => !Number.isNaN(mean)));
}
