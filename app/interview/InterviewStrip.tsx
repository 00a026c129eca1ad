/** The interview where there is no room beside the canvas: a line with the clock, which opens the rest. */
import { questionOf } from '../../src/labs/interview/questions.ts';
import { PHASE_WORDS } from '../../src/labs/interview/session.ts';
import { setView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import styles from './Interview.module.css';
import { InterviewClock, useSettledClock } from './InterviewHead.tsx';
import { useInterview } from './interview-store.ts';

export function InterviewStrip() {
  const session = useInterview((state) => state.session);
  const question = questionOf(session?.question ?? '');
  useSettledClock();
  if (session === undefined || question === undefined) return null;
  return (
    <section className={styles['strip']} aria-label={`Interview: ${question.title}`}>
      <span className={styles['stripTitle']}>{question.title}</span>
      <InterviewClock session={session} />
      <Button aria-label={`Open the interview: ${PHASE_WORDS[session.phase]}`} onClick={() => setView({ dialog: 'interview' })}>
        {PHASE_WORDS[session.phase]}
      </Button>
    </section>
  );
}
