/** The run's figures about its data in one row: how much was stale and by how much, how far copies lag, what was lost or doubled. */
import { kindOf } from '../../src/catalog/index.ts';
import type { Report } from '../../src/run/report.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { getDesign } from '../state/design-store.ts';
import { series } from '../state/run-store.ts';
import styles from './Figures.module.css';

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly more: string;
  readonly bad: boolean;
}

export function Figures({ run }: { readonly run: Report }) {
  return (
    <dl className={styles['figures']} aria-label="Figures of the run">
      {figuresOf(run).map(({ label, value, more, bad }) => (
        <div key={label} className={styles['figure']}>
          <dt>{label}</dt>
          <dd>
            <strong data-bad={bad ? '' : undefined}>{value}</strong>
            <span>{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function figuresOf({ consistency, nodes }: Report): readonly Figure[] {
  const { reads, staleReads, staleShare, ageMs, conflicts, versionsBehind, lostAcknowledgedWrites: lost } = consistency;
  const ms = (value: number | null): string => (value === null ? '–' : formatQuantity(value, 'ms', 3));
  const worstLag = series.column('lagMs').reduce((most, lag) => (lag > most ? lag : most), -1);
  return [
    {
      label: 'Stale reads',
      value: staleShare === null ? '–' : formatQuantity(staleShare, 'ratio', 3),
      more: `${staleReads.toLocaleString('en-GB')} of ${reads.toLocaleString('en-GB')}`,
      bad: staleReads > 0,
    },
    { label: 'Age of stale values', value: ms(ageMs.p50), more: ageMs.count === 0 ? 'none was stale' : `p99 ${ms(ageMs.p99)}`, bad: false },
    {
      label: 'Versions behind',
      value: versionsBehind.p50 === null ? '–' : String(Math.round(versionsBehind.p50)),
      more: versionsBehind.max === null ? 'none was behind' : `at most ${Math.round(versionsBehind.max)}`,
      bad: false,
    },
    { label: 'Replica lag', value: worstLag < 0 ? '–' : ms(worstLag), more: worstLag < 0 ? 'no replicas' : 'at worst', bad: false },
    { label: 'Lost writes', value: String(lost), more: 'acknowledged, then gone', bad: lost > 0 },
    ...(conflicts > 0
      ? [{ label: 'Conflicts', value: conflicts.toLocaleString('en-GB'), more: 'writes that had not seen each other', bad: true }]
      : []),
    ...figuresOfParts(nodes),
  ];
}

/** What parts of the design tell of their data besides: conflicts, duplicates, reorderings. */
function figuresOfParts(nodes: Report['nodes']): readonly Figure[] {
  const shown = new Set(['lagMs', 'lostWrites']);
  return getDesign().nodes.flatMap(({ id, kind, name }) =>
    (kindOf(kind)?.figures ?? [])
      .filter((figure) => figure.ofData === true && !shown.has(figure.id))
      .flatMap((figure) => {
        const value = nodes[id]?.figures[figure.id] ?? null;
        if (value === null) return [];
        return [{ label: figure.label, value: formatQuantity(value, figure.unit, 3), more: `at ${name}`, bad: value > 0 }];
      }),
  );
}
