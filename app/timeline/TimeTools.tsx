/** Beside the timeline's name: one window back, a bookmark here, where else to go; and, in the past, the way back to the present. */
import { Bookmark, ChevronsLeft, GitBranch, History } from 'lucide-react';
import { useEffect } from 'react';
import { registerActions } from '../state/actions.ts';
import { backToNow } from '../state/past.ts';
import { stepWindow, useRun } from '../state/run-store.ts';
import { setView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { bookmarkHere } from './bookmarks.ts';
import styles from './TimeTools.module.css';
import { TIME_ACTIONS } from './time-actions.ts';

export function TimeTools() {
  useEffect(() => registerActions(TIME_ACTIONS), []);
  const begun = useRun((run) => run.state !== 'empty' && run.state !== 'ready');
  const blocked = begun ? undefined : 'Nothing has run yet: there is no past to look at.';
  return (
    <div className={styles['tools']}>
      <IconButton label="Back one window" shortcut="Shift+W" blocked={blocked} onClick={() => stepWindow(-1)}>
        <ChevronsLeft aria-hidden="true" />
      </IconButton>
      <IconButton label="Bookmark this moment" shortcut="B" onClick={bookmarkHere}>
        <Bookmark aria-hidden="true" />
      </IconButton>
      <IconButton label="Moments: go to, loop, run until" shortcut="G" onClick={() => setView({ dialog: 'moments' })}>
        <History aria-hidden="true" />
      </IconButton>
      <IconButton label="From here, change one thing" shortcut="Shift+B" onClick={() => setView({ dialog: 'branch' })}>
        <GitBranch aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** The way back, as long as the past is looked at. */
export function BackToNow() {
  const looking = useRun((run) => run.looking);
  if (!looking) return null;
  return (
    <Button look="primary" className={styles['now']} onClick={backToNow}>
      Now
    </Button>
  );
}
