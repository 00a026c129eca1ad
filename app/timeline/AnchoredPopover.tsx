/** A popover that belongs to a place rather than to a button: an entry of the timeline, or a stretch that was just drawn. */
import { Popover as Base } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import styles from './EntryPopover.module.css';

export interface AnchoredPopoverProps {
  readonly title: string;
  /** Measured whenever the popover is placed. */
  readonly anchor: () => DOMRect;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function AnchoredPopover({ title, anchor, onClose, children }: AnchoredPopoverProps) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner
          className={styles['layer']}
          side="top"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          anchor={{ getBoundingClientRect: anchor }}
        >
          <Base.Popup className={styles['popup']}>
            <Base.Title className={styles['title']}>{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
