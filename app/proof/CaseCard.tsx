/** One case: the system, what theory says of it, what was measured, where it is written, and what it leaves out. */
import { Dices, Play, RotateCcw, Workflow } from 'lucide-react';
import { memo } from 'react';
import type { ProofCase } from '../../src/proof/case.ts';
import { Button } from '../ui/Button.tsx';
import styles from './CaseCard.module.css';
import { openSystem } from './open-system.ts';
import { judgedOf, runner, runOf, useProof } from './proof-store.ts';
import { QuantityLine } from './QuantityLine.tsx';
import type { CaseRun } from './runner.ts';
import { drawOffset } from './seeds.ts';

export const CaseCard = memo(function CaseCard({ proof }: { readonly proof: ProofCase }) {
  const run = useProof((state) => runOf(state, proof));
  const results = judgedOf(proof, run);
  const title = `proof-${proof.id}-title`;
  return (
    <article id={`proof-${proof.id}`} className={styles['card']} aria-labelledby={title} tabIndex={-1}>
      <header className={styles['head']}>
        <div className={styles['what']}>
          <h4 id={title} className={styles['title']}>
            {proof.title}
          </h4>
          <p className={styles['system']}>{proof.system}</p>
        </div>
        <div className={styles['buttons']}>
          {results.some(({ standing }) => standing === 'fails') && (
            <Button
              icon={<Dices aria-hidden="true" />}
              aria-label={`Run with other seeds: ${proof.title}`}
              onClick={() => runner.run(proof, drawOffset())}
            >
              Run with other seeds
            </Button>
          )}
          <RunButton proof={proof} run={run} />
          <Button
            icon={<Workflow aria-hidden="true" />}
            aria-label={`Open this system: ${proof.title}`}
            onClick={() => void openSystem(proof, run.n > 0 ? run.offset : runner.state().offset)}
          >
            Open this system
          </Button>
        </div>
      </header>
      <ul className={styles['quantities']}>
        {proof.quantities.map((quantity, q) => {
          const result = results[q];
          return (
            result && (
              <QuantityLine key={quantity.name} quantity={quantity} result={result} samples={run.samples[q] ?? []} limit={run.limit} />
            )
          );
        })}
      </ul>
      {run.why !== undefined && (
        <p className={styles['why']} role="alert">
          {run.why}
        </p>
      )}
      <dl className={styles['foot']}>
        <div>
          <dt>Source</dt>
          <dd>{proof.source}</dd>
        </div>
        <div>
          <dt>Not modelled</dt>
          <dd>{proof.notModelled}</dd>
        </div>
        {(run.offset !== 0 || run.missed.length > 0) && (
          <div>
            <dt>Seed offset</dt>
            <dd>
              {run.offset}
              {run.missed.length > 0 && `; did not hold under ${run.missed.join(', ')}`}
            </dd>
          </div>
        )}
      </dl>
    </article>
  );
});

/** Says what pressing it does: begin, go on where it was stopped or too wide, or again from the start. */
function RunButton({ proof, run }: { readonly proof: ProofCase; readonly run: CaseRun }) {
  const offset = useProof((state) => state.offset);
  const busy = run.state === 'running' || run.state === 'waiting';
  const same = run.offset === offset;
  const wide = judgedOf(proof, run).some(({ standing }) => standing === 'imprecise');
  const again = run.n > 0;
  const label = again && same && (run.state === 'stopped' || wide) ? 'Go on' : again ? 'Run again' : 'Run';
  return (
    <Button
      icon={again ? <RotateCcw aria-hidden="true" /> : <Play aria-hidden="true" />}
      aria-label={`${label}: ${proof.title}`}
      aria-disabled={busy}
      onClick={() => !busy && runner.run(proof)}
    >
      {label}
    </Button>
  );
}
