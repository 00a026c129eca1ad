/** The deep dive: what is tried on the drawing, what held, and the run behind each. */
import { ArrowRight, Play, Square } from 'lucide-react';
import { drawingMark, type TrialResult, trialsOf } from '../../src/labs/interview/trials.ts';
import { useDesign } from '../state/design-store.ts';
import { useRun } from '../state/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './Interview.module.css';
import type { StepProps } from './InterviewBody.tsx';
import { goTo, openTrial, startTrials, stopTrials, useInterview } from './interview-store.ts';

export function Trials({ question, session, elsewhere }: StepProps & { readonly elsewhere: boolean }) {
  const running = useInterview((state) => state.running);
  const problem = useInterview((state) => state.problem);
  const drawn = useDesign((state) => state.design);
  const wrong = useRun((run) => run.problems.find(({ severity }) => severity === 'error')?.message);
  const blocked = elsewhere ? 'Go back to your drawing first.' : drawn.nodes.length < 2 ? 'Draw something for them to call first.' : wrong;
  const results = new Map(session.trials.map((result) => [result.at, result]));
  const changed = session.trials.length > 0 && !elsewhere && drawingMark(drawn) !== session.tried;
  return (
    <>
      <p>
        Every trial is a run of your drawing at its peak, measured from the moment it strikes. Change the drawing and try again as often as
        you like.
      </p>
      <div className={styles['buttons']}>
        {running === undefined ? (
          <Button look="primary" icon={<Play aria-hidden="true" />} blocked={blocked} onClick={() => void startTrials()}>
            Run the trials
          </Button>
        ) : (
          <Button icon={<Square aria-hidden="true" />} onClick={stopTrials}>
            Stop
          </Button>
        )}
        <Button icon={<ArrowRight aria-hidden="true" />} onClick={() => void goTo('wrap')}>
          Wrap up
        </Button>
      </div>
      {running !== undefined && (
        <progress className={styles['progress']} max={running.planned} value={running.done} aria-label="Trials that are done" />
      )}
      {problem !== undefined && <Notice tone="bad">{problem}</Notice>}
      {changed && (
        <p className={styles['note']} role="status">
          The drawing has changed since: these are of the one before.
        </p>
      )}
      <ol className={styles['trials']} aria-label="Trials">
        {trialsOf(question).map((trial, at) => (
          <li key={trial.says} className={styles['trial']}>
            <p className={styles['says']}>{trial.says}</p>
            <Result result={results.get(at)} open={changed || elsewhere ? undefined : () => void openTrial(at)} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Result({ result, open }: { readonly result: TrialResult | undefined; readonly open: (() => void) | undefined }) {
  if (result === undefined) return null;
  if (result.not !== '') return <p className={styles['note']}>Not tried. {result.not}</p>;
  return (
    <>
      <p className={styles[result.held ? 'held' : 'missed']}>
        {result.held ? 'Held' : 'Not held'}: {result.words}. {result.availability} answered, p99 {result.p99}
        {result.lostWrites > 0 && `, ${result.lostWrites} confirmed writes lost`}.
      </p>
      <ul className={styles['verdicts']}>
        {result.verdicts.map(({ text, met, measured }) => (
          <li key={text} data-met={met}>
            <span aria-hidden="true">{met ? '✓' : '✗'}</span> {text}: {measured}
            <span className={styles['hidden']}>{met ? ', held' : ', missed'}</span>
          </li>
        ))}
      </ul>
      {!result.held && <p className={styles['why']}>{result.why}</p>}
      {open !== undefined && (
        <button type="button" className={styles['link']} onClick={open} aria-label={`Open the run: ${result.words}`}>
          Open the run
        </button>
      )}
    </>
  );
}
