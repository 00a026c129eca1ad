/** Where a key moves the crosshair: by one window, by ten, to the ends, or away. */
import { at } from './numbers.ts';

const STRIDE = 10;

/** The new moment in ms, `leave` to put the crosshair away, or undefined when the key means nothing here. */
export function movedBy(key: string, shift: boolean, ms: number | undefined, times: Float64Array): number | 'leave' | undefined {
  if (key === 'Escape') return ms === undefined ? undefined : 'leave';
  const last = times.length - 1;
  if (last < 0) return undefined;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: shift ? STRIDE : 1,
    ArrowUp: shift ? STRIDE : 1,
    ArrowLeft: shift ? -STRIDE : -1,
    ArrowDown: shift ? -STRIDE : -1,
    PageUp: STRIDE,
    PageDown: -STRIDE,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  };
  const step = steps[key];
  if (step === undefined) return undefined;
  // The first key shows the newest window; where one stands already, the window of that moment is left behind.
  const from = ms === undefined ? last : firstAtOrAfter(times, ms);
  const to = ms === undefined && Number.isFinite(step) ? last : Math.min(last, Math.max(0, from + step));
  return at(times, to);
}

function firstAtOrAfter(times: Float64Array, ms: number): number {
  const found = times.findIndex((time) => time >= ms);
  return found < 0 ? times.length - 1 : found;
}
