/** A chart as a table: the same windows in numbers, newest first, a hundred at a time; refreshed once a second. */
import { useEffect, useReducer, useState } from 'react';
import { clockText } from '../ui/plot-area.ts';
import styles from './charts.module.css';
import { csvOf } from './csv.ts';
import type { ChartFeed } from './handles.ts';
import { valueAt } from './line-labels.ts';
import { type ChartModel, seriesOf } from './model.ts';
import { at, precise } from './numbers.ts';
import { Pace } from './pace.ts';

/** Rows on one page (chosen: short enough to build at once, long enough to scroll). */
const PAGE = 100;
const EVERY_MS = 1000;

export interface ChartTableProps {
  readonly name: string;
  readonly model: ChartModel;
  readonly feed: ChartFeed;
}

export function ChartTable({ name, model, feed }: ChartTableProps) {
  const [, again] = useReducer((count: number) => count + 1, 0);
  const [page, setPage] = useState(0);
  const [copied, setCopied] = useState('');
  useEffect(() => {
    const pace = new Pace(again, EVERY_MS);
    const unsubscribe = feed.subscribe(() => pace.ask());
    return () => {
      unsubscribe();
      pace.end();
    };
  }, [feed]);
  model.refresh();
  const count = model.times().length;
  const pages = Math.max(1, Math.ceil(count / PAGE));
  const shown = Math.min(page, pages - 1);
  const newest = count - 1 - shown * PAGE;
  const oldest = Math.max(0, newest - PAGE + 1);
  const copy = (): void => {
    navigator.clipboard.writeText(csvOf(model)).then(
      () => setCopied('Copied.'),
      () => setCopied('The browser refused to copy; use CSV.'),
    );
  };
  return (
    <div className={styles['tabular']}>
      <div className={styles['pager']}>
        <span className={styles['count']}>{count === 0 ? 'No windows yet' : `${oldest + 1}–${newest + 1} of ${count}`}</span>
        <button type="button" disabled={shown === 0} onClick={() => setPage(shown - 1)}>
          Newer
        </button>
        <button type="button" disabled={shown >= pages - 1} onClick={() => setPage(shown + 1)}>
          Older
        </button>
        <button type="button" onClick={copy}>
          Copy
        </button>
        <output>{copied}</output>
      </div>
      <section className={styles['scroll']} aria-label={`${name} in numbers`} ref={reachable}>
        <Rows name={name} model={model} newest={newest} oldest={oldest} />
      </section>
    </div>
  );
}

function Rows({
  name,
  model,
  newest,
  oldest,
}: {
  readonly name: string;
  readonly model: ChartModel;
  readonly newest: number;
  readonly oldest: number;
}) {
  const series = seriesOf(model);
  const times = model.times();
  const samples = model.samples?.();
  const rows = Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, i) => newest - i);
  return (
    <table className={styles['table']}>
      <caption>{name}, one row for each window, newest first. ≈ marks a quantile with fewer than 100 samples beyond it.</caption>
      <thead>
        <tr>
          <th scope="col">time</th>
          {series.map((one) => (
            <th key={one.key} scope="col">
              {one.name}
            </th>
          ))}
          {samples !== undefined && <th scope="col">samples</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((index) => (
          <tr key={index}>
            <th scope="row">{clockText(Math.round(at(times, index)))}</th>
            {series.map((one) => (
              <td key={one.key}>{valueAt(one, index, precise)}</td>
            ))}
            {samples !== undefined && <td>{precise(at(samples, index), 'count')}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What scrolls in both directions must be reachable for people without a pointer, also where the browser does not see to it. */
function reachable(node: HTMLElement | null): void {
  if (node !== null) node.tabIndex = 0;
}
