/** The path of a sparkline: means of the windows that share a pixel, on the run's time axis, from 0 up. Pure. */

export interface Spark {
  readonly path: string;
  /** Nothing but 0: drawn quietly. */
  readonly flat: boolean;
}

/** Values beyond the last complete window of a run are not there; NaN is a gap. */
export function sparkPath(values: Float64Array, endsMs: Float64Array, durationMs: number, width: number, height: number): Spark {
  const count = Math.min(values.length, endsMs.length);
  if (count === 0 || !(durationMs > 0)) return { path: '', flat: true };
  const sums = new Float64Array(width + 1);
  const counts = new Uint32Array(width + 1);
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const px = Math.min(width, Math.round(((endsMs[i] ?? 0) / durationMs) * width));
    sums[px] = (sums[px] ?? 0) + value;
    counts[px] = (counts[px] ?? 0) + 1;
  }
  const means = Array.from(sums, (sum, px) => (counts[px] ? sum / (counts[px] ?? 1) : Number.NaN));
  const highest = means.reduce((most, mean) => (mean > most ? mean : most), 0);
  const reach = Math.round(((endsMs[count - 1] ?? 0) / durationMs) * width);
  const sparse = reach / count;
  return { path: draw(means, (mean) => height - 1 - (highest > 0 ? mean / highest : 0) * (height - 2), sparse), flat: highest === 0 };
}

/** Where windows are wider than a pixel, empty pixels between two are no gap. */
function draw(means: readonly number[], y: (mean: number) => number, sparse: number): string {
  let path = '';
  let last = Number.NEGATIVE_INFINITY;
  means.forEach((mean, px) => {
    if (Number.isNaN(mean)) return;
    path += `${px - last > sparse * 1.5 + 1 ? 'M' : 'L'}${px} ${y(mean).toFixed(1)}`;
    last = px;
  });
  return path;
}
