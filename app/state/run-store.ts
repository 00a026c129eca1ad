/**
 * The run store: what the simulation is doing. It follows the design store (every edit is loaded, or put on the
 * timeline of the run in progress), drives the worker, and starts it anew when it breaks; the document never depends on
 * it. State that changes with each frame is not here: frames are painted from `latestFrame` and `onFrame`.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Design, Problem } from '../../src/design/document.ts';
import { HEADER, type RunState } from '../../src/run/frame.ts';
import type { Report } from '../../src/run/report.ts';
import type { ParamBag } from '../../src/std/parameter.ts';
import type { EngineClient, StartEngine } from '../../src/worker/client.ts';
import type { EngineFailure, RunShape } from '../../src/worker/protocol.ts';
import { commit, getDesign, subscribeDesign } from './design-store.ts';
import { type Frame, FramePump } from './frames.ts';
import { runEffect } from './run-effect.ts';

/** Whether a run gave what was expected of it. */
export interface Replay {
  readonly expected: string;
  readonly verdict: 'running' | 'identical' | 'diverged';
  readonly detail: string;
}

export interface RunStoreState {
  readonly state: RunState;
  readonly shape: RunShape | undefined;
  readonly problems: readonly Problem[];
  /** Simulated seconds per real second; Infinity for as fast as possible. */
  readonly speed: number;
  readonly replay: Replay | undefined;
  /** The simulation broke: what is known about it, in words. */
  readonly failure: string | undefined;
}

const first: RunStoreState = { state: 'empty', shape: undefined, problems: [], speed: 1, replay: undefined, failure: undefined };
const store = createStore<RunStoreState>(() => first);
let engine: EngineClient | undefined;
let loading: Promise<void> = Promise.resolve();

const pump = new FramePump({
  pull: (buffer, have) => engine?.pull(buffer, have),
  nextScreenFrame: (then) => requestAnimationFrame(then),
  nowMs: () => performance.now(),
  onState: (state) => set({ state }),
});

/** All chart windows of this run so far. */
export const series = pump.series;

/** Reads a part of the run's state and re-renders when that part changes. */
export function useRun<T>(select: (state: RunStoreState) => T): T {
  return useStore(store, select);
}

export function getRun(): RunStoreState {
  return store.getState();
}

export function subscribeRun(listener: (run: RunStoreState, before: RunStoreState) => void): () => void {
  return store.subscribe(listener);
}

/** The newest frame. Its data are overwritten by the frame after the next. */
export function latestFrame(): Frame | undefined {
  return pump.latest();
}

/** Calls back with every new frame, at most once per screen frame. @returns a function that ends it. */
export function onFrame(listener: (frame: Frame) => void): () => void {
  pump.frameListeners.add(listener);
  return () => pump.frameListeners.delete(listener);
}

/** Calls back when chart windows arrived or were cleared, at most ten times a second. @returns a function that ends it. */
export function onSeries(listener: () => void): () => void {
  pump.seriesListeners.add(listener);
  return () => pump.seriesListeners.delete(listener);
}

/** Simulated time shown now, in ms. */
export function nowMs(): number {
  return pump.latest()?.data[HEADER.timeMs] ?? 0;
}

export function play(): void {
  if (getRun().state === 'finished') reset();
  set({ state: 'playing' });
  command((service) => service.play());
}

export function pause(): void {
  command((service) => service.pause());
}

export function togglePlay(): void {
  if (getRun().state === 'playing') pause();
  else play();
}

/** One event, or everything up to the next chart window. */
export function step(size: 'event' | 'window'): void {
  command((service) => service.step(size));
}

export function setSpeed(speed: number): void {
  set({ speed });
  command((service) => service.setSpeed(speed));
}

export function runToEnd(): void {
  command((service) => service.runToEnd());
}

/** Back to 0 ms, with the same seed and timeline. */
export function reset(): void {
  command((service) => service.reset());
}

/** Breaks something now: the fault is stamped with the simulated time and becomes part of the timeline. */
export async function injectFault(fault: string, target: string, params: ParamBag = {}, durationMs?: number): Promise<void> {
  if (engine === undefined) return;
  const duration = durationMs === undefined ? {} : { duration: durationMs };
  const entry = await engine.service.inject({ type: 'fault', id: `fault-${Date.now()}`, fault, target, params, ...duration });
  commit({ do: 'set-entry', entry });
}

/** All figures of the run so far; undefined when nothing has run. */
export async function fetchReport(): Promise<Report | undefined> {
  return engine?.service.report();
}

/** Starts the worker and follows the design. Called once, by main. */
export function startRun(start: StartEngine): void {
  engine = start({ onFrame: (buffer) => pump.receive(buffer), onFailure: fail, onBroken: (reason) => set({ failure: reason }) });
  subscribeDesign((design, before) => {
    if (runEffect(before, design) !== 'nothing') load(design);
  });
  load(getDesign());
}

function load(design: Design): void {
  pump.suspend();
  loading = loading.then(async () => {
    const loaded = await engine?.service.load(design);
    if (loaded === undefined || design !== getDesign()) return;
    set({ shape: loaded.shape, problems: loaded.problems, state: loaded.shape === undefined ? 'empty' : 'ready', failure: undefined });
    pump.show(loaded.shape);
  });
}

function command(send: (service: EngineClient['service']) => Promise<unknown>): void {
  loading = loading.then(async () => {
    if (engine !== undefined) await send(engine.service);
    pump.wake();
  });
}

function fail({ failure, seed, digest }: EngineFailure): void {
  set({ state: 'halted', failure: `${failure} (seed ${seed}, digest ${digest})` });
}

function set(patch: Partial<RunStoreState>): void {
  const now = store.getState();
  if (Object.entries(patch).some(([key, value]) => now[key as keyof RunStoreState] !== value)) store.setState(patch);
}
