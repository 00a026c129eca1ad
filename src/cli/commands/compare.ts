/** `compare`: two designs under the same seeds, what differs between them, and whether that is more than chance. */
import type { Design } from '../../design/document.ts';
import { differenceWords, judgeDifference } from '../../run/experiment/compare.ts';
import { FIGURES } from '../../run/experiment/figures.ts';
import { differenceOf, intervalOf, type Outcome, type Plan } from '../../run/experiment.ts';
import { readInput } from '../input.ts';
import { BAD_INPUT, print, printJson, Stop, tell } from '../output.ts';
import { told } from '../spread.ts';
import { comparisonTable } from '../tables.ts';
import { planOf, poolFor, type RunOptions, withOptions, withWarmup } from './options.ts';
import { replicate } from './replicate.ts';

/** Pairs when nothing is said (chosen). */
const DEFAULT_PAIRS = '20';

/** The command. Without B, B is A with the values of `--set`; with it, `--set` holds for both. */
export async function compareCommand(first: string | undefined, second: string | undefined, options: RunOptions): Promise<number> {
  const { set, ...rest } = options;
  const changes = set ?? [];
  if (second === undefined && changes.length === 0) {
    throw new Stop(BAD_INPUT, 'Name a second design, or say with --set what to change in the first.');
  }
  const a = withOptions(readInput(first).design, second === undefined ? rest : options);
  const b = withOptions(readInput(second ?? first).design, options);
  if (a.scenario.durationMs !== b.scenario.durationMs) {
    tell(`A runs for ${a.scenario.durationMs} ms and B for ${b.scenario.durationMs} ms: --until makes them equal.`);
  }
  const counted = options.precision === undefined && options.seeds === undefined ? { ...options, seeds: DEFAULT_PAIRS } : options;
  const plan = planOf(a, counted);
  const pool = poolFor(options);
  try {
    const designs = [await withWarmup(a, options, pool), await withWarmup(b, options, pool)] as const;
    const outcome = await replicate(designs, plan, pool);
    const titles = [a.title, second === undefined ? `the same with ${changes.join(', ')}` : b.title] as const;
    if (options.json) printJson(comparison(designs, outcome, plan));
    else print(comparisonTable(titles, outcome, plan));
    return 0;
  } finally {
    pool.close();
  }
}

/** The comparison as one object; fields are added, never renamed. */
export function comparison([first, second]: readonly [Design, Design], { rounds, ended }: Outcome, { precision }: Plan): object {
  const figures = precision === undefined || FIGURES.includes(precision.figure) ? FIGURES : [...FIGURES, precision.figure];
  return {
    seeds: { first: first.scenario.seed, count: rounds.length },
    ended,
    a: { title: first.title, digests: rounds.map(({ reports }) => reports[0].digest) },
    b: { title: second.title, digests: rounds.map(({ reports }) => reports[1]?.digest) },
    figures: Object.fromEntries(
      figures.map((figure) => {
        const [a, b, difference] = [intervalOf(rounds, figure, 0), intervalOf(rounds, figure, 1), differenceOf(rounds, figure)];
        const judged = { judgement: judgeDifference(difference, figure.better), words: differenceWords(difference, figure, a.mean) };
        return [figure.id, { unit: figure.unit, a: told(a), b: told(b), difference: told(difference), ...judged }];
      }),
    ),
  };
}
