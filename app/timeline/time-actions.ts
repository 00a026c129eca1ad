/** What can be done with time by name, beside making it pass. */
import type { Action } from '../state/actions.ts';
import { getDesign } from '../state/design-store.ts';
import { backToNow, presentMs } from '../state/past.ts';
import { simulatedMs } from '../state/run-driver.ts';
import { getRun, goTo, stepWindow } from '../state/run-store.ts';
import { setView } from '../state/view-store.ts';
import { bookmarkHere, neighbour } from './bookmarks.ts';

export const TIME_ACTIONS: readonly Action[] = [
  { id: 'time.back', label: 'Back one window', group: 'Run', keys: ['Shift+W'], run: () => stepWindow(-1), enabled: ran },
  { id: 'time.now', label: 'Back to now', group: 'Run', keys: ['Shift+N'], run: backToNow, enabled: looking },
  { id: 'time.moments', label: 'Moments: go to, loop, run until', group: 'Run', keys: ['G'], run: () => setView({ dialog: 'moments' }) },
  {
    id: 'time.branch',
    label: 'From here, change one thing',
    group: 'Run',
    keys: ['Shift+B'],
    run: () => setView({ dialog: 'branch' }),
    enabled: runs,
  },
  { id: 'time.bookmark', label: 'Bookmark this moment', group: 'Run', keys: ['B'], run: bookmarkHere },
  { id: 'time.next', label: 'Go to the next bookmark', group: 'Run', keys: [']'], run: () => goToBookmark(1), enabled: ran },
  { id: 'time.previous', label: 'Go to the bookmark before', group: 'Run', keys: ['['], run: () => goToBookmark(-1), enabled: ran },
];

function ran(): true | string {
  return presentMs() > 0 || 'Nothing has run yet: there is no past to look at.';
}

function runs(): true | string {
  return getRun().shape !== undefined || 'There is nothing to run yet.';
}

function looking(): true | string {
  return getRun().looking || 'This is the present.';
}

function goToBookmark(by: 1 | -1): void {
  const to = neighbour(getDesign().scenario.timeline, simulatedMs(), by);
  if (to !== undefined && to.at <= presentMs()) goTo(to.at);
  else
    setView({ notice: { text: `There is no bookmark ${by > 0 ? 'between here and the present' : 'before this moment'}.`, tone: 'info' } });
}
