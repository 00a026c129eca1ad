/** How an experiment stands, and what it has found so far. */
import type { ReactNode } from 'react';
import type { Precision } from '../../src/run/experiment.ts';
import { useDesign } from '../state/design-store.ts';
import { Notice } from '../ui/Notice.tsx';
import type { Mode, Results } from './experiment-store.ts';
import styles from './Outcome.module.css';
import { comparisonRows, finding, type Row, replicationRows, timeLeft } from './rows.ts';
import { SideBySide } from './SideBySide.tsx';
import { ComparisonTable, ReplicationTable } from './Tables.tsx';

export function Outcome({ mode, results }: { readonly mode: Mode; readonly results: Results }) {
  const { rounds, ended, problem } = results;
  return (
    <section className={styles['outcome']} aria-label="Results">
      {ended === 'broken' && <Notice tone="bad">{problem}</Notice>}
      {ended === 'running' ? <Progress mode={mode} results={results} /> : <Ending mode={mode} results={results} />}
      {results.both !== undefined && results.designs[1] !== undefined && (
        <SideBySide both={results.both} designs={[results.designs[0], results.designs[1]]} />
      )}
      {rounds.length > 0 && (mode === 'compare' ? <Compared results={results} /> : <Replicated results={results} />)}
    </section>
  );
}

function Progress({ mode, results: { rounds, planned, beganMs, precision } }: { readonly mode: Mode; readonly results: Results }) {
  const left = precision === undefined ? timeLeft(rounds.length, planned, Date.now() - beganMs) : undefined;
  const noun = mode === 'compare' ? 'pairs' : 'runs';
  const words = `${rounds.length} of ${precision === undefined ? '' : 'at most '}${planned} ${noun}`;
  return (
    <div className={styles['progress']}>
      <progress className={styles['bar']} max={planned} value={rounds.length} aria-label="Progress" />
      <span className={styles['count']}>{left === undefined ? words : `${words}, ${left}`}</span>
    </div>
  );
}

function Ending({ mode, results }: { readonly mode: Mode; readonly results: Results }) {
  const present = useDesign((state) => state.design);
  const { rounds, ended, precision, designs } = results;
  const first = rounds[0]?.seed;
  if (first === undefined) return ended === 'stopped' ? <p className={styles['note']}>Stopped before the first run was done.</p> : null;
  const noun = (mode === 'compare' ? 'pair' : 'run') + (rounds.length === 1 ? '' : 's');
  const known = precision && knowledge(precision, mode);
  const how = {
    running: '',
    all: known === undefined ? '' : ` That was not enough to know ${known}.`,
    precise: ` Stopped when it knew ${known}.`,
    stopped: ' Stopped by hand.',
    broken: '',
  }[ended];
  return (
    <p className={styles['note']} role="status">
      {rounds.length} {noun}, seeds from {first}.{how}
      {(results.branch === undefined ? designs.at(-1) : designs[0]) !== present && <strong> The design has changed since.</strong>}
    </p>
  );
}

/** What was to be known, as people say it. */
function knowledge({ figure, share }: Precision, mode: Mode): string {
  const percent = `${Number((share * 100).toPrecision(3))} %`;
  return mode === 'compare' ? `the difference in ${figure.words} to within ${percent} of A` : `${figure.words} to within ${percent}`;
}

function Replicated({ results }: { readonly results: Results }) {
  const rows = replicationRows(results.rounds);
  return (
    <>
      <ReplicationTable rows={rows} />
      <Notes rows={rows} />
    </>
  );
}

function Compared({ results }: { readonly results: Results }) {
  const rows = comparisonRows(results.rounds);
  return (
    <>
      {results.ended !== 'running' && <p className={styles['finding']}>{finding(rows)}</p>}
      <ComparisonTable rows={rows} />
      <Notes rows={rows}>
        {results.branch === undefined ? (
          <li>
            A is {results.label === '' ? 'the other design' : results.label.charAt(0).toLowerCase() + results.label.slice(1)}, run with the
            seed, length and warm-up of B, the design on the canvas.
          </li>
        ) : (
          <li>A is the design on the canvas, B the same, {results.branch.label}.</li>
        )}
        <li>“Within noise”: the interval of the difference contains 0. Of twenty figures that do not differ, one seems to all the same.</li>
      </Notes>
    </>
  );
}

function Notes({ rows, children }: { readonly rows: readonly Row[]; readonly children?: ReactNode }) {
  const thin = rows.some((row) => row.thin);
  if (!thin && children === undefined) return null;
  return (
    <ul className={styles['notes']}>
      {children}
      {thin && <li>~ fewer than 100 samples lie beyond it in some runs: longer runs would tell it better.</li>}
    </ul>
  );
}
