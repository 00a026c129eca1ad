/** The same request in both runs, beside itself: those that differ most, and where the time went in each. */
import { useState } from 'react';
import type { MatchedTrace } from '../../src/run/branch.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { signed } from '../charts/value-axis.ts';
import { Waterfall } from '../traces/Waterfall.tsx';
import { clockText } from '../ui/plot-area.ts';
import styles from './MatchedTraces.module.css';

/** So many are listed (chosen). */
const LISTED = 12;

export function MatchedTraces({ pairs }: { readonly pairs: readonly MatchedTrace[] }) {
  const [chosen, setChosen] = useState<string>();
  const pair = pairs.find(({ id }) => id === chosen);
  const other = pairs.filter(({ longerMs, a, b }) => longerMs !== 0 || a.outcome !== b.outcome);
  return (
    <section className={styles['matched']} aria-label="The same requests in both">
      <h3>The same requests in both</h3>
      <p className={styles['help']}>
        {pairs.length === 0
          ? 'None of the requests that were followed is the same in both: what was changed moves their arrivals.'
          : `${other.length} of ${pairs.length} requests that were followed in both went another way or took another time.`}
      </p>
      {other.length > 0 && (
        <table className={styles['table']}>
          <caption className={styles['caption']}>Requests that were followed in both runs, those that differ most first</caption>
          <thead>
            <tr>
              <th scope="col">Request</th>
              <th scope="col">Began at</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
              <th scope="col">B − A</th>
            </tr>
          </thead>
          <tbody>
            {other.slice(0, LISTED).map(({ id, class: cls, atMs, a, b, longerMs }) => (
              <tr key={id}>
                <th scope="row">
                  <button type="button" aria-expanded={id === chosen} onClick={() => setChosen(id === chosen ? undefined : id)}>
                    {id} · {cls}
                  </button>
                </th>
                <td>{clockText(Math.round(atMs))}</td>
                <td>{took(a)}</td>
                <td>{took(b)}</td>
                <td>{signed(longerMs, 'ms')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {pair !== undefined && (
        <div className={styles['pair']}>
          <div>
            <h4>In A</h4>
            <Waterfall trace={pair.a} />
          </div>
          <div>
            <h4>In B</h4>
            <Waterfall trace={pair.b} />
          </div>
        </div>
      )}
    </section>
  );
}

function took({ tookMs, outcome }: MatchedTrace['a']): string {
  return `${formatQuantity(tookMs, 'ms', 3)}${outcome === 'ok' ? '' : `, ${outcome}`}`;
}
