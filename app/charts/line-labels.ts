/**
 * Names and values beside the lines: at their ends, or at the crosshair while someone looks elsewhere. What each says,
 * where it stands, and how it is shortened to fit; the DOM is not touched here.
 */
import type { Series } from './model.ts';
import { at, brief, ROUGH_MARK } from './numbers.ts';
import type { PlotBox } from './plot-box.ts';
import { spread } from './spread.ts';
import type { PanelTraces } from './traces.ts';

export interface LineLabel {
  readonly series: Series;
  /** Undefined: it has nothing to say, or no room. */
  readonly text: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/** Height of a label, px. */
export const LABEL_HEIGHT = 13;
const BESIDE = 6;

/** Width of a text in the labels' type, px. */
export type Measure = (text: string) => number;

/** The value of a series at a window, marked when few samples lie behind it. */
export function valueAt(series: Series, index: number, write = brief): string {
  const value = at(series.values(), index);
  const rough = series.firm !== undefined && !Number.isNaN(value) && Number.isNaN(at(series.firm(), index));
  return `${rough ? ROUGH_MARK : ''}${write(value, series.unit)}`;
}

/** At which window the labels are read, and beside which pixel they stand; `flip` lets them stand on its left. */
export interface LabelPlace {
  readonly index: number;
  readonly x: number;
  readonly flip: boolean;
}

/** Labels of all lines of a chart. They are spread over all panels at once, so that those of neighbours never touch. */
export function lineLabels(panels: readonly PanelTraces[], { index, x, flip }: LabelPlace, box: PlotBox, measure: Measure): LineLabel[] {
  const lines = panels.flatMap((panel) =>
    panel.traces.map(({ series }) => ({ series, y: index < 0 ? Number.NaN : panel.yAt(series, index) })),
  );
  const places = spread(
    lines.map(({ series, y }) => ({ y, rank: series.rank })),
    LABEL_HEIGHT,
    box.top - LABEL_HEIGHT / 2,
    box.bottom + 1,
  );
  const after = box.width - x - BESIDE;
  const before = x - BESIDE;
  const widest = Math.max(
    0,
    ...lines.map(({ series }, i) => (Number.isNaN(places[i]) ? 0 : measure(`${series.label} ${valueAt(series, index)}`))),
  );
  const left = flip && after < widest && before > after;
  return lines.map(({ series }, i) => {
    const y = places[i] ?? Number.NaN;
    const text = Number.isNaN(y) ? undefined : fitted(series.label, valueAt(series, index), left ? before : after, measure);
    return { series, text, x: left ? x - BESIDE : x + BESIDE, y, anchor: left ? 'end' : 'start' };
  });
}

/** Name and value, closer together, the name alone, or what fits of it with an ellipsis. */
function fitted(label: string, value: string, room: number, measure: Measure): string | undefined {
  for (const text of [`${label} ${value}`, `${label} ${value.replace(' ', '')}`, label]) if (measure(text) <= room) return text;
  for (let length = label.length - 1; length > 1; length--) {
    const text = `${label.slice(0, length).trimEnd()}…`;
    if (measure(text) <= room) return text;
  }
  return undefined;
}
