/** The prediction: answered before the run and locked with it, so that it cannot be fitted to what was seen. */
import { useId, useState } from 'react';
import type { Lab, Prediction } from '../../src/labs/lab.ts';
import { parseQuantity } from '../../src/std/quantity.ts';
import { Button } from '../ui/Button.tsx';
import { lockAndRun, predict, useLab } from './lab-store.ts';
import styles from './Question.module.css';

export function Question({ lab }: { readonly lab: Lab }) {
  const predicted = useLab((state) => state.predicted);
  return (
    <>
      <p>{lab.story}</p>
      {lab.prediction.type === 'choice' ? <Choice prediction={lab.prediction} /> : <Amount prediction={lab.prediction} />}
      <Button look="primary" blocked={predicted === undefined ? 'Say first what you expect.' : undefined} onClick={lockAndRun}>
        Lock it in and run
      </Button>
    </>
  );
}

function Choice({ prediction }: { readonly prediction: Extract<Prediction, { type: 'choice' }> }) {
  const predicted = useLab((state) => state.predicted);
  const name = useId();
  return (
    <fieldset className={styles['choices']}>
      <legend className={styles['question']}>{prediction.question}</legend>
      {prediction.options.map((option, i) => (
        <label key={option} className={styles['choice']}>
          <input type="radio" name={name} checked={predicted === i} onChange={() => predict(i)} />
          <span>{option}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Amount({ prediction }: { readonly prediction: Extract<Prediction, { type: 'number' }> }) {
  const [problem, setProblem] = useState<string>();
  const id = useId();
  const take = (text: string): void => {
    const value = parseQuantity(text, prediction.unit);
    setProblem(value.ok ? undefined : value.error);
    if (value.ok) predict(value.value);
  };
  return (
    <div className={styles['choices']}>
      <label className={styles['question']} htmlFor={id}>
        {prediction.question}
      </label>
      <input id={id} className={styles['number']} aria-describedby={`${id}-problem`} onChange={(event) => take(event.target.value)} />
      <span id={`${id}-problem`} className={styles['problem']}>
        {problem}
      </span>
    </div>
  );
}
