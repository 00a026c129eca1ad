/**
 * Many runs of the design under seeds that follow each other, alone or in pairs with another design: what was asked, what has come
 * in so far, what came out. It owns the workers for as long as an experiment lasts. Ephemeral like a run: nothing of it is kept or
 * shared, and it never touches the run that is on the screen.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Design } from '../../src/design/document.ts';
import { FIGURES } from '../../src/run/experiment/figures.ts';
import { findWarmup } from '../../src/run/experiment/warmup.ts';
import { type Precision, type Round, runRounds } from '../../src/run/experiment.ts';
import type { RunPool } from '../../src/run/replications.ts';
import { createRunPool } from '../../src/worker/pool.ts';
import { getDesign } from '../state/design-store.ts';
import { announce } from '../ui/announce.ts';
import { runBoth, type SideBySide } from './side-by-side.ts';

export type Mode = 'replicate' | 'compare';

export interface Settings {
  /** Runs, or pairs of runs, at most. */
  readonly runs: number;
  /** The id of the figure that must be known well enough, or `all` to make every run that was asked for. */
  readonly stop: string;
  /** How well: half of the interval in percent of the mean. */
  readonly percent: number;
}

/** A design to compare with, and what people call it. */
export interface Baseline {
  readonly key: string;
  readonly label: string;
  readonly design: Design;
}

/** The other side of a comparison when it is not the design on the canvas: that design with one thing changed from a moment on. */
export interface Branched {
  readonly design: Design;
  /** What was changed, in words: `app workers 4 → 8 at 20 s`. */
  readonly label: string;
  /** From when on it may differ, ms; Infinity: nowhere. */
  readonly fromMs: number;
}

/** A design as it was at a moment (ms since 1970). */
export interface Moment {
  readonly design: Design;
  readonly atMs: number;
}

export interface Results {
  readonly designs: readonly [Design, ...Design[]];
  /** What the first of two designs is called. */
  readonly label: string;
  /** What B is called when it is not the design on the canvas. */
  readonly branch: Branched | undefined;
  /** Both under the first seed, once that has been run. */
  readonly both: SideBySide | undefined;
  readonly rounds: readonly Round[];
  readonly planned: number;
  readonly precision: Precision | undefined;
  /** `broken`: see `problem`. */
  readonly ended: 'running' | 'precise' | 'all' | 'stopped' | 'broken';
  readonly problem: string | undefined;
  readonly beganMs: number;
}

export type Warmup =
  | { readonly is: 'unknown' | 'looking' }
  | { readonly is: 'found'; readonly ms: number; readonly of: Design }
  | { readonly is: 'failed'; readonly why: string; readonly of: Design };

export interface ExperimentState {
  readonly mode: Mode;
  readonly settings: Settings;
  readonly baseline: Baseline | undefined;
  /** What the design on the canvas, then A, is compared with; undefined where it is B itself. */
  readonly branch: Branched | undefined;
  /** What was pinned to be compared with. */
  readonly pinned: Moment | undefined;
  /** The design as it was when the dialog was left. */
  readonly seen: Moment | undefined;
  readonly results: { readonly [M in Mode]?: Results };
  readonly warmup: Warmup;
}

/** The screen hears of new runs at most so often, ms (chosen). */
const SHOWN_EVERY_MS = 100;

const store = createStore<ExperimentState>(() => ({
  mode: 'replicate',
  settings: { runs: 20, stop: 'all', percent: 2 },
  baseline: undefined,
  branch: undefined,
  pinned: undefined,
  seen: undefined,
  results: {},
  warmup: { is: 'unknown' },
}));

let pool: RunPool | undefined;

export function getExperiment(): ExperimentState {
  return store.getState();
}

export function useExperiment<T>(select: (state: ExperimentState) => T): T {
  return useStore(store, select);
}

export function setMode(mode: Mode): void {
  store.setState({ mode });
}

export function setSettings(patch: Partial<Settings>): void {
  store.setState(({ settings }) => ({ settings: { ...settings, ...patch } }));
}

export function setBaseline(baseline: Baseline | undefined): void {
  store.setState({ baseline });
}

/** Compares the design on the canvas with a branch of it; undefined ends that. */
export function setBranch(branch: Branched | undefined): void {
  store.setState(({ results: { compare: _, ...results } }) => ({ branch, results }));
}

