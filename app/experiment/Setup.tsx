/** What is asked of an experiment: how many runs, and when fewer suffice. */
import { useId } from 'react';
import { FIGURES } from '../../src/run/experiment/figures.ts';
import { NumberInput } from '../ui/NumberInput.tsx';
import { Select } from '../ui/Select.tsx';
import { type Mode, setSettings, useExperiment } from './experiment-store.ts';
import styles from './Setup.module.css';

/** More runs than this are for the command line (chosen). */
const MOST_RUNS = 1000;

const STOPS = [
  { value: 'all', label: 'all runs are made' },
  ...FIGURES.map(({ id, words }) => ({ value: id, label: `${words} is known` })),
];

export function Setup({ mode }: { readonly mode: Mode }) {
  const { runs, stop, percent } = useExperiment((state) => state.settings);
  const id = useId();
  const early = stop !== 'all';
  const noun = mode === 'compare' ? 'Pairs of runs' : 'Runs';
  return (
    <div className={styles['setup']}>
      <span className={styles['field']}>
        <label htmlFor={`${id}-runs`}>{early ? `${noun}, at most` : noun}</label>
        <NumberInput
          id={`${id}-runs`}
          className={styles['number'] ?? ''}
          value={runs}
          min={2}
          max={MOST_RUNS}
          whole
          onCommit={(value) => setSettings({ runs: value })}
        />
      </span>
      <span className={styles['field']}>
        <label htmlFor={`${id}-stop`}>Stop when</label>
        <Select
          id={`${id}-stop`}
          className={styles['stop']}
          options={STOPS}
          value={stop}
          onChange={(value) => setSettings({ stop: value, ...(value !== 'all' && runs < 100 && { runs: 100 }) })}
        />
      </span>
      {early && (
        <span className={styles['field']}>
          <label htmlFor={`${id}-percent`}>to within ±</label>
          <NumberInput
            id={`${id}-percent`}
            className={styles['number'] ?? ''}
            value={percent}
            min={0.01}
            max={100}
            suffix="%"
            onCommit={(value) => setSettings({ percent: value })}
          />
        </span>
      )}
    </div>
  );
}
