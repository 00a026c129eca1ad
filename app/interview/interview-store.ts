/**
 * The interview that is under way: its session, kept in this browser so that a reload goes on where it was, and the trials while they run
 * in workers of their own. It never touches the run that is on the screen. The clock is settled every few seconds, so what a closed page
 * does not count is told from what an open one does.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { briefText, knownObjectives, sheetOf } from '../../src/labs/interview/brief.ts';
import type { Question } from '../../src/labs/interview/question.ts';
import { questionOf } from '../../src/labs/interview/questions.ts';
import {
  asking,
  beginSession,
  type InterviewSession,
  inPhase,
  type Phase,
  paused,
  readSession,
  resumed,
  settled,
} from '../../src/labs/interview/session.ts';
import { aim, drawingMark, runTrials, type TrialResult, trialsOf } from '../../src/labs/interview/trials.ts';
import type { RunPool } from '../../src/run/replications.ts';
import { envelope } from '../../src/theory/envelope.ts';
import { createRunPool } from '../../src/worker/pool.ts';
import { getEnvelope, setEnvelope } from '../envelope/envelope-store.ts';
import { dispatch, getDesign } from '../state/design-store.ts';
import { getDocuments, openAsNew, openKept } from '../state/documents.ts';
import { INTERVIEW_KEPT, setInterviewOpen } from '../state/interview-open.ts';
import { openRun } from '../study/open-run.ts';
import { announce } from '../ui/announce.ts';

export interface InterviewState {
  readonly session: InterviewSession | undefined;
  /** The trials that run now. */
  readonly running: { readonly done: number; readonly planned: number } | undefined;
  readonly problem: string | undefined;
  /** The review lies open. */
  readonly review: boolean;
}

const START: InterviewState = { session: undefined, running: undefined, problem: undefined, review: false };
const store = createStore<InterviewState>(() => ({ ...START, session: recall() }));
let pool: RunPool | undefined;

export function useInterview<T>(select: (state: InterviewState) => T): T {
  return useStore(store, select);
}

function getSession(): InterviewSession | undefined {
  return store.getState().session;
}

export function beginInterview(question: string, minutes: number): void {
  stopTrials();
  store.setState({ ...START, session: beginSession(question, Date.now(), minutes) });
  keep();
  setInterviewOpen(true);
}

export function leaveInterview(): void {
  stopTrials();
  store.setState(START);
  setInterviewOpen(false);
  try {
    localStorage.removeItem(INTERVIEW_KEPT);
  } catch {
    // Storage is blocked: there was nothing kept.
  }
}

function change(next: (session: InterviewSession, nowMs: number) => InterviewSession): void {
  const { session } = store.getState();
  if (session === undefined) return;
  store.setState({ session: next(session, Date.now()) });
  keep();
}

/** Writes the time so far down; called now and then by whoever shows the clock. */
export function settleClock(): void {
  change(settled);
}

export function togglePause(): void {
  change((session, now) => (session.since === undefined ? resumed(session, now) : paused(session, now)));
}

export function setNotes(notes: string): void {
  change((session) => ({ ...session, notes }));
}

/** The answer goes into the brief, and its figures into the calculator. */
export function ask(question: Question, id: string): void {
  const found = question.asks.find((one) => one.id === id);
  if (found === undefined) return;
  change((session) => asking(session, id));
  if (found.figures !== undefined) setEnvelope({ ...getEnvelope(), ...found.figures });
  announce(found.answer);
}

export function takeReckoned(): void {
  change((session) => ({ ...session, reckoned: envelope(getEnvelope()).peak.value }));
}

/** Another phase. Drawing begins on a sheet of its own; what was asked meanwhile goes onto it. */
export async function goTo(phase: Phase): Promise<void> {
  const session = getSession();
  const question = questionOf(session?.question ?? '');
  if (session === undefined || question === undefined) return;
  change((now, nowMs) => inPhase(now, phase, nowMs));
  if (phase === 'scope') return;
  if (session.document === undefined) {
    await openAsNew(sheetOf(question, session));
    const { id } = getDocuments();
    change((now) => ({ ...now, document: id }));
    return;
  }
  if (getDocuments().id === session.document) bringUpToDate(question, session);
}

function bringUpToDate(question: Question, { asked, document }: InterviewSession): void {
  const design = getDesign();
  const gesture = `interview-${document}`;
  const there = new Set(design.scenario.objectives.map(({ id }) => id));
  for (const objective of knownObjectives(question, asked))
    if (!there.has(objective.id)) dispatch({ do: 'set-objective', objective }, gesture);
  const about = briefText(question, asked);
  if (design.about !== about) dispatch({ do: 'describe', title: design.title, about }, gesture);
}

export async function backToDrawing(): Promise<void> {
  const document = getSession()?.document;
  if (document !== undefined) await openKept(document);
}

/** Runs every trial on what is drawn now. */
export async function startTrials(): Promise<void> {
  const question = questionOf(getSession()?.question ?? '');
  if (question === undefined) return;
  stopTrials();
  const own = createRunPool();
  pool = own;
  const drawn = getDesign();
  const trials = trialsOf(question);
  store.setState({ running: { done: 0, planned: trials.length }, problem: undefined });
  change((session) => ({ ...session, trials: [], tried: drawingMark(drawn) }));
  const show = (results: readonly TrialResult[]): void => change((session) => ({ ...session, trials: results }));
  try {
    const results = await runTrials(drawn, trials, own, ({ done, planned, result }) => {
      if (pool !== own) return;
      store.setState({ running: { done, planned } });
      show(result);
    });
    show(results);
    announce(`The trials are done: ${results.filter(({ held }) => held).length} of ${results.length} held.`);
  } catch (error) {
    const stopped = error instanceof Error && error.name === 'AbortError';
    if (!stopped) store.setState({ problem: error instanceof Error ? error.message : String(error) });
  } finally {
    own.close();
    if (pool === own) {
      pool = undefined;
      store.setState({ running: undefined });
    }
  }
}

export function stopTrials(): void {
  pool?.close();
  pool = undefined;
  store.setState({ running: undefined });
}

/** The run of a trial, on the canvas; the drawing stays kept. */
export async function openTrial(at: number): Promise<void> {
  const session = getSession();
  const question = questionOf(session?.question ?? '');
  const trial = question === undefined ? undefined : trialsOf(question)[at];
  const result = session?.trials.find((one) => one.at === at);
  if (trial === undefined || result === undefined) return;
  const aimed = aim(getDesign(), trial);
  if (!('why' in aimed)) await openRun(aimed.design, result.digest);
}

export function showReview(review: boolean): void {
  store.setState({ review });
}

function keep(): void {
  try {
    localStorage.setItem(INTERVIEW_KEPT, JSON.stringify(getSession()));
  } catch {
    // Storage is blocked or full: the interview lasts as long as the page.
  }
}

/** What was kept. A clock that ran goes on from now: while no page was open it stood. */
function recall(): InterviewSession | undefined {
  try {
    const session = readSession(JSON.parse(localStorage.getItem(INTERVIEW_KEPT) ?? 'null'));
    return session?.since === undefined ? session : { ...session, since: Date.now() };
  } catch {
    return undefined;
  }
}
