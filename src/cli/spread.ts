/**
 * The reports of several runs as one of the same shape, in which every number has become mean, half-width of the 95 % interval
 * and n. A number that a run did not measure (null) is left out and n tells so; one that a run never counted (absent) is 0.
 */
import type { Report } from '../run/report.ts';
import { type Interval, interval95 } from '../stats/confidence.ts';

interface Spread {
  /** null when nothing was measured. */
  readonly mean: number | null;
  /** null for a single run, of which nothing is known. */
  readonly half95: number | null;
  readonly n: number;
}

/** Text is that of the first run, except digests, which are listed; objectives are met when every run meets them. */
export function spreadOf(reports: readonly [Report, ...Report[]]): object {
  const [first] = reports;
  const all = spread(reports) as Readonly<Record<string, unknown>>;
  return {
    ...all,
    seeds: { first: first.seed, count: reports.length },
    digests: reports.map(({ digest }) => digest),
    objectives: first.objectives.map((objective, i) => ({
      text: objective.text,
      met: reports.every((report) => report.objectives[i]?.met),
      metIn: reports.filter((report) => report.objectives[i]?.met).length,
      value: spread(reports.map((report) => report.objectives[i]?.value ?? null)),
    })),
    probes: first.probes.map(({ id, name }, i) => {
      const verdicts = reports.map((report) => report.probes[i]?.verdict);
      const count = (verdict: string): number => verdicts.filter((one) => one === verdict).length;
      return { id, name, held: count('held'), broken: count('broken'), unknown: count('unknown') };
    }),
    problems: reports.flatMap(({ problems, seed }) => problems.map((problem) => ({ ...problem, seed }))),
  };
}

/** An interval as every output writes it. */
export function told({ mean, half, n }: Interval): Spread {
  return { mean: n === 0 ? null : mean, half95: Number.isFinite(half) ? half : null, n };
}

/** Several values of one place as one. */
function spread(values: readonly unknown[]): unknown {
  const known = values.find((value) => value !== undefined && value !== null);
  if (typeof known === 'number') {
    return told(interval95(values.flatMap((value) => (value === undefined ? 0 : typeof value === 'number' ? value : []))));
  }
  if (Array.isArray(known)) return known.map((_, i) => spread(values.map((value) => (Array.isArray(value) ? value[i] : undefined))));
  if (typeof known === 'object' && known !== null) {
    const parts = values.map((value) => (typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}));
    const keys = new Set(parts.flatMap((part) => Object.keys(part)));
    return Object.fromEntries([...keys].map((key) => [key, spread(parts.map((part) => part[key]))]));
  }
  return known ?? null;
}
