/** Draws what lies between two sides: each part on one side, on the other, or not concerned; a part with several instances can be split. */
import { Split } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './PartitionBuilder.module.css';
import { put, type Side, type Sides, split } from './sides.ts';

const SIDES: readonly { readonly side: Side; readonly text: string; readonly words: string }[] = [
  { side: 'left', text: 'A', words: 'on side A' },
  { side: 'out', text: '–', words: 'not concerned' },
  { side: 'right', text: 'B', words: 'on side B' },
];

export interface PartitionBuilderProps {
  readonly sides: Sides;
  /** Nothing passes between the sides; else what passes feels the fault. */
  readonly cuts: boolean;
  readonly onChange: (sides: Sides) => void;
}

export function PartitionBuilder({ sides, cuts, onChange }: PartitionBuilderProps) {
  return (
    <div className={styles['builder']}>
      <p className={styles['hint']}>
        {cuts ? 'No message passes between side A and side B.' : 'Felt by all messages between side A and side B.'}
      </p>
      {sides.members.map(({ id, label, side, instances }) => (
        <fieldset key={id} className={styles['row']} aria-label={label}>
          <span className={styles['name']} title={label}>
            {label}
          </span>
          {instances > 1 && (
            <IconButton label={`Split ${label} into its ${instances} instances`} onClick={() => onChange(split(sides, id))}>
              <Split aria-hidden="true" />
            </IconButton>
          )}
          {SIDES.map((one) => (
            <button
              key={one.side}
              type="button"
              className={styles['side']}
              aria-pressed={side === one.side}
              aria-label={`${label} ${one.words}`}
              onClick={() => onChange(put(sides, id, one.side))}
            >
              {one.text}
            </button>
          ))}
        </fieldset>
      ))}
    </div>
  );
}