/** Keeps the design as it is now for a comparison later. */
export function pin(nowMs: number = Date.now()): void {
  store.setState(({ baseline }) => ({ pinned: { design: getDesign(), atMs: nowMs }, baseline: unless('pinned', baseline) }));
}

/** The dialog is left: workers end, and the design as it is now can be compared with later. */
export function leave(nowMs: number = Date.now()): void {
  stop();
  store.setState(({ baseline }) => ({ seen: { design: getDesign(), atMs: nowMs }, baseline: unless('seen', baseline) }));
}

/** Ends the experiment that runs, if any. What has come in stays. */
export function stop(): void {
  pool?.close();
  pool = undefined;
}

/** Runs what is asked for; ends when it is done or stopped. */
export async function start(mode: Mode): Promise<void> {
  stop();
  const { settings, baseline, branch } = store.getState();
  const present = getDesign();
  const pair = mode === 'compare' ? pairOf(present, baseline, branch) : undefined;
  if (mode === 'compare' && pair === undefined) return;
  const designs = pair ?? ([present] as const);
  const figure = FIGURES.find(({ id }) => id === settings.stop);
  const precision = figure === undefined ? undefined : { figure, share: settings.percent / 100 };
  const plan = { runs: settings.runs, ...(precision && { precision }) };
  const begun: Results = {
    designs,
    label: branch === undefined ? (baseline?.label ?? '') : '',
    branch: mode === 'compare' ? branch : undefined,
    both: undefined,
    rounds: [],
    planned: settings.runs,
    precision,
    ended: 'running',
    problem: undefined,
    beganMs: Date.now(),
  };
  let both: SideBySide | undefined;
  const show = (patch: Partial<Results>): void => put(mode, { ...begun, both, ...patch });
  show({});
  const own = createRunPool();
  pool = own;
  let latest: readonly Round[] = [];
  let shownMs = 0;
  try {
    if (pair !== undefined) {
      const run = await runBoth(pair, own);
      if (!run.ok) {
        show({ ended: 'broken', problem: run.error });
        return;
      }
      both = run.value;
      show({});
    }
    const result = await runRounds(designs, plan, own, (rounds) => {
      latest = rounds;
      const nowMs = Date.now();
      if (nowMs - shownMs < SHOWN_EVERY_MS) return;
      shownMs = nowMs;
      show({ rounds: [...rounds] });
    });
    if (result.ok) show(result.value);
    else show({ ended: 'broken', problem: result.error[0]?.message ?? 'The design cannot be run.' });
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') show({ rounds: [...latest], ended: 'stopped' });
    else show({ rounds: [...latest], ended: 'broken', problem: error instanceof Error ? error.message : String(error) });
  } finally {
    own.close();
    if (pool === own) pool = undefined;
    announce(`${latest.length} runs are done.`);
  }
}

/** Looks for the warm-up of the design as it is now. */
export async function lookForWarmup(): Promise<void> {
  const of = getDesign();
  store.setState({ warmup: { is: 'looking' } });
  stop();
  const own = createRunPool();
  pool = own;
  try {
    const found = await findWarmup(of, own);
    store.setState({ warmup: found.ok ? { is: 'found', ms: found.value, of } : { is: 'failed', why: found.error, of } });
  } catch (error) {
    const aborted = error instanceof Error && error.name === 'AbortError';
    store.setState({
      warmup: aborted ? { is: 'unknown' } : { is: 'failed', why: error instanceof Error ? error.message : String(error), of },
    });
  } finally {
    own.close();
    if (pool === own) pool = undefined;
  }
}

/** What is chosen, unless it is chosen by a name that stands for another design from now on. */
function unless(key: string, baseline: Baseline | undefined): Baseline | undefined {
  return baseline?.key === key ? undefined : baseline;
}

/** Which two designs are compared: another one with that on the canvas, or that with its branch. */
function pairOf(present: Design, baseline: Baseline | undefined, branch: Branched | undefined): readonly [Design, Design] | undefined {
  if (branch !== undefined) return [present, inStep(branch.design, present)];
  return baseline === undefined ? undefined : [inStep(baseline.design, present), present];
}

/** The other design under the seed, length and warm-up of the present one: whatever else differs is what is compared. */
function inStep(other: Design, present: Design): Design {
  const { seed, durationMs, warmupMs } = present.scenario;
  return { ...other, scenario: { ...other.scenario, seed, durationMs, warmupMs } };
}

function put(mode: Mode, results: Results): void {
  store.setState((state) => ({ results: { ...state.results, [mode]: results } }));
}
