/**
 * Alerts on error budgets, found in the windows of the run as they come: when each was on, of every promise about availability. Kept
 * until a window or the design changes, since charts and timeline ask with every painting.
 */
import type { Design } from '../../src/design/document.ts';
import { measuredPeriod, promisesAvailability } from '../../src/run/objective.ts';
import { firingsOf, scaledAlerts } from '../../src/stats/burn.ts';
import type { Band } from '../charts/bands.ts';
import { measuredCounts } from '../charts/counts.ts';
import type { ChartSlo, WindowSource } from '../charts/model.ts';
import { getDesign } from './design-store.ts';
import { getRun, series } from './run-store.ts';

/** What a design promises about availability. */
export function slosOf({ classes, scenario }: Pick<Design, 'classes' | 'scenario'>): readonly ChartSlo[] {
  return scenario.objectives.filter(promisesAvailability).map((o) => {
    const cls = o.class === '' ? -1 : classes.findIndex(({ id }) => id === o.class);
    return { id: o.id, cls, whose: classes[cls]?.name ?? 'All requests', target: o.value };
  });
}

/** When alerts were on so far, the oldest first. */
export function alertsIn(source: WindowSource, windowMs: number, design: Pick<Design, 'classes' | 'scenario'>): readonly Band[] {
  const { warmupMs } = design.scenario;
  const bands = slosOf(design).flatMap((slo) => {
    const counts = measuredCounts(source, slo.cls, warmupMs);
    return scaledAlerts(measuredPeriod(design.scenario), windowMs).flatMap((pair) =>
      firingsOf(counts, slo.target, pair).map(({ fromMs, toMs }): Band => {
        const label = `alert: ${slo.cls < 0 ? 'budget' : `budget of ${slo.whose}`} burns over ${pair.rate}×`;
        return { id: `${slo.id} ${pair.rate} ${fromMs}`, fromMs, toMs: toMs ?? counts.endMs.at(-1) ?? fromMs, label };
      }),
    );
  });
  return bands.sort((a, b) => a.fromMs - b.fromMs);
}

let known: readonly Band[] = [];
let of: { readonly version: number; readonly design: Design } | undefined;

/** The alerts of the run that is shown. */
export function alertBands(): readonly Band[] {
  const design = getDesign();
  if (of?.version !== series.version || of.design !== design) {
    of = { version: series.version, design };
    known = alertsIn(series, getRun().shape?.windowMs ?? 1, design);
  }
  return known;
}
