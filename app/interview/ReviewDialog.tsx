/** The review: a page of paper that prints, and goes out as Markdown with the drawing's link. */
import { Copy, Download, Printer } from 'lucide-react';
import { useState } from 'react';
import type { Question } from '../../src/labs/interview/question.ts';
import { type Review, type ReviewLine, reviewMarkdown, reviewOf } from '../../src/labs/interview/review.ts';
import type { InterviewSession } from '../../src/labs/interview/session.ts';
import { drawingMark } from '../../src/labs/interview/trials.ts';
import { makeLink } from '../share/make-link.ts';
import { useDesign } from '../state/design-store.ts';
import { useDocuments } from '../state/documents.ts';
import { getRun } from '../state/run-store.ts';
import paper from '../takeaway/PostMortem.module.css';
import { named, saveText } from '../takeaway/save.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import styles from './Interview.module.css';

interface ReviewProps {
  readonly question: Question;
  readonly session: InterviewSession;
  readonly onClose: () => void;
}

const MARKS: Readonly<Record<ReviewLine['standing'], readonly [mark: string, word: string]>> = {
  held: ['✓', 'held'],
  missed: ['✗', 'missed'],
  told: ['·', 'for information'],
  unknown: ['?', 'not known'],
};

export function ReviewDialog({ question, session, onClose }: ReviewProps) {
  const design = useDesign((state) => state.design);
  const own = useDocuments(({ id }) => id === session.document);
  const [nowMs] = useState(() => Date.now());
  const [copied, setCopied] = useState(false);
  const drawn = own ? design : undefined;
  const outdated = drawn !== undefined && session.trials.length > 0 && drawingMark(drawn) !== session.tried;
  const review = reviewOf(question, session, drawn, outdated, nowMs);
  const text = (): string =>
    reviewMarkdown(review, drawn === undefined ? '' : makeLink(drawn, { digest: undefined, engine: getRun().engine }));
  return (
    <Dialog
      title="Review of the interview"
      lead="Each line says what it was measured from. There is no mark."
      size="wide"
      open
      onClose={onClose}
    >
      <div className={styles['bar']}>
        <Button icon={<Copy aria-hidden="true" />} onClick={() => void navigator.clipboard?.writeText(text()).then(() => setCopied(true))}>
          {copied ? 'Copied' : 'Copy as Markdown'}
        </Button>
        <Button
          icon={<Download aria-hidden="true" />}
          onClick={() => saveText(named(question.title, 'interview', 'md'), text(), 'text/markdown')}
        >
          Save as Markdown
        </Button>
        <Button look="primary" icon={<Printer aria-hidden="true" />} onClick={() => window.print()}>
          Print or save as PDF
        </Button>
      </div>
      <Paper review={review} />
    </Dialog>
  );
}

function Paper({ review }: { readonly review: Review }) {
  return (
    <article className={`${paper['paper']} ${styles['paper']}`} data-paper="" aria-label={`Review of ${review.title}`}>
      <h1>{review.title}</h1>
      <p className={paper['kind']}>Review of an interview</p>
      {review.outdated && <p role="status">The drawing has changed since the trials ran: run them again for a review of it.</p>}
      {review.parts.map(({ title, lines }) => (
        <section key={title}>
          <h2>{title}</h2>
          <ul className={styles['reviewLines']}>
            {lines.map(({ text, standing, from }) => (
              <li key={text} data-standing={standing}>
                <span className={styles['mark']} aria-hidden="true">
                  {MARKS[standing][0]}
                </span>
                <span>
                  <span className={styles['hidden']}>{MARKS[standing][1]}: </span>
                  {text}
                </span>
                <span className={styles['from']}>{from}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {review.notes !== '' && (
        <section>
          <h2>Notes</h2>
          <p className={styles['written']}>{review.notes}</p>
        </section>
      )}
      <section>
        <h2>To talk about</h2>
        <ul>
          {review.topics.map((topic) => (
            <li key={topic}>{topic}</li>
          ))}
        </ul>
      </section>
    </article>
  );
}
