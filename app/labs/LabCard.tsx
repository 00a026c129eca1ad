/** The lab that is being done, beside the canvas: the question first, then the run, then why, then a task of one's own. */
import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { Lab } from '../../src/labs/lab.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Explanation } from './Explanation.tsx';
import styles from './LabCard.module.css';
import { closeLab, followRun, type LabStep, useLab } from './lab-store.ts';
import { Question } from './Question.tsx';
import { Task } from './Task.tsx';

const STEPS: readonly { readonly id: LabStep; readonly label: string }[] = [
  { id: 'predict', label: 'Predict' },
  { id: 'run', label: 'Run' },
  { id: 'explain', label: 'Explain' },
  { id: 'task', label: 'Mend' },
];

export function LabCard() {
  const lab = useLab((state) => state.lab);
  return lab === undefined ? null : <OpenLab key={lab.id} lab={lab} />;
}

function OpenLab({ lab }: { readonly lab: Lab }) {
  const step = useLab((state) => state.step);
  useEffect(followRun, []);
  return (
    <section className={styles['card']} aria-label={`Lab: ${lab.title}`}>
      <header className={styles['head']}>
        <h2 className={styles['title']}>{lab.title}</h2>
        <IconButton label="Leave the lab" onClick={closeLab}>
          <X aria-hidden="true" />
        </IconButton>
      </header>
      <ol className={styles['steps']} aria-label="Steps">
        {STEPS.map(({ id, label }) => (
          <li key={id} className={styles['step']} aria-current={id === step ? 'step' : undefined}>
            {label}
          </li>
        ))}
      </ol>
      <div className={styles['body']}>
        {step === 'predict' && <Question lab={lab} />}
        {step === 'run' && <p>{lab.watch}</p>}
        {step === 'explain' && <Explanation lab={lab} />}
        {step === 'task' && <Task lab={lab} />}
      </div>
    </section>
  );
}
