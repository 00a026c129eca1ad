/** The task: change the design, check it by a run to its end, and take a hint when stuck. */
import type { Lab } from '../../src/labs/lab.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { Button } from '../ui/Button.tsx';
import styles from './Explanation.module.css';
import { checkTask, closeLab, nextHint, useLab } from './lab-store.ts';

const UNITS = { latency: 'ms', availability: 'ratio', throughput: 'perSecond', staleShare: 'ratio', lostWrites: 'count' } as const;

export function Task({ lab }: { readonly lab: Lab }) {
  const hints = useLab((state) => state.hints);
  const task = useLab((state) => state.task);
  return (
    <>
      <p>{lab.task.text}</p>
      {lab.task.hints.slice(0, hints).map((hint) => (
        <p key={hint}>Hint: {hint}</p>
      ))}
      {task !== undefined && (
        <p className={task.met ? styles['right'] : styles['wrong']} role="status">
          {task.met ? 'Done. ' : 'Not yet. '}
          {task.value === null ? 'Nothing was measured.' : `Measured ${formatQuantity(task.value, unitOf(lab))}.`}
        </p>
      )}
      <div className={styles['buttons']}>
        <Button look="primary" onClick={checkTask}>
          Check
        </Button>
        {hints < lab.task.hints.length && <Button onClick={nextHint}>Hint</Button>}
        {task?.met === true && (
          <Button look="quiet" onClick={closeLab}>
            Finish
          </Button>
        )}
      </div>
    </>
  );
}

function unitOf(lab: Lab): 'ms' | 'ratio' | 'perSecond' | 'count' {
  const [about] = lab.task.objective.metric.split('.');
  return UNITS[about as keyof typeof UNITS];
}
