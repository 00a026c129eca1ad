/**
 * A frame: the numbers of one moment, laid out in one Float64Array that travels between worker and page and back, so
 * that showing a running system allocates nothing. Both sides compute the layout from the counts; this file is the only
 * place that knows the offsets. It holds no names: index i is node i, instance i, link i of the compiled design.
 */

/** Run states, as in the header's `state`. */
export const RUN_STATES = ['empty', 'ready', 'playing', 'paused', 'finished', 'halted', 'catching-up'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Header fields. Times in ms of simulated time; `speed` is simulated per real second, measured. */
export const HEADER = {
  state: 0,
  timeMs: 1,
  durationMs: 2,
  events: 3,
  inFlight: 4,
  speed: 5,
  windowMs: 6,
  /** Windows finished so far, the index of the first in this frame, and how many it carries. */
  windows: 7,
  firstWindow: 8,
  carried: 9,
  /** Totals since the warm-up ended. */
  requests: 10,
  ok: 11,
  failed: 12,
  stale: 13,
  reads: 14,
  staleReads: 15,
  lostWrites: 16,
  p50: 17,
  p95: 18,
  p99: 19,
  p999: 20,
  latencyCount: 21,
  /** Which run this is: grows by one on every load, reset and re-execution from the start. */
  epoch: 22,
  dots: 23,
  /** Events of the log so far. */
  logged: 24,
  /** Which sort of moment this is: index into MOMENTS. */
  moment: 25,
  /** How far the run has come, ms: `timeMs` itself unless the frame is of a moment that is past. */
  presentMs: 26,
  /** How often the run was paused by a breakpoint since the page began. */
  stops: 27,
  size: 28,
} as const;

/**
 * The present; a past one as it was recorded at the end of the chart window before it; a past one executed again to the nanosecond.
 */
export const MOMENTS = ['present', 'recorded', 'executed'] as const;

/** Per node. Rates per simulated second over the last windows, times ms, shares 0…1. NaN where nothing was measured. */
export const NODE = {
  arrivalRate: 0,
  okRate: 1,
  errorRate: 2,
  utilisation: 3,
  queue: 4,
  p50: 5,
  p99: 6,
  inFlight: 7,
  /** Instances that are there (booting and draining ones too), and how many of those no fault has down. */
  there: 8,
  up: 9,
  /** Active faults on it. */
  faults: 10,
  figure0: 11,
  figure1: 12,
  figure2: 13,
  figure3: 14,
  size: 15,
} as const;

/** Per instance. `state` is an index into INSTANCE_STATES, `role` into INSTANCE_ROLES. */
export const INSTANCE = { state: 0, role: 1, utilisation: 2, queue: 3, inFlight: 4, size: 5 } as const;
export const INSTANCE_STATES = ['up', 'degraded', 'down', 'hung', 'out', 'booting', 'draining', 'absent'] as const;
export const INSTANCE_ROLES = ['none', 'leader', 'follower', 'standby'] as const;

/**
 * Per link. `breaker` is an index into BREAKER_STATES (with one for each copy: the one furthest from closed); `severed` 1 while
 * cut. Of pool and bulkhead: places taken, places of all copies of the caller together, calls that wait. NaN where there is none.
 */
export const LINK = {
  rate: 0,
  errorShare: 1,
  retryRate: 2,
  breaker: 3,
  poolUsed: 4,
  poolSize: 5,
  poolWaiting: 6,
  p50: 7,
  severed: 8,
  /** Share of failed and of slow calls that the breaker sees, and ms until an open one lets trial calls through. */
  breakerShare: 9,
  breakerSlow: 10,
  breakerWaitMs: 11,
  /** Copies of the far end whose breaker is not closed. */
  breakersAway: 12,
  /** What is left of the retry budget, 0…1. */
  budget: 13,
  bulkheadUsed: 14,
  bulkheadSize: 15,
  bulkheadWaiting: 16,
  hedgeRate: 17,
  degradedRate: 18,
  /** Of a link that leaves a broker: messages that wait for who stands at its far end. */
  backlog: 19,
  size: 20,
} as const;
export const BREAKER_STATES = ['none', 'closed', 'open', 'half-open'] as const;

/** A sampled request on the move: link index, leaving and arriving time (ms), direction (0 there, 1 back), outcome (0 answered, 1 stale, 2 failed). */
export const DOT = { link: 0, leaves: 1, arrives: 2, back: 3, outcome: 4, size: 5 } as const;
export const MAX_DOTS = 600;

/**
 * Columns of one chart window, all requests. Counts in the window, but lost writes as a running total; latencies over the
 * trailing second (ms).
 */
export const WINDOW = {
  endMs: 0,
  offered: 1,
  ok: 2,
  stale: 3,
  error: 4,
  timeout: 5,
  refused: 6,
  rejected: 7,
  unavailable: 8,
  shortCircuited: 9,
  cancelled: 10,
  p50: 11,
  p95: 12,
  p99: 13,
  p999: 14,
  mean: 15,
  samples: 16,
  reads: 17,
  staleReads: 18,
  lagMs: 19,
  lostWrites: 20,
  inFlight: 21,
  size: 22,
} as const;

/** Columns of one chart window, per node, following the common ones. */
export const NODE_WINDOW = {
  arrivals: 0,
  ok: 1,
  failed: 2,
  utilisation: 3,
  queue: 4,
  p50: 5,
  p99: 6,
  figure0: 7,
  /** What a monitor saw of it last: calls a second, share that failed, p99 in ms. NaN where none looks. */
  seenRate: 8,
  seenErrors: 9,
  seenP99: 10,
  size: 11,
} as const;

/** Columns of one chart window, per class of requests, following the nodes': counts in the window. */
export const CLASS_WINDOW = { ok: 0, failed: 1, size: 2 } as const;

/**
 * The last columns of a chart window: how many answered requests took how long. Each power of two of nanoseconds is four cells, from
 * 2^14 ns (16 µs) to 2^38 ns (4.6 min); what is quicker or slower counts in the first or the last.
 */
export const HEAT = { first: 14, octaves: 24, perOctave: 4, size: 96 } as const;

/** The shortest time that falls into a cell, ms. */
export function heatFromMs(cell: number): number {
  const octave = HEAT.first + Math.floor(cell / HEAT.perOctave);
  return (2 ** octave * (1 + (cell % HEAT.perOctave) / HEAT.perOctave)) / 1e6;
}

/** How many chart windows one frame can carry; the rest follow in the next frames. */
export const MAX_CARRIED = 64;

export interface FrameCounts {
  readonly nodes: number;
  readonly instances: number;
  readonly links: number;
  readonly classes: number;
}

/** Offsets of the blocks of a frame. */
export interface FrameLayout extends FrameCounts {
  readonly nodeAt: number;
  readonly instanceAt: number;
  readonly linkAt: number;
  readonly dotAt: number;
  readonly windowAt: number;
  /** Within a window row: where the columns of the classes begin, and the heat's cells. */
  readonly classAt: number;
  readonly heatAt: number;
  /** Numbers per window row. */
  readonly windowSize: number;
  readonly length: number;
}

/** The layout for a design with these counts. */
export function layoutOf(counts: FrameCounts): FrameLayout {
  const nodeAt = HEADER.size;
  const instanceAt = nodeAt + counts.nodes * NODE.size;
  const linkAt = instanceAt + counts.instances * INSTANCE.size;
  const dotAt = linkAt + counts.links * LINK.size;
  const windowAt = dotAt + MAX_DOTS * DOT.size;
  const classAt = WINDOW.size + counts.nodes * NODE_WINDOW.size;
  const heatAt = classAt + counts.classes * CLASS_WINDOW.size;
  const windowSize = heatAt + HEAT.size;
  const length = windowAt + MAX_CARRIED * windowSize;
  return { ...counts, nodeAt, instanceAt, linkAt, dotAt, windowAt, classAt, heatAt, windowSize, length };
}
