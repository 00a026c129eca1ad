/** A strip that says something and offers what can be done about it. It stays until it is answered. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Notice.module.css';

export interface NoticeProps {
  readonly tone: 'info' | 'good' | 'bad';
  readonly children: ReactNode;
  /** Buttons. */
  readonly actions?: ReactNode;
  readonly onClose?: () => void;
}

export function Notice({ tone, children, actions, onClose }: NoticeProps) {
  return (
    <div className={classNames(styles['notice'], styles[tone])} role={tone === 'bad' ? 'alert' : 'status'}>
      <div className={styles['text']}>{children}</div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      {onClose !== undefined && (
        <IconButton label="Dismiss" onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
