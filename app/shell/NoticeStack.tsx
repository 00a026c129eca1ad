/** What the page has to say at the moment, over the canvas: nothing below it moves when it comes or goes. */
import { useEffect } from 'react';
import { getView, setView, useView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './NoticeStack.module.css';

/** How long good and neutral news stay, ms (chosen); bad news stay until they are answered. */
const STAYS_MS = 7_000;

export function NoticeStack() {
  const notice = useView((view) => view.notice);
  useEffect(() => {
    if (notice === undefined) return;
    if (notice.tone !== 'bad') announce(notice.text);
    if (notice.tone === 'bad' || notice.action !== undefined) return;
    const id = setTimeout(close, STAYS_MS);
    return () => clearTimeout(id);
  }, [notice]);
  if (notice === undefined) return null;
  const { action } = notice;
  const act = action && (
    <Button
      onClick={() => {
        close();
        action.run();
      }}
    >
      {action.label}
    </Button>
  );
  return (
    <div className={styles['stack']}>
      <Notice tone={notice.tone} onClose={close} {...(act && { actions: act })}>
        {notice.text}
      </Notice>
    </div>
  );
}

function close(): void {
  setView({ notice: undefined });
}

/** Good and neutral news are about what was on the screen when they came: they go with it. */
export function closeNews(): void {
  if (getView().notice?.tone !== 'bad') close();
}
