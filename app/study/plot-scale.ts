/** Scales and ticks of the small plots of studies, in px of a fixed view box. Pure. */
export interface PlotBox {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const BOX: PlotBox = { width: 720, height: 260, left: 84, right: 36, top: 24, bottom: 48 };

export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** A linear scale from 0, or a logarithmic one with a tick for each power of two or ten, over px `from` … `to`. */
export function scaleOf(values: readonly number[], from: number, to: number, log = false): Scale {
  const known = values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  const most = Math.max(log ? 1e-9 : 0, ...known);
  if (!log) {
    const step = niceStep(most / 4);
    const top = Math.max(step, Math.ceil(most / step) * step);
    const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => Number((i * step).toPrecision(6)));
    return { at: (value) => from + ((to - from) * value) / top, ticks };
  }
  const least = Math.min(most, ...known);
  const [low, high] = [Math.log(least), Math.log(Math.max(least * 1.0001, most))];
  const ticks = [...new Set(known)].sort((a, b) => a - b);
  const shown = ticks.filter((_, i) => ticks.length <= 10 || i % Math.ceil(ticks.length / 10) === 0);
  return { at: (value) => from + ((to - from) * (Math.log(Math.max(least, value)) - low)) / Math.max(1e-9, high - low), ticks: shown };
}

function niceStep(rough: number): number {
  if (!(rough > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

/** The points of a line through these places. */
export function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}
