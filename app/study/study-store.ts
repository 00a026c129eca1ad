/**
 * Studies on the page: which one is looked at, how each was set up, how far it has come and what it found. It owns the workers for as long
 * as a study lasts; one runs at a time. What has come in stays when it is stopped or the dialog is left; nothing of it is kept or shared,
 * and it never touches the run that is on the screen.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Design } from '../../src/design/document.ts';
import type { RunPool } from '../../src/run/replications.ts';
import type { Watch } from '../../src/run/study/study.ts';
import { createRunPool } from '../../src/worker/pool.ts';
import { getDesign } from '../state/design-store.ts';
import { announce } from '../ui/announce.ts';
import type { Plans, Results } from './study-types.ts';

export type StudyName = keyof Results;

/** How a study stands. */
export interface Standing<N extends StudyName> {
  readonly design: Design;
  readonly plan: Plans[N];
  readonly result: Results[N] | undefined;
  readonly done: number;
  readonly planned: number;
  readonly ended: 'running' | 'done' | 'stopped' | 'broken';
  readonly problem: string | undefined;
  readonly beganMs: number;
  readonly tookMs: number;
}

interface StudyState {
  readonly tab: StudyName;
  readonly standings: { readonly [N in StudyName]?: Standing<N> };
}

/** The screen hears of progress at most so often, ms (chosen). */
const SHOWN_EVERY_MS = 150;

const store = createStore<StudyState>(() => ({ tab: 'failures', standings: {} }));
let pool: RunPool | undefined;

export function useStudyTab(): StudyName {
  return useStore(store, ({ tab }) => tab);
}

export function useStanding<N extends StudyName>(name: N): Standing<N> | undefined {
  return useStore(store, ({ standings }) => standings[name] as Standing<N> | undefined);
}

export function setStudyTab(tab: StudyName): void {
  store.setState({ tab });
}

/** Ends the study that runs, if any. What has come in stays. */
export function stopStudy(): void {
  pool?.close();
  pool = undefined;
}

/** What a study does with a design and workers. */
export type Work<N extends StudyName> = (design: Design, plan: Plans[N], pool: RunPool, watch: Watch<Results[N]>) => Promise<Results[N]>;

/** Runs a study of the design as it is now; ends when it is done or stopped. */
export async function startStudy<N extends StudyName>(name: N, plan: Plans[N], work: Work<N>): Promise<void> {
  stopStudy();
  const own = createRunPool();
  pool = own;
  const beganMs = Date.now();
  let latest: Standing<N> = {
    design: getDesign(),
    plan,
    result: undefined,
    done: 0,
    planned: 0,
    ended: 'running',
    problem: undefined,
    beganMs,
    tookMs: 0,
  };
  const show = (patch: Partial<Standing<N>>): void => {
    latest = { ...latest, ...patch, tookMs: Date.now() - beganMs };
    store.setState(({ standings }) => ({ standings: { ...standings, [name]: latest } }));
  };
  show({});
  let shownMs = 0;
  let unseen: Partial<Standing<N>> = {};
  try {
    const result = await work(latest.design, plan, own, (so) => {
      unseen = so;
      const nowMs = Date.now();
      if (nowMs - shownMs < SHOWN_EVERY_MS || pool !== own) return;
      shownMs = nowMs;
      show(so);
    });
    show({ ...unseen, result, ended: 'done' });
  } catch (error) {
    const aborted = error instanceof Error && error.name === 'AbortError';
    show({
      ...unseen,
      ...(aborted ? { ended: 'stopped' } : { ended: 'broken', problem: error instanceof Error ? error.message : String(error) }),
    });
  } finally {
    own.close();
    if (pool === own) pool = undefined;
    announce(latest.ended === 'done' ? 'The study is done.' : 'The study has ended.');
  }
}
