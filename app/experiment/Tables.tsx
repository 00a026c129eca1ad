/** The figures of an experiment, one row each: what was measured, how sure that is, and every run as a dot. */
import type { EstimateText } from '../../src/run/experiment/compare.ts';
import { Badge } from '../ui/Badge.tsx';
import type { ComparisonRow, ReplicationRow, Row } from './rows.ts';
import { Strip } from './Strip.tsx';
import styles from './Tables.module.css';

export function ReplicationTable({ rows }: { readonly rows: readonly ReplicationRow[] }) {
  return (
    <table className={styles['table']}>
      <caption className={styles['caption']}>Figures over several runs: mean and half of the 95 % interval</caption>
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col">Mean</th>
          <th scope="col" className={styles['half']}>
            95 %
          </th>
          <th scope="col" className={styles['drawn']}>
            Every run, and the interval
          </th>
          <th scope="col">Runs</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Name row={row} />
            <td className={styles['mean']}>{row.estimate.mean}</td>
            <Half estimate={row.estimate} />
            <td className={styles['drawn']}>
              <Strip label={spoken(row.name, row.estimate, row.n, 'runs')} interval={row.interval} samples={row.samples} />
            </td>
            <td>{row.n}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ComparisonTable({ rows }: { readonly rows: readonly ComparisonRow[] }) {
  return (
    <table className={styles['table']} data-wide>
      <caption className={styles['caption']}>Figures of two designs under the same seeds, and how they differ</caption>
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col" className={styles['side']}>
            A
          </th>
          <th scope="col" className={styles['side']}>
            B
          </th>
          <th scope="col">B − A</th>
          <th scope="col" className={styles['half']}>
            95 %
          </th>
          <th scope="col" className={styles['drawn']}>
            Every pair (dashed: 0)
          </th>
          <th scope="col" className={styles['words']}>
            B is
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Name row={row} />
            <td className={styles['side']}>{row.a.mean}</td>
            <td className={styles['side']}>{row.b.mean}</td>
            <td className={styles['mean']}>{row.difference.mean}</td>
            <Half estimate={row.difference} />
            <td className={styles['drawn']}>
              <Strip
                label={spoken(`${row.name}, B minus A`, row.difference, row.n, 'pairs')}
                interval={row.interval}
                samples={row.samples}
                zero
                tone={row.tone}
              />
            </td>
            <td className={styles['words']}>
              <Badge tone={row.tone}>{row.words}</Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Name({ row: { name, thin } }: { readonly row: Row }) {
  return (
    <th scope="row">
      {name}
      {thin && <abbr title="Fewer than 100 samples lie beyond it in some runs; longer runs would tell it better."> ~</abbr>}
    </th>
  );
}

function Half({ estimate: { half } }: { readonly estimate: EstimateText }) {
  return <td className={styles['half']}>{half === undefined ? '' : `± ${half}`}</td>;
}

function spoken(name: string, { mean, half }: EstimateText, n: number, noun: string): string {
  return `${name}: ${mean}${half === undefined ? '' : ` ± ${half}`} over ${n} ${noun}`;
}
