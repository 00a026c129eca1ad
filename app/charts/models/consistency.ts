/** Consistency: stale reads, how far replicas lag, and acknowledged writes that were lost: three strips on one time axis. */
import { consistencyFinding } from '../findings.ts';
import { follow, trailingWindows, trailWords } from '../follow.ts';
import { GrowingColumn, TrailingSum } from '../growing-column.ts';
import { limitLines } from '../limits.ts';
import type { ChartModel, ChartScene, Panel, Series, WindowSource } from '../model.ts';
import { at } from '../numbers.ts';
import { LOOKS } from '../palette.ts';

export function consistencyModel(scene: ChartScene): ChartModel {
  const { source } = scene;
  const reads = new Reads(scene.windowMs, scene.warmupMs);
  return {
    teaches: 'Reads that returned an old value, how far replicas lag, and acknowledged writes that were lost.',
    panels: panels(scene, reads, trailWords(scene.windowMs)),
    times: () => source.column('endMs'),
    samples: undefined,
    refresh: follow(source, { clear: () => reads.clear(), take: (from, to) => reads.take(source, from, to) }),
    finding: () => (source.length === 0 ? '' : consistencyFinding(reads)),
  };
}

class Reads {
  readonly share = new GrowingColumn();
  /** Reads in the trailing second: what stands behind the share. */
  readonly behind = new GrowingColumn();
  warming = true;
  reads = 0;
  staleReads = 0;
  worstShare = 0;
  worstLagMs = 0;
  /** A running total: frames bring it as such. */
  lost = 0;
  readonly #reads: TrailingSum;
  readonly #stale: TrailingSum;
  readonly #warmupMs: number;

  constructor(windowMs: number, warmupMs: number) {
    this.#reads = new TrailingSum(trailingWindows(windowMs));
    this.#stale = new TrailingSum(trailingWindows(windowMs));
    this.#warmupMs = warmupMs;
  }

  clear(): void {
    for (const one of [this.share, this.behind, this.#reads, this.#stale]) one.clear();
    this.warming = true;
    this.reads = this.staleReads = this.worstShare = this.worstLagMs = this.lost = 0;
  }

  take(source: WindowSource, from: number, to: number): void {
    const [endMs, reads, stale] = [source.column('endMs'), source.column('reads'), source.column('staleReads')];
    const [lag, lost] = [source.column('lagMs'), source.column('lostWrites')];
    for (let i = from; i < to; i++) {
      const all = this.#reads.take(reads, i);
      const share = this.#stale.take(stale, i) / all;
      this.share.push(share);
      this.behind.push(all);
      this.lost = at(lost, i) || 0;
      this.warming = at(endMs, i) <= this.#warmupMs;
      if (this.warming) continue;
      this.reads += at(reads, i) || 0;
      this.staleReads += at(stale, i) || 0;
      if (share > this.worstShare) this.worstShare = share;
      if (at(lag, i) > this.worstLagMs) this.worstLagMs = at(lag, i);
    }
  }
}

function panels(scene: ChartScene, reads: Reads, trail: string): Panel[] {
  const { source } = scene;
  const stale: Series[] = [
    {
      key: 'stale',
      label: 'stale',
      name: 'stale reads',
      unit: 'ratio',
      look: LOOKS.stale.share,
      area: 'under',
      rank: 1,
      values: () => reads.share.view(),
    },
    {
      key: 'reads',
      label: 'reads',
      name: `reads, ${trail}`,
      unit: 'count',
      look: LOOKS.lag.ms,
      rank: 0,
      unseen: true,
      values: () => reads.behind.view(),
    },
  ];
  const lag: Series = {
    key: 'lag',
    label: 'lag',
    name: 'replica lag',
    unit: 'ms',
    look: LOOKS.lag.ms,
    rank: 1,
    values: () => source.column('lagMs'),
  };
  const lost: Series = {
    key: 'lost',
    label: 'lost',
    name: 'acknowledged writes lost',
    unit: 'count',
    look: LOOKS.lost.writes,
    step: true,
    area: 'under',
    rank: 1,
    values: () => source.column('lostWrites'),
  };
  return [
    {
      key: 'stale',
      height: 2,
      scale: { is: 'linear', unit: 'ratio', least: 0.01 },
      series: stale,
      limits: limitLines(scene, 'staleShare', 'ratio'),
      nothing: 'no reads of stored data',
    },
    { key: 'lag', height: 1, scale: { is: 'linear', unit: 'ms', least: 1 }, series: [lag], limits: [], nothing: 'no replica lags' },
    {
      key: 'lost',
      height: 1,
      scale: { is: 'linear', unit: 'count', least: 1 },
      series: [lost],
      limits: limitLines(scene, 'lostWrites', 'count'),
      nothing: '',
    },
  ];
}
