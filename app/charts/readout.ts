/** What a chart says about one moment: the values of all its lines, how many samples lie behind, what was broken. */
import { clockText } from '../ui/plot-area.ts';
import { bandsAt } from './bands.ts';
import { valueAt } from './line-labels.ts';
import type { ChartModel, ChartScene, Series } from './model.ts';
import { at, precise, ROUGH_MARK } from './numbers.ts';

export interface ReadoutWords {
  readonly time: string;
  /** Faults at work, and the warm-up. */
  readonly notes: readonly string[];
  readonly rows: readonly { readonly series: Series; readonly value: string }[];
  /** How many samples lie behind the values, and what the mark means when it is there. */
  readonly foot: readonly string[];
}

/** The readout of the window `index` that the moment `ms` lies in; -1 when the run has not come that far. */
export function readoutOf(model: ChartModel, scene: ChartScene, index: number, ms: number): ReadoutWords {
  const notes = [...bandsAt(scene.bands, ms), ...bandsAt(scene.alerts(), ms)].map((band) => band.label);
  if (ms < scene.warmupMs) notes.push('warm-up, not counted');
  const time = clockText(Math.round(index < 0 ? ms : at(model.times(), index)));
  if (index < 0) return { time, notes, rows: [], foot: ['not there yet'] };
  const rows = model.panels.flatMap((panel) => panel.series.map((series) => ({ series, value: valueAt(series, index, precise) })));
  const shown = rows.filter(({ series, value }) => value !== '–' || series.unseen !== true);
  const foot: string[] = [];
  if (model.samples !== undefined) {
    const count = at(model.samples(), index);
    foot.push(Number.isNaN(count) || count === 0 ? 'no samples' : `${precise(count, 'count')} ${count === 1 ? 'sample' : 'samples'}`);
  }
  if (rows.some(({ value }) => value.startsWith(ROUGH_MARK))) foot.push(`${ROUGH_MARK} rough: few samples`);
  return { time, notes, rows: shown, foot };
}

/** The same as one sentence, for people who listen. */
export function readoutSentence({ time, notes, rows, foot }: ReadoutWords): string {
  const values = rows.map(({ series, value }) => `${series.name} ${value.replace(ROUGH_MARK, 'about ').replace('–', 'not measured')}`);
  const count = foot.filter((line) => !line.startsWith(ROUGH_MARK));
  return [time, ...values, ...count, ...notes].join(', ');
}
