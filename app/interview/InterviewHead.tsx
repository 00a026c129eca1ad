/** Title, clock and steps of the interview. */
import { Pause, Play, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Question } from '../../src/labs/interview/question.ts';
import {
  clockText,
  type InterviewSession,
  PHASE_WORDS,
  PHASES,
  SHARES,
  spanText,
  spentBy,
  totalSpent,
} from '../../src/labs/interview/session.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './Interview.module.css';
import { goTo, leaveInterview, settleClock, togglePause } from './interview-store.ts';

/** The clock shows seconds; the time so far is written down so often, ms (chosen). */
const TICK_MS = 500;
const SETTLE_MS = 4000;

interface HeadProps {
  readonly question: Question;
  readonly session: InterviewSession;
}

export function InterviewHead({ question, session }: HeadProps) {
  return (
    <header className={styles['head']}>
      <h2 className={styles['title']}>{question.title}</h2>
      <InterviewClock session={session} />
      <IconButton label="Leave the interview" onClick={leaveInterview}>
        <X aria-hidden="true" />
      </IconButton>
    </header>
  );
}

export function InterviewClock({ session }: { readonly session: InterviewSession }) {
  const nowMs = useNow(session.since !== undefined);
  const left = session.minutes * 60_000 - totalSpent(session, nowMs);
  const stands = session.since === undefined;
  return (
    <>
      <span
        className={styles['clock']}
        role="timer"
        aria-label="Time left"
        data-over={left < 0 || undefined}
        data-stands={stands || undefined}
      >
        {clockText(left)}
      </span>
      <IconButton label={stands ? 'Go on' : 'Pause the clock'} onClick={togglePause}>
        {stands ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
      </IconButton>
    </>
  );
}

export function InterviewSteps({ session }: { readonly session: InterviewSession }) {
  const nowMs = useNow(session.since !== undefined);
  const spent = spentBy(session, nowMs);
  return (
    <ol className={styles['steps']} aria-label="Steps">
      {PHASES.map((phase) => {
        const meant = session.minutes * SHARES[phase] * 60_000;
        const share = Math.min(1, spent[phase] / meant);
        return (
          <li key={phase}>
            <button
              type="button"
              className={styles['step']}
              aria-current={phase === session.phase ? 'step' : undefined}
              title={`${spanText(spent[phase])} of about ${spanText(meant)}`}
              onClick={() => void goTo(phase)}
            >
              {PHASE_WORDS[phase]}
              <svg className={styles['spent']} viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
                <rect className={styles['meant']} width={100} height={3} />
                <rect className={styles[share >= 1 ? 'over' : 'gone']} width={100 * share} height={3} />
              </svg>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** The present moment, ms of the epoch, twice a second while the clock runs. */
function useNow(runs: boolean): number {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (!runs) return undefined;
    const tick = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(tick);
  }, [runs]);
  return nowMs;
}

/** Writes the time down now and then, and when the page is left, as long as whoever uses this is shown. */
export function useSettledClock(): void {
  useEffect(() => {
    const timer = setInterval(settleClock, SETTLE_MS);
    addEventListener('pagehide', settleClock);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', settleClock);
      settleClock();
    };
  }, []);
}
