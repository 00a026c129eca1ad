/** What there is to do in the present phase. */
import { ArrowRight, Calculator, FileText, Undo2 } from 'lucide-react';
import { knownObjectives } from '../../src/labs/interview/brief.ts';
import type { Question } from '../../src/labs/interview/question.ts';
import type { InterviewSession } from '../../src/labs/interview/session.ts';
import { objectiveText } from '../../src/run/objective.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { envelope } from '../../src/theory/envelope.ts';
import { useEnvelope } from '../envelope/envelope-store.ts';
import { useDocuments } from '../state/documents.ts';
import { setView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import styles from './Interview.module.css';
import { ask, backToDrawing, goTo, setNotes, showReview, takeReckoned } from './interview-store.ts';
import { Trials } from './Trials.tsx';

export interface StepProps {
  readonly question: Question;
  readonly session: InterviewSession;
}

export function InterviewBody({ question, session }: StepProps) {
  const elsewhere = useDocuments(({ id }) => session.document !== undefined && id !== session.document);
  return (
    <div className={styles['body']}>
      {elsewhere && session.phase !== 'scope' && (
        <div className={styles['elsewhere']} role="status">
          <p>Another design is open. Your drawing is kept as you left it.</p>
          <Button icon={<Undo2 aria-hidden="true" />} onClick={() => void backToDrawing()}>
            Back to your drawing
          </Button>
        </div>
      )}
      {session.phase === 'scope' && <ScopeStep question={question} session={session} />}
      {session.phase === 'draw' && <DrawStep question={question} session={session} />}
      {session.phase === 'dive' && <Trials question={question} session={session} elsewhere={elsewhere} />}
      {session.phase === 'wrap' && <WrapStep question={question} session={session} />}
    </div>
  );
}

function ScopeStep({ question, session }: StepProps) {
  const open = question.asks.filter(({ id }) => !session.asked.includes(id));
  return (
    <>
      <p>{question.story}</p>
      <Functions question={question} />
      <section aria-labelledby="interview-ask">
        <h3 id="interview-ask">What would you ask?</h3>
        <ul className={styles['asks']}>
          {open.map(({ id, ask: words }) => (
            <li key={id}>
              <button type="button" className={styles['ask']} onClick={() => ask(question, id)}>
                {words}
              </button>
            </li>
          ))}
        </ul>
        {open.length === 0 && <p className={styles['note']}>That is all there is to be told.</p>}
      </section>
      <Answers question={question} session={session} />
      <Reckoned session={session} />
      <Button look="primary" icon={<ArrowRight aria-hidden="true" />} onClick={() => void goTo('draw')}>
        Begin to draw
      </Button>
    </>
  );
}

function Functions({ question }: { readonly question: Question }) {
  return (
    <section aria-labelledby="interview-must">
      <h3 id="interview-must">It must</h3>
      <ul className={styles['points']}>
        {question.functions.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </section>
  );
}

function Answers({ question, session }: StepProps) {
  const asked = question.asks.filter(({ id }) => session.asked.includes(id));
  if (asked.length === 0) return null;
  return (
    <section aria-labelledby="interview-brief">
      <h3 id="interview-brief">The brief</h3>
      <dl className={styles['answers']}>
        {asked.map(({ id, ask: words, answer }) => (
          <div key={id}>
            <dt>{words}</dt>
            <dd>{answer}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Reckoned({ session }: Pick<StepProps, 'session'>) {
  const peak = envelope(useEnvelope()).peak;
  return (
    <section aria-labelledby="interview-reckon" className={styles['reckon']}>
      <h3 id="interview-reckon">How much is that?</h3>
      <p>
        The calculator says ≈ {peak.text} at the peak.
        {session.reckoned !== undefined && ` In the brief: ${formatQuantity(session.reckoned, 'perSecond', 3)}.`}
      </p>
      <div className={styles['buttons']}>
        <Button icon={<Calculator aria-hidden="true" />} onClick={() => setView({ dialog: 'envelope' })}>
          Calculator
        </Button>
        <Button onClick={takeReckoned}>Put it into the brief</Button>
      </div>
    </section>
  );
}

function DrawStep({ question, session }: StepProps) {
  const goals = knownObjectives(question, session.asked);
  return (
    <>
      <p>
        Draw it on the canvas: {question.source.name} are there already and send the peak. Press play whenever you want to see what it
        bears.
      </p>
      <Functions question={question} />
      <section aria-labelledby="interview-goals">
        <h3 id="interview-goals">What must hold, as far as you asked</h3>
        <ul className={styles['points']}>
          {goals.map((goal) => (
            <li key={goal.id}>{objectiveText(goal, { classes: question.classes, nodes: [] })}</li>
          ))}
        </ul>
        {goals.length === 0 && <p className={styles['note']}>Nothing yet. What nobody asked about is judged at the end all the same.</p>}
      </section>
      <Answers question={question} session={session} />
      <div className={styles['buttons']}>
        <Button look="primary" icon={<ArrowRight aria-hidden="true" />} onClick={() => void goTo('dive')}>
          On to the deep dive
        </Button>
        <Button icon={<Calculator aria-hidden="true" />} onClick={() => setView({ dialog: 'envelope' })}>
          Calculator
        </Button>
      </div>
    </>
  );
}

function WrapStep({ question, session }: StepProps) {
  return (
    <>
      <p>Say what you would do next, and what you left out. The review tells what was measured, and from what.</p>
      <section aria-labelledby="interview-topics">
        <h3 id="interview-topics">To talk about</h3>
        <ul className={styles['points']}>
          {question.topics.map((topic) => (
            <li key={topic}>{topic}</li>
          ))}
        </ul>
      </section>
      <label className={styles['notes']}>
        <span>Notes, which go into the review</span>
        <textarea rows={6} maxLength={4000} value={session.notes} onChange={(event) => setNotes(event.target.value)} />
      </label>
      <Button
        look="primary"
        icon={<FileText aria-hidden="true" />}
        onClick={() => {
          showReview(true);
          setView({ dialog: 'interview' });
        }}
      >
        Show the review
      </Button>
    </>
  );
}
