/**
 * The lab that is being done, and how far: what was predicted (locked once said), which paragraphs and hints are open, and
 * how the task was judged. Personal and of this page's life only; what is drawn stays in the document like anything else.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Grade, gradePrediction, gradeTask } from '../../src/labs/grade.ts';
import { labOf } from '../../src/labs/index.ts';
import type { Lab } from '../../src/labs/lab.ts';
import { openAsNew } from '../state/documents.ts';
import { fetchReport, getRun, play, runToEnd, subscribeRun } from '../state/run-store.ts';

export type LabStep = 'predict' | 'run' | 'explain' | 'task';

export interface LabState {
  readonly lab: Lab | undefined;
  readonly step: LabStep;
  /** The option, or the number, that was predicted; locked with the step `run`. */
  readonly predicted: number | undefined;
  readonly grade: Grade | undefined;
  readonly hints: number;
  readonly task: { readonly met: boolean; readonly value: number | null } | undefined;
}

const START: LabState = { lab: undefined, step: 'predict', predicted: undefined, grade: undefined, hints: 0, task: undefined };
const store = createStore<LabState>(() => START);

export function useLab<T>(select: (state: LabState) => T): T {
  return useStore(store, select);
}

/** Opens a lab's start design as a new document and begins with its question. False when there is no such lab. */
export async function openLab(id: string): Promise<boolean> {
  const lab = labOf(id);
  const { EXAMPLES } = await import('../../src/design/examples/index.ts');
  const example = EXAMPLES.find(({ id: name }) => name === lab?.example);
  if (lab === undefined || example === undefined) return false;
  // The card first: the canvas then fits the design into the room that is left.
  store.setState({ ...START, lab });
  await openAsNew(example.design);
  return true;
}

export function closeLab(): void {
  store.setState(START);
}

export function predict(given: number): void {
  if (store.getState().step === 'predict') store.setState({ predicted: given });
}

/** Locks the prediction and starts the run. */
export function lockAndRun(): void {
  if (store.getState().predicted === undefined) return;
  store.setState({ step: 'run' });
  play();
}

export function toTask(): void {
  store.setState({ step: 'task' });
}

export function nextHint(): void {
  store.setState((state) => ({ hints: state.hints + 1 }));
}

/** Runs what is drawn now to its end and judges it; the judgement follows when the run is over. */
export function checkTask(): void {
  store.setState({ task: undefined });
  if (getRun().state === 'finished') void judge();
  else runToEnd();
}

/** Follows the run while a lab is open. @returns a function that ends it. */
export function followRun(): () => void {
  return subscribeRun((run, before) => {
    if (run.state === 'finished' && before.state !== 'finished') void judge();
    else if (run.state === 'ready' && before.state !== 'ready' && store.getState().task !== undefined) store.setState({ task: undefined });
  });
}

async function judge(): Promise<void> {
  const { lab, step, predicted } = store.getState();
  if (lab === undefined) return;
  const report = await fetchReport();
  if (report === undefined || store.getState().lab !== lab) return;
  if (step === 'run' && predicted !== undefined) {
    store.setState({ step: 'explain', grade: gradePrediction(lab.prediction, predicted, report) });
  } else if (step === 'task') store.setState({ task: gradeTask(lab, report) });
}
