/**
 * Figures on the face of a node and on links: few digits, always a unit, and as steady as possible while they change
 * ten times a second. Full precision is the inspector's business.
 */
import type { Unit } from '../../../src/std/parameter.ts';

const THIN = '\u00a0';

/** At most three digits: 9.6 → `9.6`, 21.4 → `21`, 1620 → `1.6k`. */
export function steady(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.095) return size < 0.0095 ? '<0.01' : value.toFixed(2);
  if (size < 9.95) return value.toFixed(1);
  if (size < 999.5) return value.toFixed(0);
  for (const [each, suffix] of [
    [1e3, 'k'],
    [1e6, 'M'],
    [1e9, 'G'],
  ] as const) {
    const scaled = value / each;
    if (Math.abs(scaled) < 999.5) return scaled.toFixed(Math.abs(scaled) < 9.95 ? 1 : 0) + suffix;
  }
  return '>1T';
}

function steadyTime(ms: number): string {
  if (ms < 999.5) return `${steady(ms)}${THIN}ms`;
  if (ms < 99_500) return `${steady(ms / 1_000)}${THIN}s`;
  if (ms < 5_970_000) return `${steady(ms / 60_000)}${THIN}min`;
  return `${steady(ms / 3_600_000)}${THIN}h`;
}

function steadyBytes(bytes: number): string {
  if (bytes < 999.5) return `${steady(bytes)}${THIN}B`;
  const text = steady(bytes);
  const prefix = text.at(-1) === 'k' ? 'K' : (text.at(-1) ?? '');
  return `${text.slice(0, -1)}${THIN}${prefix}B`;
}

/** A figure in document units as short text; `–` where there is none. */
export function figure(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return '∞';
  switch (unit) {
    case 'ms':
      return steadyTime(value);
    case 'perSecond':
      return `${steady(value)}/s`;
    case 'ratio':
      return `${share(value * 100)}${THIN}%`;
    case 'bytes':
      return steadyBytes(value);
    case 'bytesPerSecond':
      return `${steadyBytes(value)}/s`;
    case 'factor':
      return `×${steady(value)}`;
    default:
      return value < 999.5 && Number.isInteger(value) ? String(value) : steady(value);
  }
}

/** Percent; what is nearly all never reads as all, nor nearly nothing as nothing. */
function share(percent: number): string {
  if (percent > 99 && percent < 100) return percent < 99.95 ? percent.toFixed(1) : '>99.9';
  if (percent > 0 && percent < 0.1) return '<0.1';
  return percent < 9.95 && percent > 0 ? percent.toFixed(1) : percent.toFixed(0);
}
