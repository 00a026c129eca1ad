/** A cascade step by step: one fault, and what became otherwise at which part, in the order of time. */
import { useId, useState } from 'react';
import { type Cascade, type CascadeStep, cascadeOf, stepWords } from '../../src/run/study/cascade.ts';
import { faultChoices } from '../../src/run/study/fault-choices.ts';
import { USUAL_TIMES, underFaults } from '../../src/run/study/faulty.ts';
import { useDesign } from '../state/design-store.ts';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { openRun } from './open-run.ts';
import styles from './Study.module.css';
import { StudyRow } from './StudyRow.tsx';
import { type Standing, startStudy, useStanding } from './study-store.ts';
import { capital } from './words.ts';

export function CascadePanel() {
  const standing = useStanding('cascade');
  const design = useDesign((state) => state.design);
  const [chosen, setChosen] = useState<string>();
  const id = useId();
  const choices = faultChoices(design);
  const fault = choices.find((choice) => choice.id === chosen) ?? choices[0];
  const start = (): void => {
    if (fault !== undefined) void startStudy('cascade', { fault, times: USUAL_TIMES }, cascadeOf);
  };
  return (
    <div className={styles['panel']}>
      <StudyRow
        standing={standing}
        label="Follow it"
        blocked={fault === undefined ? 'Nothing in this design can fail.' : undefined}
        onStart={start}
      >
        <span className={styles['field']}>
          <label htmlFor={`${id}-fault`}>When</label>
          <Select
            id={`${id}-fault`}
            className={styles['wide']}
            options={choices.map(({ id: value, words }) => ({ value, label: words }))}
            value={fault?.id ?? ''}
            onChange={setChosen}
          />
        </span>
      </StudyRow>
      {standing?.ended === 'done' && standing.result !== undefined && <Found standing={standing} cascade={standing.result} />}
    </div>
  );
}

function Found({ standing, cascade }: { readonly standing: Standing<'cascade'>; readonly cascade: Cascade }) {
  const { design } = standing;
  const { fault, steps, digest } = cascade;
  return (
    <section className={styles['panel']} aria-label="The cascade">
      <p className={styles['finding']}>{findingOf(cascade)}</p>
      {steps.length > 0 && (
        <div className={styles['scroll']}>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">After</th>
                <th scope="col">Over after</th>
                <th scope="col" className={styles['words']}>
                  What is otherwise
                </th>
              </tr>
            </thead>
            <tbody>
              {steps.map((step) => (
                <tr key={`${step.node} ${step.symptom}`}>
                  <th scope="row">{after(step.fromMs)}</th>
                  <td>{Number.isFinite(step.toMs) ? after(step.toMs) : 'not over'}</td>
                  <td className={styles['words']}>{stepWords(step, design)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div>
        <Button onClick={() => void openRun(underFaults(design, [fault], USUAL_TIMES, [], fault.short), digest)}>Open this run</Button>
      </div>
      <p className={styles['fine']}>
        The same run with and without the fault, under the same seed, window by window. Times count from the strike, which lasts{' '}
        {USUAL_TIMES.lastsMs / 1000} s.
      </p>
    </section>
  );
}

function after(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function findingOf({ fault, steps }: Cascade): string {
  // A part is called as it is drawn, also where a sentence begins.
  const words = /^(the|a|one) /.test(fault.words) ? capital(fault.words) : fault.words;
  const parts = new Set(steps.map(({ node }: CascadeStep) => node)).size;
  if (parts === 0) return `${words}: nothing else is otherwise.`;
  const lasting = steps.filter(({ toMs }) => !Number.isFinite(toMs)).length;
  const end = lasting === 0 ? 'all of it is over by the end' : `${lasting} of ${steps.length} steps are not over at the end`;
  return `${words}: it reaches ${parts} ${parts === 1 ? 'part' : 'parts'}; ${end}.`;
}
