/** A group of settings under a heading that folds it in and out; folded, the heading says how many of its settings were changed. */
import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { getView, setView } from '../../state/view-store.ts';
import styles from './FoldingSection.module.css';
import type { FoldedGroup } from './folds.ts';

export interface FoldingSectionProps {
  readonly group: FoldedGroup;
  /** While something is sought, what was found stays open. */
  readonly fixed: boolean;
  readonly children: ReactNode;
}

export function FoldingSection({ group: { name, key, open, changed }, fixed, children }: FoldingSectionProps) {
  const id = useId();
  const fold = (): void => setView({ folds: { ...getView().folds, [key]: !open } });
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <h3 className={styles['head']}>
        <button type="button" id={id} className={styles['fold']} aria-expanded={open} disabled={fixed} onClick={fold}>
          <ChevronDown aria-hidden="true" />
          {name}
          {changed > 0 && (
            <span className={styles['changed']}>
              <span className={styles['spoken']}>, </span>
              {changed} changed
            </span>
          )}
        </button>
      </h3>
      {open && <div className={styles['rows']}>{children}</div>}
    </section>
  );
}
