/**
 * How far an interview has come, and its clock: plain data that is kept as it is and read back field by field, so that a reload goes on
 * where it was. The clock counts what is spent in each phase while it runs; it stands still while it is paused and while no page is open,
 * and stops nobody when it is over.
 */
import { MINUTES } from './question.ts';
import { questionOf } from './questions.ts';
import { readTrials, type TrialResult } from './trials.ts';

export const PHASES = ['scope', 'draw', 'dive', 'wrap'] as const;
export type Phase = (typeof PHASES)[number];

export const PHASE_WORDS: Readonly<Record<Phase, string>> = { scope: 'Scope', draw: 'High level', dive: 'Deep dive', wrap: 'Wrap up' };

/** Shares of the time that are usual (chosen: about 7, 16, 16 and 6 of 45 minutes). */
export const SHARES: Readonly<Record<Phase, number>> = { scope: 0.15, draw: 0.35, dive: 0.35, wrap: 0.15 };

export interface InterviewSession {
  readonly question: string;
  readonly phase: Phase;
  /** Ids of the questions that were asked. */
  readonly asked: readonly string[];
  readonly minutes: number;
  /** Spent in each phase until `since`, ms. */
  readonly spent: Readonly<Record<Phase, number>>;
  /** When the clock was last set going, ms of the epoch; undefined while it stands. */
  readonly since: number | undefined;
  /** The document that is drawn in; undefined before drawing began. */
  readonly document: string | undefined;
  /** What was written down. */
  readonly notes: string;
  /** Requests a second at the peak, as the calculator said when drawing began; undefined when nobody reckoned. */
  readonly reckoned: number | undefined;
  readonly trials: readonly TrialResult[];
  /** What was drawn when the trials ran, to tell whether it has changed since. */
  readonly tried: string;
}

export const LEAST_MINUTES = 5;
export const MOST_MINUTES = 240;
const MOST_NOTES = 4000;

export function beginSession(question: string, nowMs: number, minutes: number = MINUTES): InterviewSession {
  return {
    question,
    phase: 'scope',
    asked: [],
    minutes,
    spent: { scope: 0, draw: 0, dive: 0, wrap: 0 },
    since: nowMs,
    document: undefined,
    notes: '',
    reckoned: undefined,
    trials: [],
    tried: '',
  };
}

/** Spent in each phase up to now, ms. A clock that was set back counts nothing. */
export function spentBy({ spent, phase, since }: InterviewSession, nowMs: number): Readonly<Record<Phase, number>> {
  const running = since === undefined ? 0 : Math.max(0, nowMs - since);
  return { ...spent, [phase]: spent[phase] + running };
}

export function totalSpent(session: InterviewSession, nowMs: number): number {
  const spent = spentBy(session, nowMs);
  return PHASES.reduce((sum, phase) => sum + spent[phase], 0);
}

/** The time so far is written down; the clock goes on if it ran. */
export function settled(session: InterviewSession, nowMs: number): InterviewSession {
  return { ...session, spent: spentBy(session, nowMs), since: session.since === undefined ? undefined : nowMs };
}

export function paused(session: InterviewSession, nowMs: number): InterviewSession {
  return { ...settled(session, nowMs), since: undefined };
}

export function resumed(session: InterviewSession, nowMs: number): InterviewSession {
  return { ...settled(session, nowMs), since: nowMs };
}

export function inPhase(session: InterviewSession, phase: Phase, nowMs: number): InterviewSession {
  return { ...settled(session, nowMs), phase };
}

export function asking(session: InterviewSession, ask: string): InterviewSession {
  return session.asked.includes(ask) ? session : { ...session, asked: [...session.asked, ask] };
}

/** A clock as it is read: `44:59`, `−1:30` when it is over. */
export function clockText(leftMs: number): string {
  const seconds = Math.floor(Math.abs(leftMs) / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return leftMs < 0 && seconds > 0 ? `−${text}` : text;
}

/** Minutes and seconds in words: `6 min 5 s`. */
export function spanText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Reads what was kept; undefined when it is no session of a question that there is. A clock that ran says since when: whoever reads it sets it going anew. */
export function readSession(kept: unknown): InterviewSession | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const raw = kept as Readonly<Record<string, unknown>>;
  const question = typeof raw['question'] === 'string' ? questionOf(raw['question']) : undefined;
  const phase = PHASES.find((one) => one === raw['phase']);
  if (question === undefined || phase === undefined) return undefined;
  const spent = (typeof raw['spent'] === 'object' && raw['spent'] !== null ? raw['spent'] : {}) as Readonly<Record<string, unknown>>;
  const span = (name: Phase): number => atLeastZero(spent[name]) ?? 0;
  const asked = Array.isArray(raw['asked']) ? raw['asked'] : [];
  return {
    question: question.id,
    phase,
    asked: question.asks.map(({ id }) => id).filter((id) => asked.includes(id)),
    minutes: Math.min(MOST_MINUTES, Math.max(LEAST_MINUTES, atLeastZero(raw['minutes']) ?? MINUTES)),
    spent: { scope: span('scope'), draw: span('draw'), dive: span('dive'), wrap: span('wrap') },
    since: atLeastZero(raw['since']),
    document: typeof raw['document'] === 'string' ? raw['document'].slice(0, 100) : undefined,
    notes: typeof raw['notes'] === 'string' ? raw['notes'].slice(0, MOST_NOTES) : '',
    reckoned: atLeastZero(raw['reckoned']),
    trials: readTrials(raw['trials']),
    tried: typeof raw['tried'] === 'string' ? raw['tried'].slice(0, 100) : '',
  };
}

function atLeastZero(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
