/**
 * The upright axis of a panel: from the values seen so far to a scale with round ends and labelled ticks. Its ends only
 * move in round steps, so that a running chart keeps still; figures always carry their unit.
 */
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Unit } from '../../src/std/parameter.ts';
import { brief } from './numbers.ts';

/** How a panel wants its values laid out. */
export type ScaleSpec =
  /** From 0 up to at least `least`. */
  | { readonly is: 'linear'; readonly unit: Unit; readonly least: number }
  /** Round ends (1, 2, 5 × 10^n) around the values, at least `decades` wide, `from` … when nothing was measured. */
  | { readonly is: 'log'; readonly unit: Unit; readonly from: number; readonly decades: number }
  /** Differences: as far below 0 as above. */
  | { readonly is: 'signed'; readonly unit: Unit }
  /** Shares: always 0…1. */
  | { readonly is: 'whole' }
  /** Shares near 1: from a round share below the lowest up to 1. */
  | { readonly is: 'near-one'; readonly include: number };

/** Lowest, lowest positive and highest value; infinite when nothing was measured. */
export interface Extent {
  readonly low: number;
  readonly lowPositive: number;
  readonly high: number;
}

export interface ValueTick {
  readonly y: number;
  readonly text: string;
}

export interface ValueAxis {
  readonly low: number;
  readonly high: number;
  /** Pixel of a value, kept within the panel. */
  readonly y: (value: number) => number;
  readonly ticks: readonly ValueTick[];
}

/** Ticks stand at least about this far apart, px (chosen: two lines of the axis type, calm to read). */
const TICK_ROOM = 30;
const FLOORS = [0.999, 0.995, 0.99, 0.98, 0.95, 0.9, 0.8, 0.6, 0.5, 0.2] as const;

/** A panel lower than this is labelled at its upper end only, px: its base is 0, and its neighbour's figures are close. */
const LOW_PANEL = 44;

/** The axis of a panel between two pixels, top < bottom. */
export function valueAxis(spec: ScaleSpec, extent: Extent, top: number, bottom: number): ValueAxis {
  const most = Math.max(1, Math.floor((bottom - top) / TICK_ROOM));
  if (spec.is === 'log') return logAxis(spec, extent, top, bottom, most);
  if (spec.is === 'signed') return signedAxis(spec.unit, extent, top, bottom);
  const axis = linearAxis(spec, extent, top, bottom, most);
  return axis.low === 0 && bottom - top < LOW_PANEL ? { ...axis, ticks: axis.ticks.slice(-1) } : axis;
}

function linearAxis(
  spec: Exclude<ScaleSpec, { is: 'log' | 'signed' }>,
  extent: Extent,
  top: number,
  bottom: number,
  most: number,
): ValueAxis {
  const unit = spec.is === 'linear' ? spec.unit : 'ratio';
  const [low, wanted] = linearEnds(spec, extent);
  const scale = scaleLinear().domain([low, wanted]).range([bottom, top]);
  if (spec.is === 'linear') scale.nice(Math.max(2, most));
  const high = scale.domain()[1] ?? wanted;
  const perPx = (bottom - top) / (high - low);
  const y = (value: number): number => bottom - (Math.min(high, Math.max(low, value)) - low) * perPx;
  const values = roundValues(scale.ticks.bind(scale), most, spec.is === 'linear' && unit === 'count');
  if (values.length < 2) values.splice(0, values.length, low, high);
  return { low, high, y, ticks: values.map((value) => ({ y: y(value), text: brief(value, unit) })) };
}

/** 0 in the middle, and the round end on either side. */
function signedAxis(unit: Unit, { low, high }: Extent, top: number, bottom: number): ValueAxis {
  const end = roundUp(Math.max(Number.isFinite(low) ? -low : 0, Number.isFinite(high) ? high : 0)) || 1;
  const perPx = (bottom - top) / (2 * end);
  const y = (value: number): number => bottom - (Math.min(end, Math.max(-end, value)) + end) * perPx;
  const ticks = [-end, 0, end].map((value) => ({ y: y(value), text: signed(value, unit) }));
  return { low: -end, high: end, y, ticks };
}

/** A difference with its sign: `+12 ms`, `−3`. */
export function signed(value: number, unit: Unit): string {
  if (value === 0) return '0';
  return `${value < 0 ? '−' : '+'}${brief(Math.abs(value), unit)}`;
}

/** As many round values as have room; counts are whole. */
function roundValues(ticks: (count: number) => number[], most: number, whole: boolean): number[] {
  for (let count = most; count >= 1; count--) {
    const values = ticks(count).filter((value) => !whole || Number.isInteger(value));
    if (values.length <= most + 1) return values;
  }
  return [];
}

function linearEnds(spec: Exclude<ScaleSpec, { is: 'log' | 'signed' }>, extent: Extent): [number, number] {
  if (spec.is === 'whole') return [0, 1];
  if (spec.is === 'linear') return [0, Math.max(spec.least, Number.isFinite(extent.high) ? extent.high : 0)];
  const lowest = Math.min(extent.low, spec.include);
  return [FLOORS.find((floor) => floor < lowest) ?? 0, 1];
}

function logAxis(spec: Extract<ScaleSpec, { is: 'log' }>, extent: Extent, top: number, bottom: number, most: number): ValueAxis {
  const known = Number.isFinite(extent.lowPositive) && extent.high > 0;
  const low = roundDown(known ? extent.lowPositive : spec.from);
  const high = Math.max(roundUp(known ? extent.high : 0), low * 10 ** spec.decades);
  const from = Math.log10(low);
  const perPx = (bottom - top) / (Math.log10(high) - from);
  const y = (value: number): number => bottom - (Math.log10(Math.min(high, Math.max(low, value))) - from) * perPx;
  const all = scaleLog().domain([low, high]).ticks();
  const decades = all.filter((value) => mantissa(value) === 1);
  const fine = all.filter((value) => [1, 2, 5].includes(mantissa(value)));
  const chosen = decades.length >= 2 || fine.length > most + 1 ? decades : fine;
  const every = Math.ceil(chosen.length / (most + 1));
  const ticks = chosen.filter((_, i) => i % every === 0).map((value) => ({ y: y(value), text: brief(value, spec.unit) }));
  return { low, high, y, ticks };
}

const power = (value: number): number => 10 ** Math.floor(Math.log10(value) + 1e-9);
const mantissa = (value: number): number => Math.round(value / power(value));
const roundDown = (value: number): number => {
  const ten = power(value);
  return ([5, 2, 1].find((step) => step * ten <= value * (1 + 1e-9)) ?? 1) * ten;
};
const roundUp = (value: number): number => {
  if (!(value > 0)) return 0;
  const ten = power(value);
  return ([1, 2, 5].find((step) => step * ten >= value * (1 - 1e-9)) ?? 10) * ten;
};
