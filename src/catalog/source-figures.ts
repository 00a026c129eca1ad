/** Figures that sources share: what every one can say of its own requests, and what clients can. */
import type { FigureSpec } from './kind.ts';

/** How many of its own requests were answered: figures of every source begin with it, so that each can be judged for itself. */
export const ANSWERED: FigureSpec = {
  id: 'answered',
  label: 'Answered',
  unit: 'ratio',
  help: 'Share of its own requests that were answered, whatever became of those of other sources.',
};

/** In the order in which ClientStation gives them. */
export const CLIENT_FIGURES: readonly FigureSpec[] = [
  ANSWERED,
  { id: 'fromBrowser', label: 'From the browser', unit: 'ratio', help: 'Share of reads that browsers answered from their own caches.' },
  { id: 'confirmed', label: 'Not modified', unit: 'ratio', help: 'Share of reads for which the server confirmed what the browser had.' },
  { id: 'usersLeft', label: 'Users gone', unit: 'count', help: 'Users who gave up for good.' },
  {
    id: 'freshP50',
    label: 'Update p50',
    unit: 'ms',
    help: 'Half of the updates were known to a watcher so soon after they were acknowledged.',
  },
  {
    id: 'freshP99',
    label: 'Update p99',
    unit: 'ms',
    help: '99 % of the updates were known to a watcher so soon after they were acknowledged.',
  },
  { id: 'perUpdate', label: 'Messages an update', unit: 'count', help: 'Requests and pushes for each update that a watcher learned of.' },
  { id: 'connectionsOpen', label: 'Requests open', unit: 'count', help: 'Requests and connections that watchers hold open now.' },
];
