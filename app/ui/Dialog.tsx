/** A dialog: keeps the focus, closes with Escape or a press outside, and gives the focus back to where it was. */
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { classNames } from './class-names.ts';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly title: string;
  /** One sentence under the title. */
  readonly lead?: ReactNode;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly size?: 'narrow' | 'middle' | 'wide' | 'full';
  /** Whether the title is for screen readers only. */
  readonly bare?: boolean;
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

export function Dialog({ title, lead, open, onClose, size = 'middle', bare = false, initialFocus, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles['shade']} />
        <Base.Popup className={classNames(styles['dialog'], styles[size], bare && styles['bare'])} {...(initialFocus && { initialFocus })}>
          <header className={bare ? styles['hidden'] : styles['head']}>
            <div>
              <Base.Title className={styles['title']}>{title}</Base.Title>
              {lead !== undefined && <Base.Description className={styles['lead']}>{lead}</Base.Description>}
            </div>
            <Base.Close className={styles['close']} aria-label="Close">
              <X aria-hidden="true" />
            </Base.Close>
          </header>
          <div className={bare ? styles['all'] : styles['body']}>{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
