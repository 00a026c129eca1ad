/** Availability: the share of ended requests that were answered, over the last second and since the warm-up; the error budget. */
import { errorBudgetLeft } from '../../../src/stats/availability.ts';
import { countsOf } from '../counts.ts';
import { availabilityFinding } from '../findings.ts';
import { follow, trailingWindows, trailWords } from '../follow.ts';
import { GrowingColumn, TrailingSum } from '../growing-column.ts';
import type { ChartModel, ChartScene, ChartSlo, Panel, Series, WindowSource } from '../model.ts';
import { at, brief } from '../numbers.ts';
import { LOOKS } from '../palette.ts';

/** @param slo the promise that is held against it; undefined: none, of all requests. */
export function availabilityModel(scene: ChartScene, slo: ChartSlo | undefined = scene.slos[0]): ChartModel {
  const { source, bands, warmupMs } = scene;
  const trail = trailWords(scene.windowMs);
  const shares = new Shares(scene.windowMs, warmupMs, slo);
  return {
    teaches: 'The share of requests that were answered, second by second and so far.',
    panels: slo === undefined ? [sharePanel(shares, trail, undefined)] : [sharePanel(shares, trail, slo.target), budgetPanel(shares)],
    times: () => source.column('endMs'),
    samples: undefined,
    refresh: follow(source, { clear: () => shares.clear(), take: (from, to) => shares.take(source, from, to) }),
    finding: () =>
      availabilityFinding(
        {
          endMs: source.column('endMs'),
          share: shares.share.view(),
          soFar: at(shares.soFar.view(), shares.soFar.length - 1),
          budgetLeft: slo === undefined ? undefined : at(shares.budget.view(), shares.budget.length - 1),
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
  readonly #trailingFailed: TrailingSum;
  readonly #warmupMs: number;
  readonly #target: number | undefined;
  readonly #cls: number;

  constructor(windowMs: number, warmupMs: number, slo: ChartSlo | undefined) {
    const windows = trailingWindows(windowMs);
    this.#trailingOk = new TrailingSum(windows);
    this.#trailingFailed = new TrailingSum(windows);
    this.#warmupMs = warmupMs;
    this.#target = slo?.target;
    this.#cls = slo?.cls ?? -1;
  }

  clear(): void {
    for (const one of [this.share, this.soFar, this.ended, this.budget, this.#trailingOk, this.#trailingFailed]) one.clear();
    this.#ok = this.#failed = 0;
  }

  take(source: WindowSource, from: number, to: number): void {
    const endMs = source.column('endMs');
    const { ok: answers, failed: failures } = countsOf(source, this.#cls);
    for (let i = from; i < to; i++) {
      const ok = this.#trailingOk.take(answers, i);
      const failed = this.#trailingFailed.take(failures, i);
      this.share.push(ok / (ok + failed));
      this.ended.push(ok + failed);
      this.#count(at(endMs, i), at(answers, i) || 0, at(failures, i) || 0);
    }
  }

  #count(endMs: number, ok: number, failed: number): void {
    if (endMs > this.#warmupMs) {
      this.#ok += ok;
      this.#failed += failed;
    }
    const all = this.#ok + this.#failed;
    this.soFar.push(this.#ok / all);
    this.budget.push(all === 0 || this.#target === undefined ? Number.NaN : errorBudgetLeft(this.#target, this.#ok, all));
  }
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
