/** What was predicted beside what happened, and why. */
import type { Lab } from '../../src/labs/lab.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { Button } from '../ui/Button.tsx';
import styles from './Explanation.module.css';
import { type LabState, toTask, useLab } from './lab-store.ts';

export function Explanation({ lab }: { readonly lab: Lab }) {
  const grade = useLab((state) => state.grade);
  const predicted = useLab((state) => state.predicted);
  return (
    <>
      <p className={grade?.predicted === true ? styles['right'] : styles['wrong']} role="status">
        {grade?.predicted === true ? 'As you predicted. ' : 'Not as you predicted. '}
        {answerWords(lab, predicted, grade)}
      </p>
      {lab.explanation.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <Button look="primary" onClick={toTask}>
        Now mend it
      </Button>
    </>
  );
}

function answerWords(lab: Lab, predicted: number | undefined, grade: LabState['grade']): string {
  const { prediction } = lab;
  if (prediction.type === 'choice') return grade?.predicted === true ? '' : (prediction.options[prediction.answer] ?? '');
  const said = predicted === undefined ? '' : `You said ${formatQuantity(predicted, prediction.unit)}`;
  const measured = grade?.measured ?? null;
  return measured === null ? `${said}; nothing was measured.` : `${said}, measured ${formatQuantity(measured, prediction.unit)}.`;
}
