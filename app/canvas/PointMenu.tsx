/** A menu that opens at a point: for what was clicked with the other button, pressed for long, or called by the keyboard. */
import { Menu } from '@base-ui/react/menu';
import { Kbd } from '../ui/Kbd.tsx';
import styles from '../ui/Menu.module.css';
import own from './PointMenu.module.css';
import type { Point } from './shape/geometry.ts';

export interface PointEntry {
  readonly id: string;
  readonly label: string;
  /** One line more about it. */
  readonly hint?: string | undefined;
  readonly keys?: string | undefined;
  /** Why it cannot be chosen now. */
  readonly blocked?: string | undefined;
  /** A line above it. */
  readonly apart?: boolean;
  readonly run?: () => void;
  /** A menu behind it. */
  readonly entries?: readonly PointEntry[];
}

export interface PointMenuProps {
  readonly at: Point;
  /** Its accessible name, shown as a heading when `titled`. */
  readonly title: string;
  readonly entries: readonly PointEntry[];
  readonly onClose: () => void;
  /** Where the focus goes afterwards; false leaves it alone. */
  readonly focusAfter: () => HTMLElement | false;
}

export function PointMenu({ at, title, entries, onClose, focusAfter }: PointMenuProps) {
  const anchor = { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) };
  return (
    <Menu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal>
        <Menu.Positioner className={styles['layer']} anchor={anchor} side="bottom" align="start" sideOffset={2}>
          <Menu.Popup className={`${styles['popup']} ${own['popup']}`} aria-label={title} finalFocus={focusAfter}>
            <div className={own['title']} aria-hidden="true">
              {title}
            </div>
            <Entries entries={entries} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Entries({ entries }: { readonly entries: readonly PointEntry[] }) {
  return entries.map((entry) => (
    <div key={entry.id} role="none">
      {entry.apart === true && <hr className={own['line']} />}
      {entry.entries === undefined ? <Leaf entry={entry} /> : <Branch entry={entry} entries={entry.entries} />}
    </div>
  ));
}

function Leaf({ entry }: { readonly entry: PointEntry }) {
  return (
    <Menu.Item
      className={styles['item']}
      disabled={entry.blocked !== undefined}
      title={entry.blocked ?? entry.hint}
      onClick={() => entry.run?.()}
    >
      <span className={styles['label']}>{entry.label}</span>
      {entry.keys !== undefined && <Kbd keys={entry.keys} />}
    </Menu.Item>
  );
}

function Branch({ entry, entries }: { readonly entry: PointEntry; readonly entries: readonly PointEntry[] }) {
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className={styles['item']} disabled={entry.blocked !== undefined} title={entry.blocked}>
        <span className={styles['label']}>{entry.label}</span>
        <span aria-hidden="true" className={own['more']}>
          ›
        </span>
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className={styles['layer']} sideOffset={2} alignOffset={-4}>
          <Menu.Popup className={`${styles['popup']} ${own['popup']}`}>
            <Entries entries={entries} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}
