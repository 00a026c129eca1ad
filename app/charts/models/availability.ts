/** Availability: the share of ended requests that were answered, over the last second and since the warm-up; the error budget. */
import { availabilityFinding } from '../findings.ts';
import { follow, trailingWindows, trailWords } from '../follow.ts';
import { GrowingColumn, TrailingSum } from '../growing-column.ts';
import type { ChartModel, ChartScene, Panel, Series, WindowSource } from '../model.ts';
import { at, brief } from '../numbers.ts';
import { FAILED_OUTCOMES } from '../outcome-words.ts';
import { LOOKS } from '../palette.ts';

export function availabilityModel(scene: ChartScene): ChartModel {
  const { source, bands, warmupMs } = scene;
  const limit = scene.limits.find(({ metric, bound }) => metric === 'availability' && bound === 'least');
  const trail = trailWords(scene.windowMs);
  const shares = new Shares(scene.windowMs, warmupMs, limit?.value);
  return {
    teaches: 'The share of requests that were answered, second by second and so far.',
    panels: limit === undefined ? [sharePanel(shares, trail, undefined)] : [sharePanel(shares, trail, limit.value), budgetPanel(shares)],
    times: () => source.column('endMs'),
    samples: undefined,
    refresh: follow(source, { clear: () => shares.clear(), take: (from, to) => shares.take(source, from, to) }),
    finding: () =>
      availabilityFinding(
        {
          endMs: source.column('endMs'),
          share: shares.share.view(),
          soFar: at(shares.soFar.view(), shares.soFar.length - 1),
          budgetLeft: limit === undefined ? undefined : at(shares.budget.view(), shares.budget.length - 1),
        },
        bands,
        warmupMs,
      ),
  };
}

/** Shares answered, and what they leave of the error budget. NaN while nothing ended. */
class Shares {
  readonly share = new GrowingColumn();
  readonly soFar = new GrowingColumn();
  /** Ended requests in the trailing second: what stands behind the share. */
  readonly ended = new GrowingColumn();
  readonly budget = new GrowingColumn();
  #ok = 0;
  #failed = 0;
  readonly #trailingOk: TrailingSum;
  readonly #trailingFailed: readonly TrailingSum[];
  readonly #warmupMs: number;
  readonly #target: number | undefined;

  constructor(windowMs: number, warmupMs: number, target: number | undefined) {
    const windows = trailingWindows(windowMs);
    this.#trailingOk = new TrailingSum(windows);
    this.#trailingFailed = FAILED_OUTCOMES.map(() => new TrailingSum(windows));
    this.#warmupMs = warmupMs;
    this.#target = target;
  }

  clear(): void {
    for (const one of [this.share, this.soFar, this.ended, this.budget, this.#trailingOk, ...this.#trailingFailed]) one.clear();
    this.#ok = this.#failed = 0;
  }

  take(source: WindowSource, from: number, to: number): void {
    const endMs = source.column('endMs');
    const answers = source.column('ok');
    const failures = FAILED_OUTCOMES.map(({ column }) => source.column(column));
    for (let i = from; i < to; i++) {
      const ok = this.#trailingOk.take(answers, i);
      let failed = 0;
      let failedNow = 0;
      failures.forEach((column, n) => {
        failed += this.#trailingFailed[n]?.take(column, i) ?? 0;
        failedNow += at(column, i) || 0;
      });
      this.share.push(ok / (ok + failed));
      this.ended.push(ok + failed);
      this.#count(at(endMs, i), at(answers, i) || 0, failedNow);
    }
  }

  #count(endMs: number, ok: number, failed: number): void {
    if (endMs > this.#warmupMs) {
      this.#ok += ok;
      this.#failed += failed;
    }
    const all = this.#ok + this.#failed;
    this.soFar.push(this.#ok / all);
    this.budget.push(all === 0 || this.#target === undefined ? Number.NaN : budgetLeft(this.#target, this.#failed, all));
  }
}

/** 1 untouched, 0 used up, negative overspent (Site Reliability Workbook, chapter 2: of the requests so far). */
function budgetLeft(target: number, failed: number, all: number): number {
  if (failed === 0) return 1;
  return target >= 1 ? Number.NEGATIVE_INFINITY : 1 - failed / ((1 - target) * all);
}

function sharePanel(shares: Shares, trail: string, target: number | undefined): Panel {
  const series: Series[] = [
    {
      key: 'share',
      label: 'answered',
      name: `answered, ${trail}`,
      unit: 'ratio',
      look: LOOKS.availability.share,
      area: 'under',
      rank: 2,
      values: () => shares.share.view(),
    },
    {
      key: 'soFar',
      label: 'so far',
      name: 'answered so far',
      unit: 'ratio',
      look: LOOKS.availability.sofar,
      rank: 1,
      values: () => shares.soFar.view(),
    },
    {
      key: 'ended',
      label: 'ended',
      name: `requests ended, ${trail}`,
      unit: 'count',
      look: LOOKS.traffic.offered,
      rank: 0,
      unseen: true,
      values: () => shares.ended.view(),
    },
  ];
  const limits = target === undefined ? [] : [{ value: target, label: `objective ${brief(target, 'ratio')}` }];
  return { key: 'share', height: 3, scale: { is: 'near-one', include: target ?? 1 }, series, limits, nothing: 'nothing ended yet' };
}

function budgetPanel(shares: Shares): Panel {
  const series: Series[] = [
    {
      key: 'budget',
      label: 'budget',
      name: 'error budget left',
      unit: 'ratio',
      look: LOOKS.budget.left,
      area: 'under',
      rank: 1,
      values: () => shares.budget.view(),
    },
  ];
  return { key: 'budget', height: 1, scale: { is: 'whole' }, series, limits: [], nothing: 'nothing spent' };
}
