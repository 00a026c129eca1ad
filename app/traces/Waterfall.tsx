/** One request as a waterfall: a row for each attempt of each call, its stretches in time, what lies on the critical path marked. */

import type { TraceReport } from '../../src/run/traces.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { seconds, traceFinding, type WaterfallRow, waterfall } from './trace-rows.ts';
import styles from './Waterfall.module.css';

const KINDS = [
  ['blocked', 'waiting for a connection'],
  ['network', 'on the way'],
  ['queue', 'in line'],
  ['work', 'at work'],
  ['calls', 'waiting for calls'],
] as const;

export function Waterfall({ trace }: { readonly trace: TraceReport }) {
  const rows = waterfall(trace);
  const span = Math.max(trace.tookMs, ...rows.flatMap(({ stretches }) => stretches.map(({ to }) => to)), 1e-6);
  return (
    <section className={styles['waterfall']} aria-label={`Request ${trace.id}`}>
      <p className={styles['finding']}>{traceFinding(trace, ms)}</p>
      <Split trace={trace} />
      <table className={styles['rows']}>
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col">
              <span className={styles['scale']}>
                <span>0</span>
                <span>{ms(span / 2)}</span>
                <span>{ms(span)}</span>
              </span>
            </th>
            <th scope="col">On the path</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.place} row={row} span={span} />
          ))}
        </tbody>
      </table>
      <ul className={styles['legend']} aria-hidden="true">
        {KINDS.map(([kind, word]) => (
          <li key={kind} data-kind={kind}>
            {word}
          </li>
        ))}
      </ul>
      <p className={styles['id']}>
        Request <code>{trace.id}</code> of class {trace.class}, begun at {seconds(trace.atMs)}.
      </p>
    </section>
  );
}

/** The critical path by kind of time: parts that add up to the whole. */
function Split({ trace: { split, tookMs } }: { readonly trace: TraceReport }) {
  const parts = [
    ['network', 'on the way', split.network],
    ['queue', 'in line', split.queue],
    ['work', 'at work', split.work],
    ['retry', 'between attempts', split.retry],
    ['blocked', 'waiting for a connection', split.blocked],
  ] as const;
  return (
    <dl className={styles['split']}>
      {parts.map(([kind, word, value]) => (
        <div key={kind}>
          <dt>{word}</dt>
          <dd>{ms(value)}</dd>
        </div>
      ))}
      <div>
        <dt>in all</dt>
        <dd>{ms(tookMs)}</dd>
      </div>
    </dl>
  );
}

function Row({ row: { span, depth, stretches, onPath }, span: whole }: { readonly row: WaterfallRow; readonly span: number }) {
  const who = span.instance > 0 ? `${span.to}/${span.instance}` : span.to;
  const how = span.outcome === 'open' ? 'under way' : span.outcome;
  const ended = span.outcome === 'ok' ? '' : span.cause === '' ? how : `${how}: ${span.cause}`;
  return (
    <tr data-path={onPath > 0 ? '' : undefined}>
      <th scope="row">
        <span ref={(mark) => mark?.style.setProperty('--depth', String(depth))} className={styles['who']}>
          {who}
          {span.attempt > 1 && <span className={styles['attempt']}> attempt {span.attempt}</span>}
        </span>
        {ended !== '' && <span className={styles['ended']}>{ended}</span>}
      </th>
      <td className={styles['bars']}>
        {stretches.map(({ kind, from, to }) => (
          <span
            key={`${kind} ${from}`}
            className={styles['bar']}
            data-kind={kind}
            title={`${WORDS[kind]}: ${ms(to - from)}`}
            ref={(bar) => {
              bar?.style.setProperty('--from', String(from / whole));
              bar?.style.setProperty('--long', String((to - from) / whole));
            }}
          />
        ))}
        <span className={styles['spoken']}>{stretches.map(({ kind, from, to }) => `${WORDS[kind]} ${ms(to - from)}`).join(', ')}</span>
      </td>
      <td className={styles['share']}>{onPath > 0 ? ms(onPath) : '–'}</td>
    </tr>
  );
}

const WORDS: Readonly<Record<string, string>> = Object.fromEntries(KINDS);

function ms(value: number): string {
  return formatQuantity(value, 'ms', 3);
}
