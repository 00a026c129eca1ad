/** Where it is measured, how long it took, under which seeds, and all of it to take away: what a measurement needs besides its figures. */
import { Dices } from 'lucide-react';
import { useId } from 'react';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { NumberInput } from '../ui/NumberInput.tsx';
import { browserOf } from './browser.ts';
import { CopyResults } from './CopyResults.tsx';
import { timeWords } from './figures.ts';
import { runner, useProof } from './proof-store.ts';
import styles from './RunRecord.module.css';
import { drawOffset, SEEDS } from './seeds.ts';

export function RunRecord() {
  return (
    <section className={styles['record']} aria-label="Machine and seeds">
      <Machine />
      <Seeds />
      <CopyResults />
    </section>
  );
}

function Machine() {
  const workers = useProof((state) => state.workers);
  const spentMs = useProof((state) => state.spentMs);
  const { name, engine } = browserOf(navigator.userAgent);
  return (
    <dl className={styles['machine']}>
      <div>
        <dt>Browser</dt>
        <dd>
          {name} <span className={styles['fine']}>({engine})</span>
        </dd>
      </div>
      <div>
        <dt>Workers</dt>
        <dd>{workers ?? '–'}</dd>
      </div>
      <div>
        <dt>Time so far</dt>
        <dd>{timeWords(spentMs)}</dd>
      </div>
    </dl>
  );
}

function Seeds() {
  const offset = useProof((state) => state.offset);
  const id = useId();
  return (
    <div className={styles['seeds']}>
      <label htmlFor={id}>Seed offset</label>
      <NumberInput
        id={id}
        className={classNames(styles['offset'])}
        aria-describedby={`${id}-help`}
        value={offset}
        min={0}
        max={SEEDS - 1}
        whole
        onCommit={(value) => runner.setOffset(value)}
      />
      <IconButton label="Other seeds" look="plain" onClick={() => runner.setOffset(drawOffset())}>
        <Dices aria-hidden="true" />
      </IconButton>
      <span id={`${id}-help`} className={styles['fine']}>
        {offset === 0 ? '0: the seeds of the project’s own tests' : 'for the next runs'}
      </span>
    </div>
  );
}
