/**
 * A counter-example laid out as a space–time diagram (Lamport 1978): a lane for the versions of each key, for each session and for each
 * copy that answered, time to the right. Operations of milliseconds may lie many seconds apart, so time is not to scale: what comes later
 * stands further right, a longer gap is wider, and every operation is wide enough for its words.
 */
import type { ExampleOperation, ExampleReport } from '../../src/run/consistency-report.ts';

export interface Lane {
  readonly id: string;
  readonly sort: 'versions' | 'session' | 'copy';
  readonly label: string;
  readonly y: number;
}

export interface Bar {
  readonly operation: ExampleOperation;
  readonly y: number;
  readonly from: number;
  /** Where it ends; the right edge when nobody heard. */
  readonly to: number;
  /** The lane of the copy that answered; undefined when that is not known. */
  readonly copyY: number | undefined;
}

/** A version from when it was acknowledged on. */
export interface Flag {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly clashes: boolean;
}

export interface Tick {
  readonly x: number;
  readonly text: string;
}

export interface SpaceTime {
  readonly width: number;
  readonly height: number;
  /** Where the lanes begin, right of their names. */
  readonly left: number;
  readonly lanes: readonly Lane[];
  readonly bars: readonly Bar[];
  readonly flags: readonly Flag[];
  readonly ticks: readonly Tick[];
}

/** px (chosen): room for names, between lanes, least gap, least length of an operation, least distance of times on the axis. */
const LEFT = 76;
const RIGHT = 16;
const LANE = { versions: 34, session: 46, copy: 30 } as const;
const TOP = 10;
const AXIS = 24;
const LEAST_GAP = 14;
const LEAST_BAR = 74;
const LEAST_TICKS = 58;

export function spaceTime({ operations }: Pick<ExampleReport, 'operations'>, available: number): SpaceTime {
  const moments = [...new Set(operations.flatMap(({ fromMs, toMs }) => [fromMs, ...(toMs === null ? [] : [toMs])]))].sort((a, b) => a - b);
  const { at, width } = placed(moments, operations, available);
  const x = (ms: number): number => at.get(ms) ?? LEFT;
  const lanes = lanesOf(operations);
  const y = (id: string): number | undefined => lanes.find((lane) => lane.id === id)?.y;
  const bars = operations.map(
    (operation): Bar => ({
      operation,
      y: y(`session ${operation.who}`) ?? 0,
      from: x(operation.fromMs),
      to: operation.toMs === null ? width - RIGHT : x(operation.toMs),
      copyY: operation.at === null ? undefined : y(`copy ${operation.at.part} ${operation.at.instance}`),
    }),
  );
  const flags = operations
    .filter(({ what }) => what === 'write')
    .map(({ key, version, fromMs, toMs, clashes }) => ({
      x: x(toMs ?? fromMs),
      y: y(`versions ${key}`) ?? 0,
      text: `${key}=${version}`,
      clashes,
    }));
  const last = lanes.at(-1);
  const height = (last === undefined ? TOP : last.y + LANE[last.sort] / 2) + AXIS;
  return { width, height, left: LEFT, lanes, bars, flags, ticks: ticksOf(moments, x) };
}

function lanesOf(operations: readonly ExampleOperation[]): readonly Lane[] {
  const wanted = new Map<string, Omit<Lane, 'y'>>();
  const add = (sort: Lane['sort'], id: string, label: string): void =>
    void wanted.set(`${sort} ${id}`, { id: `${sort} ${id}`, sort, label });
  for (const { key, what } of operations) if (what === 'write') add('versions', key, `${key} is`);
  for (const who of [...new Set(operations.map((op) => op.who))].sort()) add('session', who, who === '–' ? 'unknown' : who);
  const copies = operations.flatMap(({ at }) => (at === null ? [] : [at]));
  for (const { part, name, instance } of copies.sort((a, b) => a.name.localeCompare(b.name) || a.instance - b.instance))
    add('copy', `${part} ${instance}`, `${name} ${instance}`);
  let below = TOP;
  return [...wanted.values()].map((lane) => {
    const y = below + LANE[lane.sort] / 2;
    below += LANE[lane.sort];
    return { ...lane, y };
  });
}

/** Where each moment stands. */
function placed(moments: readonly number[], operations: readonly ExampleOperation[], available: number) {
  const gaps = moments.slice(1).map((ms, i) => ms - (moments[i] ?? ms));
  const shortest = Math.max(1e-6, Math.min(...gaps.filter((gap) => gap > 0), Number.POSITIVE_INFINITY));
  const wide = gaps.map(() => LEAST_GAP);
  for (const { fromMs, toMs } of [...operations].sort((a, b) => (a.toMs ?? Infinity) - (b.toMs ?? Infinity))) {
    const [first, last] = [moments.indexOf(fromMs), toMs === null ? moments.length - 1 : moments.indexOf(toMs)];
    const long = wide.slice(first, last).reduce((sum, px) => sum + px, 0);
    const before = Math.max(first, last - 1);
    if (long < LEAST_BAR && wide[before] !== undefined) wide[before] += LEAST_BAR - long;
  }
  const needed = LEFT + RIGHT + LEAST_GAP + wide.reduce((sum, px) => sum + px, 0);
  const spare = Math.max(0, available - needed);
  const shares = gaps.map((gap) => Math.log1p(gap / shortest));
  const all = shares.reduce((sum, share) => sum + share, 0);
  const at = new Map<number, number>();
  let x = LEFT + LEAST_GAP;
  moments.forEach((ms, i) => {
    at.set(ms, x);
    x += (wide[i] ?? 0) + (all > 0 ? (spare * (shares[i] ?? 0)) / all : 0);
  });
  return { at, width: Math.max(available, needed) };
}

/** Times that fit beside each other; the first and the last before those in between. */
function ticksOf(moments: readonly number[], x: (ms: number) => number): readonly Tick[] {
  const chosen: Tick[] = [];
  const order = [moments[0], moments.at(-1), ...moments.slice(1, -1)];
  for (const ms of order) {
    if (ms === undefined || chosen.some((tick) => Math.abs(tick.x - x(ms)) < LEAST_TICKS)) continue;
    chosen.push({ x: x(ms), text: `${(ms / 1000).toFixed(3)} s` });
  }
  return chosen.sort((a, b) => a.x - b.x);
}
