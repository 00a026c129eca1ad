/** Latency: percentiles of every answered request over the last second, on a logarithmic scale. */
import type { Band } from '../bands.ts';
import { latencyFinding } from '../findings.ts';
import { follow } from '../follow.ts';
import { GrowingColumn } from '../growing-column.ts';
import type { ChartModel, ChartScene, Series } from '../model.ts';
import { at, brief } from '../numbers.ts';
import { LOOKS } from '../palette.ts';

/** A quantile with fewer samples beyond it than this is only an estimate, and marked. */
const SAMPLES_BEYOND = 100;
/** Without this many samples there is no p99.9. */
const P999_NEEDS = 1000;

const QUANTILES = [
  { key: 'p999', label: 'p99.9', beyond: 0.001, rank: 1, needs: P999_NEEDS },
  { key: 'p99', label: 'p99', beyond: 0.01, rank: 4, needs: 1 },
  { key: 'p95', label: 'p95', beyond: 0.05, rank: 2, needs: 1 },
  { key: 'p50', label: 'p50', beyond: 0.5, rank: 3, needs: 1 },
] as const;

/** A quantile over its samples: the value itself, NaN where it may not be shown; and its reliable part. */
export class QuantileColumn {
  readonly values = new GrowingColumn();
  readonly firm = new GrowingColumn();
  readonly #beyond: number;
  readonly #needs: number;

  /** @param beyond share of the samples above the quantile. @param needs samples without which it is not shown. */
  constructor(beyond: number, needs: number) {
    this.#beyond = beyond;
    this.#needs = needs;
  }

  push(value: number, samples: number): void {
    const shown = samples >= this.#needs ? value : Number.NaN;
    this.values.push(shown);
    this.firm.push(samples * this.#beyond >= SAMPLES_BEYOND - 1e-9 ? shown : Number.NaN);
  }

  clear(): void {
    this.values.clear();
    this.firm.clear();
  }
}

export function latencyModel(scene: ChartScene): ChartModel {
  const { source, bands, warmupMs } = scene;
  const quantiles = QUANTILES.map((each) => ({ ...each, column: new QuantileColumn(each.beyond, each.needs) }));
  const series: Series[] = quantiles.map(({ key, label, rank, column }) => ({
    key,
    label,
    name: label,
    unit: 'ms',
    look: LOOKS.latency[key],
    rank,
    ...(key === 'p50' ? { area: 'under' } : {}),
    values: () => column.values.view(),
    firm: () => column.firm.view(),
  }));
  const p99 = quantiles[1]?.column;
  return {
    teaches: 'How long answers take: half are faster than p50, one in a hundred is slower than p99.',
    panels: [
      {
        key: 'latency',
        height: 1,
        scale: { is: 'log', unit: 'ms', from: 1, decades: 2 },
        series,
        limits: latencyLimits(scene),
        nothing: 'nothing answered yet',
      },
    ],
    times: () => source.column('endMs'),
    samples: () => source.column('samples'),
    refresh: follow(source, {
      clear: () => {
        for (const { column } of quantiles) column.clear();
      },
      take: (from, to) => {
        const samples = source.column('samples');
        for (const { key, column } of quantiles) {
          const values = source.column(key);
          for (let i = from; i < to; i++) column.push(at(values, i), at(samples, i));
        }
      },
    }),
    finding: () => finding(source.column('endMs'), p99, bands, warmupMs),
  };
}

function finding(endMs: Float64Array, p99: QuantileColumn | undefined, bands: readonly Band[], warmupMs: number): string {
  return p99 === undefined ? '' : latencyFinding({ endMs, p99: p99.values.view(), firm: p99.firm.view() }, bands, warmupMs);
}

const WORDS: Readonly<Record<string, string>> = {
  'latency.p50': 'p50',
  'latency.p95': 'p95',
  'latency.p99': 'p99',
  'latency.p999': 'p99.9',
};

function latencyLimits({ limits }: ChartScene): { value: number; label: string }[] {
  return limits.flatMap(({ metric, bound, value }) => {
    const word = WORDS[metric];
    return word === undefined || bound !== 'most' ? [] : [{ value, label: `${word} ≤ ${brief(value, 'ms')}` }];
  });
}
