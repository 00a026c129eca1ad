/**
 * The run store: what the simulation is doing, and what a person can have it do. Numbers that change with each frame are
 * not in it: they are painted from `latestFrame` and `onFrame`.
 */

import { useStore } from 'zustand';
import { faultOf } from '../../src/faults/index.ts';
import { HEADER } from '../../src/run/frame.ts';
import type { Report } from '../../src/run/report.ts';
import type { ParamBag } from '../../src/std/parameter.ts';
import { dispatch, getDesign } from './design-store.ts';
import type { Frame } from './frames.ts';
import { freshId } from './live.ts';
import { backToNow, momentAsked, presentMs, replay, rest, seek } from './past.ts';
import { expect } from './replay.ts';
import { askReportShown, begin, command, inject, inProgress, pump, record, rewind } from './run-driver.ts';
import { type RunStoreState, runState, setRun } from './run-state.ts';
import { setView } from './view-store.ts';

/** All chart windows of this run so far. */
export const series = pump.series;

/** Reads a part of the run's state and re-renders when that part changes. */
export function useRun<T>(select: (state: RunStoreState) => T): T {
  return useStore(runState, select);
}

export function getRun(): RunStoreState {
  return runState.getState();
}

export function subscribeRun(listener: (run: RunStoreState, before: RunStoreState) => void): () => void {
  return runState.subscribe(listener);
}

/** The newest frame. Its data are overwritten by the frame after the next. */
/** Simulated time reached, ms. */
export function latestTimeMs(): number {
  return latestFrame()?.data[HEADER.timeMs] ?? 0;
}

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

export function play(): void {
  if (getRun().state === 'finished') reset();
  begin('playing', (service) => service.play());
}

function pause(): void {
  command((service) => service.pause());
}

/** Plays or pauses the run; the past, when that is looked at. */
export function togglePlay(): void {
  const { looking, state } = getRun();
  if (looking && state === 'playing') rest();
  else if (looking) replay(() => presentMs() < getDesign().scenario.durationMs && play());
  else if (state === 'playing') pause();
  else play();
}

/** One event, or everything up to the next chart window. */
export function step(size: 'event' | 'window'): void {
  if (getRun().looking && size === 'window') {
    stepWindow(1);
    return;
  }
  backToNow();
  if (getRun().state === 'finished') reset();
  begin(undefined, (service) => service.step(size));
}

/** As fast as possible to the end of the scenario. */
export function runToEnd(): void {
  backToNow();
  if (getRun().state === 'finished') reset();
  begin('playing', (service) => service.runToEnd());
}

/** Goes to a past moment (ms). A run that plays is paused for it; what is still to come is the present. */
export function goTo(ms: number): void {
  const { state } = getRun();
  if (state === 'empty' || presentMs() === 0) return;
  if (!getRun().looking && (state === 'playing' || state === 'catching-up')) pause();
  seek(ms);
}

/** Goes to the end of the chart window nearest to a moment (ms): what was recorded there is the whole picture. */
export function goToWindow(ms: number): void {
  const windowMs = getRun().shape?.windowMs ?? 1;
  goTo(Math.round(ms / windowMs) * windowMs);
}

/** So many chart windows back or on from the moment asked for last; from the middle of one, to its beginning or end. */
export function stepWindow(by: number): void {
  const windowMs = getRun().shape?.windowMs ?? 1;
  const at = momentAsked() / windowMs;
  goTo((by < 0 ? Math.ceil(at - 1e-9) : Math.floor(at + 1e-9)) * windowMs + by * windowMs);
}

/** Simulated seconds per real second; Infinity for as fast as possible. */
export function setSpeed(speed: number): void {
  setRun({ speed });
  command((service) => service.setSpeed(speed));
}

/** Back to 0 ms, with the same seed and timeline. */
export function reset(): void {
  const { replay } = getRun();
  if (replay !== undefined) setRun({ replay: expect({ digest: replay.expected, engine: replay.engine }, replay.from) });
  rewind();
}

/**
 * Breaks something. During a run: now, stamped with the simulated time. Otherwise the fault is put on the timeline at a
 * third of the run, so that there is a before and an after to compare.
 */
export async function injectFault(fault: string, target: string, params: ParamBag = {}, durationMs?: number): Promise<void> {
  const { scenario } = getDesign();
  const duration = durationMs === undefined ? {} : { duration: durationMs };
  const entry = { type: 'fault', id: freshId(scenario.timeline, fault), fault, target, params, ...duration } as const;
  if (inProgress()) {
    const stamped = await inject(entry);
    if (stamped !== undefined) record(stamped, undefined);
    return;
  }
  const at = Math.round(scenario.durationMs / 3_000) * 1_000;
  const problem = dispatch({ do: 'set-entry', entry: { ...entry, at } });
  const planned = `${faultOf(fault)?.name ?? fault} on ${target} is planned at ${at / 1_000} s. Press play to watch it.`;
  setView({ notice: problem === undefined ? { text: planned, tone: 'info' } : { text: problem.message, tone: 'bad' } });
}

/** All figures up to the moment that is shown; undefined when nothing has run, or while a past moment is executed again. */
export function fetchReport(): Promise<Report | undefined> {
  return askReportShown();
}

/** Says how the next run of this scenario must end, by the digest that came with a link. */
export function expectDigest(digest: string | undefined, engine: string): void {
  setRun({ replay: digest === undefined ? undefined : expect({ digest, engine }, 'link') });
}
