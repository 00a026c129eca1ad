/** What a prediction says on the canvas: short, always with a sign that it is one, and a word where it says nothing. */
import type { LinkEstimate, NodeEstimate } from '../../../src/run/estimate.ts';
import { figure } from './figure.ts';

/** Before every number that was reckoned and not measured. */
const ABOUT = '≈';

export interface ToldFace {
  /** Beside the chips: how busy, or for a source its rate. */
  readonly upper: string;
  /** At the end of the lower line: the mean time, or a word. */
  readonly lower: string;
  /** How full the chips are drawn, 0…1; NaN for none. */
  readonly level: number;
  readonly over: boolean;
}

const NOTHING: ToldFace = { upper: '', lower: '', level: Number.NaN, over: false };

/** The words of a face. */
export function toldFace(told: NodeEstimate | undefined, source: boolean): ToldFace {
  if (told === undefined) return NOTHING;
  if (told.arrivals === 0) return { ...NOTHING, level: told.utilisation === undefined ? Number.NaN : 0 };
  const over = told.load >= 1;
  const busy = told.utilisation;
  const upper = source
    ? about(told.arrivals, 'perSecond')
    : over
      ? about(told.load, 'ratio')
      : busy === undefined
        ? ''
        : about(busy, 'ratio');
  const lower = over ? 'overloaded' : told.meanMs === undefined ? 'unsure' : about(told.meanMs, 'ms');
  return { upper, lower, level: busy === undefined ? Number.NaN : Math.min(1, Math.max(busy, over ? 1 : 0)), over };
}

/** `≈600/s`; undefined when nothing crosses it. */
export function toldRate(told: LinkEstimate | undefined): string | undefined {
  return told === undefined || !(told.rate > 0) ? undefined : about(told.rate, 'perSecond');
}

/** The words of a chosen link: rate and time of a call. */
export function toldLink(told: LinkEstimate | undefined): string | undefined {
  const rate = toldRate(told);
  if (rate === undefined || told === undefined) return undefined;
  return told.meanMs === undefined ? `${rate} · time unsure` : `${rate} · ${about(told.meanMs, 'ms')}`;
}

/** For who hears the canvas: `expected 600/s, 62 % busy, 12 ms`. */
export function toldAloud(told: NodeEstimate | undefined): string {
  if (told === undefined || told.arrivals === 0) return '';
  const words = [`expected ${figure(told.arrivals, 'perSecond')}`];
  if (told.load >= 1) words.push('overloaded');
  else if (told.utilisation !== undefined) words.push(`${figure(told.utilisation, 'ratio')} busy`);
  if (told.load < 1) words.push(told.meanMs === undefined ? 'time unsure' : `${figure(told.meanMs, 'ms')} on average`);
  return words.join(', ');
}

function about(value: number, unit: 'perSecond' | 'ratio' | 'ms'): string {
  return `${ABOUT}${figure(value, unit)}`;
}
