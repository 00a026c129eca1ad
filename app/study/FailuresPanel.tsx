/** The failure matrix: which faults to try, what each did to the objectives, and which pairs break what each alone does not. */
import { type ReactNode, useId, useState } from 'react';
import type { Aimed } from '../../src/run/study/fault-choices.ts';
import { USUAL_TIMES } from '../../src/run/study/faulty.ts';
import {
  failureMatrix,
  hiddenPairs,
  type Matrix,
  type MatrixCell,
  type MatrixPlan,
  matrixDesign,
  matrixRuns,
  pairIndex,
  pairOf,
  weakPoints,
} from '../../src/run/study/matrix.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { NumberInput } from '../ui/NumberInput.tsx';
import { Switch } from '../ui/Switch.tsx';
import { FaultPicker } from './FaultPicker.tsx';
import { type HeatCell, HeatTable } from './HeatTable.tsx';
import { openRun } from './open-run.ts';
import styles from './Study.module.css';
import { StudyRow } from './StudyRow.tsx';
import { type Standing, startStudy, useStanding } from './study-store.ts';
import { useFaultChoices } from './use-fault-choices.ts';
import { capital, heatOf, runsText, verdictCell } from './words.ts';

type Failures = Standing<'failures'>;

export function FailuresPanel() {
  const standing = useStanding('failures');
  const { choices, chosen, setChosen, faults } = useFaultChoices();
  const [pairs, setPairs] = useState(false);
  const [seconds, setSeconds] = useState(USUAL_TIMES.lastsMs / 1000);
  const [seeds, setSeeds] = useState(1);
  const id = useId();
  const plan: MatrixPlan = { faults, pairs, seeds, lastsMs: seconds * 1000, afterMs: USUAL_TIMES.afterMs };
  return (
    <div className={styles['panel']}>
      <StudyRow
        standing={standing}
        label={`Make ${runsText(matrixRuns(plan))}`}
        blocked={faults.length === 0 ? 'Choose at least one fault.' : undefined}
        onStart={() => void startStudy('failures', plan, failureMatrix)}
      >
        <span className={styles['field']}>
          <label htmlFor={`${id}-lasts`}>Each lasts</label>
          <NumberInput
            id={`${id}-lasts`}
            className={styles['number'] ?? ''}
            value={seconds}
            min={0.1}
            max={600}
            suffix="s"
            onCommit={setSeconds}
          />
        </span>
        <span className={styles['field']}>
          <label htmlFor={`${id}-seeds`}>Seeds</label>
          <NumberInput id={`${id}-seeds`} className={styles['number'] ?? ''} value={seeds} min={1} max={50} whole onCommit={setSeeds} />
        </span>
        <span className={styles['field']}>
          <Switch id={`${id}-pairs`} checked={pairs} onChange={setPairs} aria-labelledby={`${id}-pairs-words`} />
          <span id={`${id}-pairs-words`}>Pairs too</span>
        </span>
      </StudyRow>
      <FaultPicker choices={choices} chosen={chosen} onChange={setChosen} />
      {standing?.result !== undefined && <Found standing={standing} matrix={standing.result} />}
    </div>
  );
}

function Found({ standing, matrix }: { readonly standing: Failures; readonly matrix: Matrix }) {
  const { design, plan } = standing;
  const open = (aimed: readonly Aimed[], cell: MatrixCell) => () =>
    void openRun(matrixDesign(design, aimed, plan, matrix.objectives), cell.digest);
  return (
    <section className={styles['panel']} aria-label="What the faults did">
      <p className={styles['finding']}>{findingOf(standing, matrix)}</p>
      <Singles matrix={matrix} open={open} />
      {plan.pairs && <Pairs matrix={matrix} open={open} />}
      <p className={styles['fine']}>
        {plan.seeds === 1
          ? 'Each cell is a run of its own under the same seed; press it to open that run.'
          : `Each cell is ${plan.seeds} runs under the same seeds and holds only if all do; press it to open the first.`}{' '}
        Figures are about the time from the moment a fault strikes to {plan.afterMs / 1000} s after it is over. The design’s own faults are
        left out.
      </p>
    </section>
  );
}

type Open = (aimed: readonly Aimed[], cell: MatrixCell) => () => void;

