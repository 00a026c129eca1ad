/** An answer: the verdict, the cause with its numbers and what turned the knob, the loop, what is compared, and where the time went. */
import type { ReactNode } from 'react';
import type { Design } from '../../src/design/document.ts';
import type { Tail } from '../../src/run/why/tail.ts';
import { amplificationLine, bottleneckLine, KIND_WORDS, placeOfTail } from '../../src/run/why/told.ts';
import type { FoundCause, Why } from '../../src/run/why/why.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { setView } from '../state/view-store.ts';
import styles from './Answer.module.css';

type Names = Pick<Design, 'nodes' | 'links'>;

/** Hops shown; the rest is small. */
const HOPS = 8;

export interface AnswerProps {
  readonly why: Why;
  readonly design: Names;
  /** What else can be done about this time. */
  readonly more: ReactNode;
}

export function Answer({ why, design, more }: AnswerProps) {
  const [first, ...others] = why.causes;
  return (
    <section aria-label="Answer" className={styles['answer']} data-state={why.state}>
      <p className={styles['verdict']} role="status">
        {why.verdict}
      </p>
      {first !== undefined && <Cause cause={first} first />}
      {why.loop?.outlives === true && <Loop steps={why.loop.steps} />}
      {others.length > 0 && (
        <section aria-label="Also found" className={styles['others']}>
          <h3>Also</h3>
          {others.map((cause) => (
            <Cause key={`${cause.id} ${cause.nodeId}`} cause={cause} />
          ))}
        </section>
      )}
      <div className={styles['numbers']}>
        <Comparison why={why} />
        <Load why={why} design={design} />
      </div>
      {why.tail !== null && <TailTable tail={why.tail} design={design} />}
      <p className={styles['more']}>{more}</p>
    </section>
  );
}

function Cause({ cause: { title, sentences, turned, nodeId }, first = false }: { readonly cause: FoundCause; readonly first?: boolean }) {
  const select = (): void => {
    if (nodeId !== undefined) setView({ selection: { nodes: [nodeId], links: [] }, dialog: undefined });
  };
  return (
    <div className={styles['cause']} data-first={first || undefined}>
      <h3>
        {nodeId === undefined ? (
          title
        ) : (
          <button type="button" onClick={select}>
            {title}
          </button>
        )}
      </h3>
      <p>{sentences.join(' ')}</p>
      <p className={styles['turned']}>{turned.join(' ')}</p>
    </div>
  );
}

function Loop({ steps }: { readonly steps: readonly string[] }) {
  return (
    <div className={styles['loop']}>
      <p>What began it is over, and it keeps itself going:</p>
      <ol aria-label="The loop">
        {steps.slice(0, -1).map((step) => (
          <li key={step}>{step}</li>
        ))}
        <li>and so on</li>
      </ol>
    </div>
  );
}

function Comparison({ why: { measured, before, stretch } }: { readonly why: Why }) {
  const { now, before: then } = measured;
  const rows = [
    ['requests', now.requestsPerSecond, then?.requestsPerSecond, 'perSecond'],
    ['failed', now.failedShare, then?.failedShare, 'ratio'],
    ['p50', now.p50Ms, then?.p50Ms, 'ms'],
    ['p99', now.p99Ms, then?.p99Ms, 'ms'],
    ...(now.staleShare === null ? [] : [['stale reads', now.staleShare, then?.staleShare, 'ratio'] as const]),
  ] as const;
  return (
    <table className={styles['compared']}>
      <caption>Compared</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{before === null ? 'before' : span(before)}</th>
          <th scope="col">{span(stretch)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([word, value, was, unit]) => (
          <tr key={word}>
            <th scope="row">{word}</th>
            <td>{was === null || was === undefined ? '–' : formatQuantity(was, unit, 3)}</td>
            <td>{value === null ? '–' : formatQuantity(value, unit, 3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Load({ why: { bottleneck, amplification }, design }: { readonly why: Why; readonly design: Names }) {
  if (bottleneck === null && amplification.length === 0) return null;
  return (
    <section aria-label="Load" className={styles['load']}>
      {bottleneck !== null && <p>{bottleneckLine(bottleneck, design)}</p>}
      {amplification.length > 0 && (
        <>
          <p>Tried again:</p>
          <ul>
            {amplification.map((link) => (
              <li key={link.linkId}>{amplificationLine(link, design)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function TailTable({ tail, design }: { readonly tail: Tail; readonly design: Names }) {
  const most = Math.max(...tail.parts.map(({ ms, beforeMs }) => Math.max(ms, beforeMs ?? 0)), 1e-6);
  return (
    <table className={styles['tail']}>
      <caption>
        Where the time of the slowest requests went: {tail.requests} traced, {text(tail.meanMs)} on average
        {tail.before === null ? '' : `, ${text(tail.before.meanMs)} before`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Where</th>
          <th scope="col">How</th>
          <th scope="col">before</th>
          <th scope="col">now</th>
          <td aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {tail.parts.slice(0, HOPS).map((part) => (
          <tr key={`${part.from} ${part.to} ${part.kind}`}>
            <th scope="row">{placeOfTail(part, design)}</th>
            <td>{KIND_WORDS[part.kind]}</td>
            <td>{part.beforeMs === null ? '–' : text(part.beforeMs)}</td>
            <td>{text(part.ms)}</td>
            <td aria-hidden="true" className={styles['bars']}>
              <Bar share={(part.beforeMs ?? 0) / most} kind="before" />
              <Bar share={part.ms / most} kind={part.kind} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ share, kind }: { readonly share: number; readonly kind: string }) {
  return <span data-kind={kind} ref={(bar) => bar?.style.setProperty('--share', String(share))} />;
}

function span({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): string {
  return `${(fromMs / 1000).toFixed(1)}–${(toMs / 1000).toFixed(1)} s`;
}

function text(ms: number): string {
  return formatQuantity(ms, 'ms', 3);
}
