/** What a server is told by its parameters, and what its mechanisms make of them. Units are those of documents: ms, bytes, shares. */
import type { RequestClass } from '../../engine/station.ts';
import { type Distribution, Sampler } from '../../std/distribution.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { DiskSettings } from '../work/disk.ts';
import type { HeapSettings } from '../work/heap.ts';
import type { ProcessorSettings } from '../work/processor.ts';
import type { RoomOrder, RoomSettings } from '../work/waiting-room.ts';
import type { Discipline, WorkerSettings } from '../work/workers.ts';

export interface ServerValues {
  readonly workers: number;
  readonly queueLimit: number;
  readonly discipline: string;
  readonly first: readonly string[];
  readonly codelTarget: number;
  readonly codelInterval: number;
  readonly patience: number;
  readonly gcStops?: string;
  readonly retryAfter?: number;
  readonly shedFrom: number;
  readonly shedFirst: readonly string[];
  readonly work: Distribution;
  readonly classWork: string;
  readonly heavy: readonly string[];
  readonly heavyWork: Distribution;
  readonly waiting: string;
  readonly state: string;
  readonly cores: number;
  readonly contention: number;
  readonly coherence: number;
  readonly switching: number;
  readonly slice: number;
  readonly resize: string;
  readonly heap: number;
  readonly base: number;
  readonly garbage: number;
  readonly leak: number;
  readonly sessionBytes: number;
  readonly gcPause: number;
  readonly localEntries: number;
  readonly localTtl: number;
  readonly diskShare: number;
  readonly diskTime: Distribution;
  readonly diskParallel: number;
  /** Pieces of work that a request takes one after the other; absent: one. */
  readonly modules?: number;
  readonly boot: number;
  readonly warmup: number;
  readonly cold: number;
}

const BYTES_PER_GB = 1e9;

export function workersOf(values: ServerValues): WorkerSettings {
  const discipline: Discipline = values.discipline === 'lifo' ? 'lifo' : 'fifo';
  return { workers: values.workers, queueLimit: values.queueLimit, discipline };
}

/** Ranks of classes: those chosen as first, then the others by their priority. */
function ranksOf(first: readonly string[], classes: readonly RequestClass[]): readonly number[] {
  const levels = classes.map(({ id, priority = 0 }) => (first.includes(id) ? Number.POSITIVE_INFINITY : priority));
  const order = [...new Set(levels)].sort((a, b) => b - a);
  return levels.map((level) => order.indexOf(level));
}

export function roomOf(values: ServerValues, classes: readonly RequestClass[]): RoomSettings {
  const { discipline } = values;
  const plain = discipline === 'fifo' || discipline === 'lifo';
  return {
    order: plain ? undefined : (discipline as RoomOrder),
    ranks: ranksOf(values.first, classes),
    target: values.codelTarget * NS_PER_MS,
    interval: values.codelInterval * NS_PER_MS,
    patience: values.patience > 0 ? values.patience * NS_PER_MS : Number.POSITIVE_INFINITY,
  };
}

/** Whether work at one instance gets in each other's way: by its cores, or because a collector stops all of it. */
export function sharesCores({ cores, heap, contention, coherence }: ServerValues): boolean {
  return cores > 0 || heap > 0 || contention > 0 || coherence > 0;
}

export function processorOf(values: ServerValues): ProcessorSettings {
  return {
    cores: values.cores > 0 ? values.cores : Number.POSITIVE_INFINITY,
    contention: values.contention,
    coherence: values.coherence,
    switching: values.switching * NS_PER_MS,
    slice: values.slice * NS_PER_MS,
  };
}

export function heapOf(values: ServerValues): HeapSettings {
  return {
    size: values.heap,
    base: values.base,
    garbage: values.garbage,
    leak: values.leak,
    session: values.sessionBytes,
    pause: (values.gcPause * NS_PER_MS) / BYTES_PER_GB,
  };
}

export function diskOf(values: ServerValues): DiskSettings {
  return { time: new Sampler(values.diskTime, NS_PER_MS), parallel: values.diskParallel };
}

/** How long an instance boots, ns. */
export function bootOf(values: ServerValues): number {
  return Math.round(values.boot * NS_PER_MS);
}
