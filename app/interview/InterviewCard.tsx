/** The interview beside the canvas. */
import { questionOf } from '../../src/labs/interview/questions.ts';
import styles from './Interview.module.css';
import { InterviewBody } from './InterviewBody.tsx';
import { InterviewHead, InterviewSteps, useSettledClock } from './InterviewHead.tsx';
import { useInterview } from './interview-store.ts';

export function InterviewCard() {
  const session = useInterview((state) => state.session);
  const question = questionOf(session?.question ?? '');
  useSettledClock();
  if (session === undefined || question === undefined) return null;
  return (
    <section className={styles['card']} aria-label={`Interview: ${question.title}`}>
      <InterviewHead question={question} session={session} />
      <InterviewSteps session={session} />
      <InterviewBody question={question} session={session} />
    </section>
  );
}
