/** Traffic: requests offered, answered and failed per second; on demand the failed ones stacked by how they failed. */
import { trafficFinding } from '../findings.ts';
import { follow, perSecond, trailingWindows } from '../follow.ts';
import { GrowingColumn, TrailingSum } from '../growing-column.ts';
import { limitLines } from '../limits.ts';
import type { ChartModel, ChartScene, Panel, Series, WindowSource } from '../model.ts';
import { at } from '../numbers.ts';
import { FAILED_OUTCOMES } from '../outcome-words.ts';
import { LOOKS, type Look } from '../palette.ts';

/** The trailing rate of one count, and its total after the warm-up. */
export class RateColumn {
  readonly rates = new GrowingColumn();
  total = 0;
  readonly #windowMs: number;
  readonly #trailing: TrailingSum;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
    this.#trailing = new TrailingSum(trailingWindows(windowMs));
  }

  /** @returns the rate at this window. */
  take(counts: Float64Array, index: number, counted: boolean): number {
    const rate = perSecond(this.#trailing.take(counts, index), index, this.#windowMs);
    this.rates.push(rate);
    if (counted) this.total += at(counts, index) || 0;
    return rate;
  }

  clear(): void {
    this.rates.clear();
    this.#trailing.clear();
    this.total = 0;
  }
}

export function trafficModel(scene: ChartScene, byCause: boolean): ChartModel {
  const { source, windowMs } = scene;
  const counts = new Counts(windowMs, scene.warmupMs);
  const drawn: Series[] = byCause
    ? FAILED_OUTCOMES.map((outcome, i) => ({
        ...line(outcome.label, LOOKS.causes[outcome.column], FAILED_OUTCOMES.length - i),
        name: outcome.name,
        area: 'stack',
        values: () => counts.failures[i]?.rates.view() ?? NOTHING,
        drawn: () => counts.tops[i]?.view() ?? NOTHING,
      }))
    : [
        { ...line('offered', LOOKS.traffic.offered, 2), values: () => counts.offered.rates.view() },
        { ...line('answered', LOOKS.traffic.answered, 3), area: 'under', values: () => counts.answered.rates.view() },
        { ...line('failed', LOOKS.traffic.failed, 4), area: 'under', values: () => counts.failed.view() },
      ];
  const inFlight: Series = {
    ...line('in flight', LOOKS.queue.length, 0),
    unit: 'count',
    unseen: true,
    values: () => source.column('inFlight'),
  };
  return {
    teaches: 'Requests per second: offered, answered, and failed by cause.',
    panels: [
      {
        ...panel(byCause ? drawn : [...drawn, inFlight], byCause ? 'nothing failed' : 'nothing offered yet'),
        limits: byCause ? [] : limitLines(scene, 'throughput', 'perSecond'),
      },
    ],
    times: () => source.column('endMs'),
    samples: undefined,
    refresh: follow(source, { clear: () => counts.clear(), take: (from, to) => counts.take(source, from, to) }),
    finding: () =>
      trafficFinding({
        offered: at(counts.offered.rates.view(), counts.offered.rates.length - 1),
        answered: counts.answered.total,
        failures: FAILED_OUTCOMES.map(({ name }, i) => ({ name, count: counts.failures[i]?.total ?? 0 })),
      }),
  };
}

const NOTHING = new Float64Array(0);

/** Everything that is counted per window, as rates; the failed outcomes stacked, too. */
class Counts {
  readonly offered: RateColumn;
  readonly answered: RateColumn;
  readonly failures: readonly RateColumn[];
  readonly failed = new GrowingColumn();
  /** Upper edge of each failed outcome in the stack; NaN where there was none of it. */
  readonly tops = FAILED_OUTCOMES.map(() => new GrowingColumn());
  readonly #warmupMs: number;

  constructor(windowMs: number, warmupMs: number) {
    this.offered = new RateColumn(windowMs);
    this.answered = new RateColumn(windowMs);
    this.failures = FAILED_OUTCOMES.map(() => new RateColumn(windowMs));
    this.#warmupMs = warmupMs;
  }

  clear(): void {
    for (const column of [this.offered, this.answered, this.failed, ...this.failures, ...this.tops]) column.clear();
  }

  take(source: WindowSource, from: number, to: number): void {
    const endMs = source.column('endMs');
    const offers = source.column('offered');
    const answers = source.column('ok');
    const failures = FAILED_OUTCOMES.map(({ column }) => source.column(column));
    for (let i = from; i < to; i++) {
      const counted = at(endMs, i) > this.#warmupMs;
      this.offered.take(offers, i, counted);
      this.answered.take(answers, i, counted);
      let top = 0;
      this.failures.forEach((failure, n) => {
        const rate = failure.take(failures[n] ?? NOTHING, i, counted);
        top += rate;
        this.tops[n]?.push(rate > 0 ? top : Number.NaN);
      });
      this.failed.push(top);
    }
  }
}

const line = (key: string, look: Look, rank: number) => ({ key, label: key, name: key, unit: 'perSecond', look, rank }) as const;

function panel(series: readonly Series[], nothing: string): Panel {
  return { key: 'traffic', height: 1, scale: { is: 'linear', unit: 'perSecond', least: 10 }, series, limits: [], nothing };
}
