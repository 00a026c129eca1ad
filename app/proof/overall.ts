/**
 * What the quantities prove together. Each true one falls outside its interval in 1 of 20 measurements, so among many a few
 * misses are expected and no ground for doubt, while many, or a single one far out, are. The number of misses is held against
 * the binomial distribution; quantities of one case share their runs, so its chances are meant as a guide.
 */
import { betaI } from '../../src/std/special.ts';
import type { Judged } from './standing.ts';

/** How often a true quantity falls outside a 95 % interval. */
const MISS = 0.05;
/** Chances below this are taken for more than chance (chosen). */
const DOUBT = 0.01;
/** Among fewer, no miss at all is nothing to speak of. */
const ENOUGH = 20;

export interface Overall {
  readonly total: number;
  readonly holds: number;
  readonly fails: number;
  readonly imprecise: number;
  readonly measuring: number;
  readonly notRun: number;
  /** Judged quantities whose interval may miss the exact value by chance. */
  readonly byChance: number;
  /** How often chance alone gives at least so many misses among those. */
  readonly chance: number;
  /** Whether what fails is more than chance explains. */
  readonly doubt: boolean;
}

export function overall(all: readonly Judged[]): Overall {
  const count = (...standings: readonly Judged['standing'][]): number => all.filter(({ standing }) => standings.includes(standing)).length;
  const chancy = all.filter(({ standing, chance }) => (standing === 'holds' || standing === 'fails') && !Number.isNaN(chance));
  const missed = all.filter(({ standing }) => standing === 'fails');
  const misses = missed.filter(({ chance }) => !Number.isNaN(chance));
  const chance = atLeast(misses.length, chancy.length);
  // A miss that chance cannot explain at all, or hardly ever among so many.
  const gross = missed.some((one) => Number.isNaN(one.chance) || one.chance < DOUBT / Math.max(1, chancy.length));
  return {
    total: all.length,
    holds: count('holds'),
    fails: missed.length,
    imprecise: count('imprecise', 'nothing'),
    measuring: count('measuring'),
    notRun: count('not-run'),
    byChance: chancy.length,
    chance,
    doubt: gross || chance < DOUBT,
  };
}

/** The chance of at least `misses` among `n` independent quantities that are all true. */
export function atLeast(misses: number, n: number): number {
  if (misses <= 0) return 1;
  return misses > n ? 0 : betaI(MISS, misses, n - misses + 1);
}

/** One line: "9 of 12 quantities hold, 3 not yet run". */
export function summaryLine({ total, holds, fails, imprecise, measuring, notRun }: Overall): string {
  const parts = [
    `${holds} of ${total} quantities ${holds === 1 ? 'holds' : 'hold'}`,
    ...(fails > 0 ? [`${fails} ${fails === 1 ? 'does' : 'do'} not`] : []),
    ...(imprecise > 0 ? [`${imprecise} not yet precise`] : []),
    ...(measuring > 0 ? [`${measuring} being measured`] : []),
    ...(notRun > 0 ? [`${notRun} not yet run`] : []),
  ];
  return parts.join(', ');
}

/** What that means, in sentences; '' where there is nothing to say. */
export function meaning({ holds, fails, byChance, chance, doubt }: Overall): string {
  if (holds + fails === 0) return '';
  const expected = (byChance * MISS).toFixed(1);
  if (fails === 0) return byChance < ENOUGH ? '' : `No interval misses. Chance alone would let about ${expected} of ${byChance} miss.`;
  if (doubt)
    return 'That is more than chance explains. Run them again with other seeds: if they fail again, the simulation or the formula is wrong.';
  if (byChance < ENOUGH)
    return 'Chance lets one interval in twenty miss. Run it again with other seeds: what is right holds nineteen times in twenty.';
  const share = Math.max(1, Math.round(chance * 100));
  return `Of ${byChance} true quantities about ${expected} miss by chance, and ${fails} or more in ${share} of 100 such sets: that is within chance. Run them again with other seeds.`;
}
