/**
 * Values of parameters for random scenarios: every parameter comes up over its range, but where the range holds values that
 * would only cost time (a million requests a second, a health check every 10 ms), the draw keeps to what a short run bears.
 */

import { type Dice, randomValue } from '../../design/random-values.ts';
import type { NumberSpec, ParamBag, ParamSpecs, ParamValue } from '../../std/parameter.ts';

/** Bounds that are drawn instead of the spec's own. Times in ms, rates per second. */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  rate: [2, 60],
  peak: [2, 120],
  users: [1, 15],
  devices: [1, 50],
  every: [50, 3000],
  bots: [1, 20],
  perBot: [0.1, 5],
  bitrate: [1000, 100_000],
  backlog: [1, 10],
  starts: [0, 3000],
  items: [1, 60],
  again: [100, 3000],
  forgotten: [10, 2000],
  burstLength: [10, 1000],
  shapeStart: [0, 3000],
  shapeLength: [1, 3000],
  rampUp: [0, 2000],
  keys: [1, 1000],
  instances: [1, 3],
  replicas: [0, 3],
  reserve: [0, 3],
  // A thousandth of a core works for months on what a run brings.
  cores: [0.2, 8],
  count: [1, 3],
  capacity: [1, 300],
  virtualNodes: [1, 60],
  heartbeat: [20, 1000],
  misses: [1, 4],
  promotion: [0, 1000],
  recovery: [0, 1000],
  copyTime: [0, 3000],
  logKept: [1, 200],
  checkInterval: [50, 2000],
  checkTimeout: [1, 1000],
  checkFall: [1, 4],
  checkRise: [1, 4],
  breakerWindow: [2, 60],
  breakerMinimum: [1, 30],
  breakerOpen: [1, 2000],
  breakerProbes: [1, 12],
  redelivery: [0, 2000],
  visibility: [1, 5000],
  maxDeliveries: [1, 20],
  bandwidth: [100_000, 1e10],
  connections: [1, 20],
  streams: [1, 20],
  idle: [1, 3000],
  wander: [0, 30],
  wireCores: [1, 4],
  parse: [0, 5],
  limitRate: [0.1, 200],
  limitBurst: [1, 60],
  clientRate: [10_000, 1e7],
  throughput: [100_000, 1e10],
  packets: [1000, 1e7],
  sourceRate: [0.1, 200],
  revocations: [0.1, 20],
};

/** A time is at most this long, ms, unless it is the longest there is. */
const LONG = 5000;
/** A count is at most this unless it is the highest there is. */
const MANY = 30;

/** Most parameters of a bag stay at their default; each of the others is drawn by itself. `density` is the share drawn. */
export function drawBag(dice: Dice, specs: ParamSpecs, classes: readonly string[], density: number): ParamBag {
  const bag: Record<string, ParamValue> = {};
  for (const [name, spec] of Object.entries(specs)) {
    if (dice.chance(density)) bag[name] = spec.type === 'number' ? drawNumber(dice, name, spec) : randomValue(dice, spec, classes);
  }
  return bag;
}

/** A number within its spec: 0 where that turns something off, a bound, or anything between, small values as often as large ones. */
export function drawNumber(dice: Dice, name: string, spec: NumberSpec): number {
  if (spec.zero !== undefined && dice.chance(0.12)) return 0;
  const bound = BOUNDS[name];
  if (bound === undefined && spec.unit !== 'ratio' && dice.chance(0.04)) return spec.max;
  const [low, high] = bound ?? [spec.min, Math.min(spec.max, spec.unit === 'ms' ? LONG : MANY)];
  if (dice.chance(0.1)) return Math.max(spec.min, low);
  const share = dice.between(0, 1, false);
  const drawn = spec.unit === 'ratio' ? low + (high - low) * share : low + (high - low) * share * share * share;
  const rounded = spec.whole ? Math.round(drawn) : Number(drawn.toPrecision(3));
  return Math.min(spec.max, Math.max(spec.min, rounded));
}

/** A value for one parameter of any type. */
export function drawValue(dice: Dice, name: string, specs: ParamSpecs, classes: readonly string[]): ParamValue {
  const spec = specs[name];
  if (spec === undefined) throw new RangeError(`no parameter ${name}`);
  return spec.type === 'number' ? drawNumber(dice, name, spec) : randomValue(dice, spec, classes);
}
