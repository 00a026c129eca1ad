/** The steps of a sweep, to be read and thinned out. */
import { Trash2, X } from 'lucide-react';
import type { ChangeEntry } from '../../src/design/document.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { clockText } from '../ui/plot-area.ts';
import { AnchoredPopover } from './AnchoredPopover.tsx';
import styles from './EntryPopover.module.css';
import { specOfChange, valueWords, type Words } from './entry-words.ts';

export interface SweepPopoverProps {
  readonly title: string;
  readonly steps: readonly ChangeEntry[];
  readonly words: Words;
  readonly anchor: () => DOMRect;
  readonly onRemove: (ids: readonly string[]) => void;
  readonly onClose: () => void;
}

export function SweepPopover({ title, steps, words, anchor, onRemove, onClose }: SweepPopoverProps) {
  const ids = steps.map((step) => step.id);
  return (
    <AnchoredPopover title={title} anchor={anchor} onClose={onClose}>
      <ol className={styles['steps']}>
        {steps.map((step) => (
          <li key={step.id}>
            <span className={styles['when']}>{clockText(step.at)}</span>
            <span className={styles['value']}>{valueWords(specOfChange(words, step), step.value)}</span>
            <IconButton label={`Remove the step at ${clockText(step.at)}`} onClick={() => onRemove([step.id])}>
              <X aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ol>
      <div className={styles['feet']}>
        <Button look="quiet" icon={<Trash2 aria-hidden="true" />} onClick={() => onRemove(ids)}>
          Remove all
        </Button>
        <Button onClick={() => onRemove(ids.slice(0, -1))}>Keep only the last</Button>
      </div>
    </AnchoredPopover>
  );
}
