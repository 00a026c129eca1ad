/** Interviews: which one to begin; where there is no room beside the canvas, the one under way; and the review at its end. */
import { Clock } from 'lucide-react';
import { useId, useState } from 'react';
import { MINUTES } from '../../src/labs/interview/question.ts';
import { QUESTIONS, questionOf } from '../../src/labs/interview/questions.ts';
import { LEAST_MINUTES, MOST_MINUTES } from '../../src/labs/interview/session.ts';
import { useLayout } from '../shell/use-layout.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { NumberInput } from '../ui/NumberInput.tsx';
import styles from './Interview.module.css';
import { InterviewBody } from './InterviewBody.tsx';
import { InterviewHead, InterviewSteps } from './InterviewHead.tsx';
import { beginInterview, showReview, useInterview } from './interview-store.ts';
import { ReviewDialog } from './ReviewDialog.tsx';

export function InterviewDialog({ onClose }: { readonly onClose: () => void }) {
  const session = useInterview((state) => state.session);
  const review = useInterview((state) => state.review);
  const question = questionOf(session?.question ?? '');
  if (session === undefined || question === undefined) return <Chooser onClose={onClose} />;
  if (review) {
    const close = (): void => {
      showReview(false);
      onClose();
    };
    return <ReviewDialog question={question} session={session} onClose={close} />;
  }
  return (
    <Dialog title="Interview" open onClose={onClose}>
      <div className={styles['inDialog']}>
        <InterviewHead question={question} session={session} />
        <InterviewSteps session={session} />
        <InterviewBody question={question} session={session} />
      </div>
    </Dialog>
  );
}

function Chooser({ onClose }: { readonly onClose: () => void }) {
  const [minutes, setMinutes] = useState(MINUTES);
  const id = useId();
  const layout = useLayout();
  const begin = (question: string): void => {
    beginInterview(question, minutes);
    // Beside the canvas there is room for the rest; where there is not it goes on in here.
    if (layout === 'desktop') onClose();
  };
  return (
    <Dialog
      title="Interviews"
      lead="Ask for the scope, draw a system, see it tried, and get a review in which every line was measured. Your own design stays kept."
      size="wide"
      open
      onClose={onClose}
    >
      <div className={styles['time']}>
        <Clock aria-hidden="true" size={14} />
        <label htmlFor={id}>Time</label>
        <NumberInput
          id={id}
          className={styles['minutes'] ?? ''}
          value={minutes}
          min={LEAST_MINUTES}
          max={MOST_MINUTES}
          whole
          suffix="min"
          onCommit={setMinutes}
        />
        <span className={styles['note']}>The clock can be paused, and stops nobody.</span>
      </div>
      <ul className={styles['questions']}>
        {QUESTIONS.map((question) => (
          <li key={question.id} className={styles['question']}>
            <h3>{question.title}</h3>
            <p>{question.story}</p>
            <Button look="primary" aria-label={`Begin ${question.title}`} onClick={() => begin(question.id)}>
              Begin
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
