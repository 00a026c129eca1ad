/** A menu behind a button: a flat list of things to do, each with its key. */
import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';
import styles from './Menu.module.css';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly keys?: string | undefined;
  /** Why it cannot be chosen now. */
  readonly blocked?: string | undefined;
  /** Whether it is the one in force, or one of those in force. */
  readonly chosen?: boolean;
  /** Whether several can be in force at a time. */
  readonly several?: boolean;
  /** A line above it: another sort of things begins. */
  readonly first?: boolean;
  readonly run: () => void;
}

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
}

export function Menu({ trigger, entries, align = 'start' }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles['layer']} sideOffset={4} align={align}>
          <Base.Popup className={styles['popup']}>
            {entries.map((entry) => (
              <Base.Item
                key={entry.id}
                className={styles['item']}
                data-first={entry.first || undefined}
                disabled={entry.blocked !== undefined}
                title={entry.blocked}
                onClick={entry.run}
                {...(entry.chosen !== undefined && {
                  role: entry.several === true ? 'menuitemcheckbox' : 'menuitemradio',
                  'aria-checked': entry.chosen,
                })}
              >
                <span className={styles['icon']}>{entry.icon}</span>
                <span className={styles['label']}>{entry.label}</span>
                {entry.chosen === true && <span aria-hidden="true">✓</span>}
                {entry.keys !== undefined && <Kbd keys={entry.keys} />}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
