/** What the report says once the simulation rests: durations with their quantiles, how calls ended, and why. */

import type { Report } from '../../../src/run/report.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import { useDesign } from '../../state/design-store.ts';
import { Section } from '../Section.tsx';
import styles from './ReportFigures.module.css';
import { causeShares, type Duration, type Fact, outcomeShares, QUANTILE_COLUMNS, quantileCells, type Share } from './report-rows.ts';

export interface DurationsProps {
  readonly durations: readonly Duration[];
  /** A sentence about them. */
  readonly finding?: string | undefined;
}

export function Durations({ durations, finding }: DurationsProps) {
  if (durations.length === 0) return null;
  const rows = durations.map((one) => ({ ...one, cells: quantileCells(one.report) }));
  const unsure = rows.some(({ cells }) => cells.some((cell) => cell.unsure !== undefined && cell.text !== '–'));
  return (
    <Section title="Durations">
      <table className={styles['table']}>
        <thead>
          <tr>
            <td />
            {QUANTILE_COLUMNS.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, help, cells, report }) => (
            <tr key={label}>
              <th scope="row" title={help}>
                {label}
                <span className={styles['count']}>of {formatQuantity(report.count, 'count', 3)}</span>
              </th>
              {cells.map(({ text, unsure: why }, i) => (
                <td key={QUANTILE_COLUMNS[i]?.name} title={why} data-unsure={why !== undefined || undefined}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {finding !== undefined && <p className={styles['note']}>{finding}</p>}
      {unsure && <p className={styles['note']}>~ unsure: fewer than 100 samples lie beyond it.</p>}
    </Section>
  );
}

function Shares({ title, shares }: { readonly title: string; readonly shares: readonly Share[] }) {
  if (shares.length === 0) return null;
  return (
    <Section title={title}>
      <ul className={styles['shares']}>
        {shares.map(({ label, count, share, bad }) => (
          <li key={label} className={styles['share']} data-bad={bad || undefined}>
            <span className={styles['label']} title={label}>
              {label}
            </span>
            <span className={styles['number']}>{formatQuantity(count, 'count')}</span>
            <span className={styles['percent']}>{formatQuantity(share, 'ratio', 3)}</span>
            <span className={styles['bar']} ref={(bar) => bar?.style.setProperty('--share', String(share))} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function Facts({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) {
  return (
    <Section title={title}>
      <dl className={styles['facts']}>
        {facts.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** How calls ended, and the causes that arose at one part (or anywhere). */
export function Ends({
  report,
  outcomes,
  node,
}: {
  readonly report: Report;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly node?: string;
}) {
  const nodes = useDesign((state) => state.design.nodes);
  const name = (id: string): string => nodes.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      <Shares title="Outcomes" shares={outcomeShares(outcomes)} />
      <Shares
        title={node === undefined ? 'Causes of failures' : 'Requests that failed here'}
        shares={causeShares(report.total, node, name)}
      />
    </>
  );
}
