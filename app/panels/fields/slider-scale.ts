/**
 * The scale of a slider: a position from 0 to 1 and the value that stands there. Straight for narrow ranges and shares, logarithmic
 * when the range spans more than two decades, because then nobody could point at the small values.
 */
import type { NumberRange } from './number-entry.ts';

export interface SliderScale {
  readonly log: boolean;
  readonly toValue: (position: number) => number;
  readonly toPosition: (value: number) => number;
}

/** Where a logarithmic scale that should reach 0 begins; 0 itself stands at the very left. Chosen, by unit. */
const SMALLEST: Readonly<Record<NumberRange['unit'], number>> = {
  ms: 0.1,
  perSecond: 0.1,
  ratio: 0.0001,
  bytes: 1,
  bytesPerSecond: 1000,
  count: 1,
  factor: 0.01,
  usd: 0.001,
};

/** Two decades (the brief's own bound between the two scales). */
const WIDE = 100;
/** The stretch at the left end that means exactly 0. */
const ZERO_ROOM = 0.02;

export function sliderScale(range: NumberRange): SliderScale {
  return isWide(range) ? logScale(range) : straightScale(range);
}

function isWide({ min, max, unit }: NumberRange): boolean {
  if (unit === 'ratio' || min < 0 || max <= 0) return false;
  return max / (min > 0 ? min : SMALLEST[unit]) > WIDE;
}

function straightScale({ min, max, whole }: NumberRange): SliderScale {
  const span = max - min;
  return {
    log: false,
    toValue: (position) => snap(min + clamp(position) * span, span / 200, { min, max, whole }),
    toPosition: (value) => (span === 0 ? 0 : clamp((value - min) / span)),
  };
}

function logScale({ min, max, whole, unit }: NumberRange): SliderScale {
  const low = min > 0 ? min : Math.min(SMALLEST[unit], max / WIDE);
  const room = min > 0 ? 0 : ZERO_ROOM;
  const decades = Math.log(max / low);
  return {
    log: true,
    toValue: (position) => {
      const at = clamp(position);
      if (at < room || at === 0) return min;
      if (at === 1) return max;
      const value = low * Math.exp(((at - room) / (1 - room)) * decades);
      return snap(value, 0, { min, max, whole });
    },
    toPosition: (value) => {
      if (value <= min || value <= 0) return 0;
      return clamp(room + (1 - room) * (Math.log(Math.max(value, low) / low) / decades));
    },
  };
}

const clamp = (x: number): number => Math.min(1, Math.max(0, x));

/** Two digits are as fine as a hand can point; a straight scale has a grain of its own. */
function snap(value: number, grain: number, { min, max, whole }: Pick<NumberRange, 'min' | 'max' | 'whole'>): number {
  const fine = grain > 0 ? 10 ** Math.floor(Math.log10(grain) + 1e-9) : 10 ** (Math.floor(Math.log10(value) + 1e-9) - 1);
  const step = Math.max(whole ? 1 : 0, fine);
  return Math.min(max, Math.max(min, Number((Math.round(value / step) * step).toPrecision(12))));
}