function Singles({ matrix, open }: { readonly matrix: Matrix; readonly open: Open }) {
  const { goals, faults, singles, calm } = matrix;
  const rows = [{ id: 'none', name: 'No fault' }, ...faults.map(({ id, words, reason }) => ({ id, name: words, title: reason }))];
  const columns = [
    ...goals.map(({ id, text }) => ({ id, name: capital(text) })),
    { id: 'answered', name: 'Answered' },
    { id: 'p99', name: 'p99' },
  ];
  const cellsOf = (cell: MatrixCell | undefined, words: string, aimed: readonly Aimed[]): readonly (HeatCell | null | undefined)[] => {
    if (cell === undefined) return columns.map(() => undefined);
    if (cell.problem !== undefined)
      return columns.map((_, i) => (i === 0 ? { text: 'cannot run', label: cell.problem ?? '', heat: 0 } : null));
    const plain = (text: string): HeatCell => ({ text, label: text, heat: 0 });
    return [
      ...goals.map((goal, i) => {
        const verdict = cell.verdicts[i];
        return verdict === undefined ? undefined : verdictCell(goal, verdict, words, open(aimed, cell));
      }),
      plain(cell.availability === null ? '–' : formatQuantity(cell.availability, 'ratio', 4)),
      plain(cell.p99Ms === null ? '–' : formatQuantity(cell.p99Ms, 'ms', 3)),
    ];
  };
  const cells = [cellsOf(calm, 'No fault', []), ...faults.map((fault, i) => cellsOf(singles[i], fault.words, [fault]))];
  return <HeatTable caption="Single faults and objectives" corner="Fault" rows={rows} columns={columns} cells={cells} />;
}

/** Pairs that are named at most (chosen). */
const MOST_NAMED = 12;

function Pairs({ matrix, open }: { readonly matrix: Matrix; readonly open: Open }) {
  const { faults, goals, pairs } = matrix;
  const heads = faults.map(({ id, short, words }) => ({ id, name: short, title: words }));
  const cells = faults.map((b, j) =>
    faults.map((a, i): HeatCell | null | undefined => {
      const aimed = i <= j ? pairOf(a, b) : undefined;
      if (aimed === undefined) return null;
      const cell = pairs[pairIndex(i, j)];
      if (cell === undefined) return undefined;
      const words = a === b ? `${a.words}, and a second one` : `${a.words} and ${b.words}`;
      const heat = Math.max(0, ...cell.verdicts.map((verdict, k) => heatOf(goals[k] as (typeof goals)[number], verdict)));
      const text = cell.availability === null ? '–' : `${Math.floor(cell.availability * 100)}`;
      const label = `${words}: ${cell.missed === 0 ? 'all objectives held' : `${cell.missed} of ${goals.length} objectives missed`}, ${text} % answered. Open this run.`;
      return { text, label, heat, bad: cell.missed > 0, onOpen: open(aimed, cell) };
    }),
  );
  const hidden = hiddenPairs(matrix);
  return (
    <>
      <h3 className={styles['title']}>Two at once: percent answered</h3>
      <HeatTable caption="Pairs of faults" corner="Both" rows={heads} columns={heads} cells={cells} dense />
      {hidden.length > 0 && (
        <Section title={`${hidden.length} pairs miss what each of the two alone meets`}>
          {hidden.slice(0, MOST_NAMED).map(({ words, cell, aimed }) => (
            <li key={words}>
              <button type="button" className={styles['link']} onClick={open(aimed, cell)}>
                {words}
              </button>
              <span>{cell.availability === null ? 'nothing answered' : `${formatQuantity(cell.availability, 'ratio', 3)} answered`}</span>
            </li>
          ))}
        </Section>
      )}
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <h3 className={styles['title']}>{title}</h3>
      <ul className={styles['list']}>{children}</ul>
    </>
  );
}

function findingOf({ ended }: Failures, matrix: Matrix): string {
  const weak = weakPoints(matrix);
  const known = matrix.singles.filter((cell) => cell !== undefined).length;
  if (matrix.calm !== undefined && matrix.calm.missed > 0) return 'An objective is missed even without a fault.';
  if (known === 0) return ended === 'running' ? 'The first runs are on their way.' : 'Nothing has been measured.';
  if (weak.length === 0) return `It bears each of the ${known} single faults.`;
  return `${weak.length} of ${known} single faults miss an objective; the worst: ${weak[0]?.words}.`;
}
