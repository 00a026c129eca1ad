/** Begin and end of a study: the button, how far it has come, what it took, and whether the design has changed since. */
import { Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { timeLeft } from '../experiment/rows.ts';
import { useDesign } from '../state/design-store.ts';
import { useRun } from '../state/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './Study.module.css';
import { type Standing, type StudyName, stopStudy } from './study-store.ts';

export interface StudyRowProps {
  readonly standing: Standing<StudyName> | undefined;
  readonly label: string;
  /** What is set up, left of the button. */
  readonly children?: ReactNode;
  /** Why it cannot start, beyond what keeps any run from starting. */
  readonly blocked?: string | undefined;
  readonly onStart: () => void;
}

export function StudyRow({ standing, label, children, blocked, onStart }: StudyRowProps) {
  const empty = useDesign((state) => state.design.nodes.length === 0);
  const problem = useRun((run) => run.problems.find(({ severity }) => severity === 'error')?.message);
  const why = empty ? 'The canvas is empty: there is nothing to run.' : (problem ?? blocked);
  return (
    <>
      <div className={styles['row']}>
        <div className={styles['setup']}>{children}</div>
        {standing?.ended === 'running' ? (
          <Button icon={<Square aria-hidden="true" />} onClick={stopStudy}>
            Stop
          </Button>
        ) : (
          <Button look="primary" icon={<Play aria-hidden="true" />} blocked={why} onClick={onStart}>
            {label}
          </Button>
        )}
      </div>
      {standing !== undefined && <Progress standing={standing} />}
    </>
  );
}

function Progress({ standing }: { readonly standing: Standing<StudyName> }) {
  const present = useDesign((state) => state.design);
  const { ended, done, planned, problem, tookMs, design } = standing;
  if (ended === 'running') {
    const left = timeLeft(done, planned, tookMs);
    return (
      <div className={styles['progress']}>
        <progress className={styles['bar']} max={Math.max(1, planned)} value={done} aria-label="Progress" />
        <span className={styles['note']}>
          {planned === 0 ? 'Starting …' : `${done} of ${planned} runs`}
          {left !== undefined && `, ${left}`}
        </span>
      </div>
    );
  }
  return (
    <>
      {ended === 'broken' && <Notice tone="bad">{problem}</Notice>}
      <p className={styles['note']} role="status">
        {done} runs in {(tookMs / 1000).toFixed(1)} s.{ended === 'stopped' && ' Stopped by hand: what had come in is shown.'}
        {design !== present && <strong> The design has changed since.</strong>}
      </p>
    </>
  );
}
