/** Find and shrink: which objective to break, with how much effort, and the smallest set of faults that does it. */
import { useId, useState } from 'react';
import type { Design, FaultEntry } from '../../src/design/document.ts';
import { faultOf } from '../../src/faults/index.ts';
import { objectiveText } from '../../src/run/objective.ts';
import { strikesAt } from '../../src/run/study/faulty.ts';
import { entryWords, type FindPlan, type FindResult, findDesign, findFaults, USUAL_FIND } from '../../src/run/study/find.ts';
import { valueText } from '../../src/run/study/study.ts';
import { useDesign } from '../state/design-store.ts';
import { addressWords } from '../timeline/address.ts';
import { Button } from '../ui/Button.tsx';
import { NumberInput } from '../ui/NumberInput.tsx';
import { Select } from '../ui/Select.tsx';
import { FaultPicker } from './FaultPicker.tsx';
import { openRun } from './open-run.ts';
import styles from './Study.module.css';
import { StudyRow } from './StudyRow.tsx';
import { type Standing, startStudy, useStanding } from './study-store.ts';
import { useFaultChoices } from './use-fault-choices.ts';

const ANY = 'any';

export function FindPanel() {
  const standing = useStanding('find');
  const design = useDesign((state) => state.design);
  const { choices, chosen, setChosen, faults } = useFaultChoices();
  const [objective, setObjective] = useState<string>(ANY);
  const [runs, setRuns] = useState<number>(USUAL_FIND.mostRuns);
  const id = useId();
  const own = design.scenario.objectives;
  const options = [{ value: ANY, label: 'any objective' }, ...own.map((o) => ({ value: o.id, label: objectiveText(o, design) }))];
  const known = options.some(({ value }) => value === objective) ? objective : ANY;
  const plan: FindPlan = { ...USUAL_FIND, faults, mostRuns: runs, objective: known === ANY ? undefined : known };
  return (
    <div className={styles['panel']}>
      <StudyRow
        standing={standing}
        label="Look for it"
        blocked={faults.length === 0 ? 'Choose at least one fault.' : undefined}
        onStart={() => void startStudy('find', plan, findFaults)}
      >
        <span className={styles['field']}>
          <label htmlFor={`${id}-goal`}>Break</label>
          <Select id={`${id}-goal`} className={styles['choice']} options={options} value={known} onChange={setObjective} />
        </span>
        <span className={styles['field']}>
          <label htmlFor={`${id}-runs`}>Runs, at most</label>
          <NumberInput id={`${id}-runs`} className={styles['number'] ?? ''} value={runs} min={10} max={5000} whole onCommit={setRuns} />
        </span>
      </StudyRow>
      <FaultPicker choices={choices} chosen={chosen} onChange={setChosen} />
      {standing?.result !== undefined && <Found standing={standing} result={standing.result} />}
    </div>
  );
}

function Found({ standing, result }: { readonly standing: Standing<'find'>; readonly result: FindResult }) {
  const { found, goals, log, objectives } = result;
  const from = strikesAt(standing.design);
  return (
    <section className={styles['panel']} aria-label="What was found">
      <p className={styles['finding']}>{findingOf(standing, result)}</p>
      {found !== undefined && (
        <>
          <ul className={styles['list']}>
            {found.entries.map((entry) => (
              <li key={entry.id}>{entryWords(entry, from, whatAndWhere(standing.design, entry))}</li>
            ))}
            {found.verdicts.map(({ met, value }, i) =>
              met ? null : (
                <li key={goals[i]?.id ?? i}>
                  Missed: {goals[i]?.text}, with {valueText(value, goals[i]?.unit ?? 'count')}
                </li>
              ),
            )}
          </ul>
          <div>
            <Button onClick={() => void openRun(findDesign(standing.design, found.entries, objectives), found.digest)}>
              Open this run
            </Button>
          </div>
        </>
      )}
      {log.length > 0 && (
        <details className={styles['faults']}>
          <summary>How it was found</summary>
          <ol>
            {log.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

/** "Partition on clients to app". */
function whatAndWhere(design: Design, { fault, target }: FaultEntry): string {
  return `${faultOf(fault)?.name ?? fault} on ${addressWords(design, target)}`;
}

function findingOf({ ended }: Standing<'find'>, { ended: how, found, runs }: FindResult): string {
  if (how === 'already') return 'An objective is missed even without a fault.';
  if (found !== undefined) {
    const count = found.entries.length;
    const words = count === 1 ? 'One fault is enough' : `${count} faults together are enough`;
    return ended === 'running' ? `${words}; looking for a smaller set.` : `${words}.`;
  }
  return ended === 'running' ? 'Nothing has broken it yet.' : `Nothing that was tried in ${runs} runs breaks an objective.`;
}
