/**
 * Names and values beside the lines: at their ends, or at the crosshair while someone looks elsewhere. What each says,
 * where it stands, and how it is shortened to fit; the DOM is not touched here.
 */
import type { Series } from './model.ts';
import { at, brief, ROUGH_MARK } from './numbers.ts';
import type { PlotBox } from './plot-box.ts';
import { spread } from './spread.ts';
import type { PanelTraces } from './traces.ts';
import { lastKnown } from './windows.ts';

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

/**
 * Labels of all lines of a chart. A line that stopped before is named where it stopped. They are spread over all panels
 * at once, so that those of neighbours never touch.
 */
export function lineLabels(panels: readonly PanelTraces[], place: LabelPlace, box: PlotBox, measure: Measure): LineLabel[] {
  const lines = panels.flatMap((panel) => panel.traces.map(({ series }) => lineEnd(panel, series, place, box)));
  const places = spread(
    lines.map(({ series, y }) => ({ y, rank: series.rank })),
    LABEL_HEIGHT,
    box.top - LABEL_HEIGHT / 2,
    box.bottom + 1,
  );
  const widest = Math.max(0, ...lines.map(({ words }, i) => (Number.isNaN(places[i]) ? 0 : measure(words))));
  const before = place.x - BESIDE - box.left;
  const left = place.flip && box.width - place.x - BESIDE < widest && before > widest;
  return lines.map(({ series, words, x }, i) => {
    const y = places[i] ?? Number.NaN;
    const room = left ? before : box.width - x - BESIDE;
    const text = Number.isNaN(y) ? undefined : fitted(words, series.label, room, measure);
    return { series, text, x: left ? x - BESIDE : x + BESIDE, y, anchor: left ? 'end' : 'start' };
  });
}

/** Where a line ends, and what to say there: its value only when it ends at the place asked for. */
function lineEnd(panel: PanelTraces, series: Series, { index, x, flip }: LabelPlace, box: PlotBox) {
  const y = index < 0 ? Number.NaN : panel.yAt(series, index);
  if (!Number.isNaN(y) || flip) return { series, x, y, words: `${series.label} ${valueAt(series, index)}` };
  const last = lastKnown((series.drawn ?? series.values)());
  const ended = box.time.px(at(panel.times(), last));
  return { series, x: ended, y: last < 0 ? Number.NaN : panel.yAt(series, last), words: series.label };
}

/** Name and value, the name alone, or what fits of it with an ellipsis. */
function fitted(words: string, label: string, room: number, measure: Measure): string | undefined {
  for (const text of [words, label]) if (measure(text) <= room) return text;
  for (let length = label.length - 1; length > 1; length--) {
    const text = `${label.slice(0, length).trimEnd()}…`;
    if (measure(text) <= room) return text;
  }
  return undefined;
}
