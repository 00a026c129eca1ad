/**
 * The burn rate of an error budget: how many times faster than allowed it is spent, over the long window of each recommended pair. An
 * alert fires while the short window of the same pair burns as fast. What the windows are is computed for the run (stats/burn).
 */
import { burnColumn, firingsOf, type ScaledAlert, scaledAlerts } from '../../../src/stats/burn.ts';
import { clockText } from '../../ui/plot-area.ts';
import { countsOf, measuredCounts } from '../counts.ts';
import { BETWEEN } from '../findings.ts';
import { follow } from '../follow.ts';
import type { ChartModel, ChartScene, ChartSlo, Panel, Series } from '../model.ts';
import { at, brief } from '../numbers.ts';
import { LOOKS } from '../palette.ts';

/** The burn over the two windows of a pair, at the end of each chart window. */
interface Burning {
  readonly long: Float64Array;
  readonly short: Float64Array;
}

const NOTHING = new Float64Array(0);
const LOOK_OF = [LOOKS.burn.fast, LOOKS.burn.middle, LOOKS.burn.slow] as const;

export function burnModel(scene: ChartScene, slo: ChartSlo): ChartModel {
  const { source, windowMs, warmupMs } = scene;
  const pairs = scaledAlerts(Math.max(windowMs, scene.durationMs - warmupMs), windowMs);
  const columns: Burning[] = pairs.map(() => ({ long: NOTHING, short: NOTHING }));
  const series = pairs.flatMap((pair, i) => pairSeries(pair, windowMs, i, () => columns[i]));
  return {
    teaches: 'How many times faster than allowed the error budget is spent.',
    panels: [panel(series, pairs)],
    times: () => source.column('endMs'),
    samples: undefined,
    refresh: follow(source, {
      clear: () => {},
      take: () => {
        const counts = countsOf(source, slo.cls);
        // Before the warm-up is over nothing counts.
        const measured = { ...counts, ...withoutWarmup(counts, warmupMs) };
        pairs.forEach((pair, i) => {
          columns[i] = { long: burnColumn(measured, pair.long, slo.target), short: burnColumn(measured, pair.short, slo.target) };
        });
      },
    }),
    finding: () => finding(scene, slo, pairs, columns[0]?.long),
  };
}

function withoutWarmup({ endMs, ok, failed }: ReturnType<typeof countsOf>, warmupMs: number) {
  const counted = (column: Float64Array): Float64Array => column.map((count, i) => (at(endMs, i) > warmupMs ? count : 0));
  return { ok: counted(ok), failed: counted(failed) };
}

function pairSeries(pair: ScaledAlert, windowMs: number, place: number, read: () => Burning | undefined): Series[] {
  const look = LOOK_OF[place] ?? LOOKS.burn.slow;
  const over = (windows: number): string => `burn rate over ${clockText(windows * windowMs)}`;
  const key = `burn${pair.rate}`;
  return [
    {
      key,
      label: clockText(pair.long * windowMs),
      name: over(pair.long),
      unit: 'factor',
      look,
      rank: 3 - place,
      values: () => read()?.long ?? NOTHING,
    },
    {
      key: `${key} short`,
      label: 'short',
      name: `${over(pair.short)}, short`,
      unit: 'factor',
      look,
      rank: 0,
      unseen: true,
      values: () => read()?.short ?? NOTHING,
    },
  ];
}

function panel(series: readonly Series[], pairs: readonly ScaledAlert[]): Panel {
  const limits = pairs.map(({ rate }) => ({ value: rate, label: `alert over ${rate}×` }));
  return { key: 'burn', height: 1, scale: { is: 'log', unit: 'factor', from: 0.5, decades: 2 }, series, limits, nothing: 'nothing spent' };
}

function finding({ source, warmupMs }: ChartScene, slo: ChartSlo, pairs: readonly ScaledAlert[], fast: Float64Array | undefined): string {
  const counts = measuredCounts(source, slo.cls, warmupMs);
  if (counts.endMs.length === 0 || fast === undefined) return '';
  const now = `${brief(at(fast, fast.length - 1), 'factor')} now`;
  const fired = pairs.flatMap((pair) => firingsOf(counts, slo.target, pair));
  const worst = fired.reduce((most, one) => Math.max(most, one.worst), 0);
  if (fired.length === 0) return `${now}${BETWEEN}no alert`;
  return `${now}${BETWEEN}${fired.length} ${fired.length === 1 ? 'alert' : 'alerts'}, ${brief(worst, 'factor')} at worst`;
}
