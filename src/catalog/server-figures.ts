/** Own figures of everything that serves requests with workers, in the order in which a server gives them. */
import type { FigureSpec } from './kind.ts';

export const SERVER_FIGURES: readonly FigureSpec[] = [
  { id: 'cpu', label: 'Cores busy', unit: 'ratio', help: 'Share of its cores that were busy.' },
  { id: 'memory', label: 'Memory', unit: 'bytes', help: 'Memory in use at the fullest instance, garbage included.' },
  { id: 'disk', label: 'Disk busy', unit: 'ratio', help: 'Share of time for which its disk was busy.' },
  { id: 'paused', label: 'Paused', unit: 'ratio', help: 'Share of time for which everything stood still to collect garbage.' },
  { id: 'deaths', label: 'Out of memory', unit: 'count', help: 'Times that a process died because its memory was full.' },
  { id: 'shed', label: 'Turned away', unit: 'count', help: 'Requests that it turned away so that others are served.' },
  { id: 'sessionsLost', label: 'Sessions lost', unit: 'count', help: 'Requests whose session was not where they came.' },
  { id: 'localHits', label: 'Local hits', unit: 'ratio', help: 'Reads answered from the memory of the instance itself, without a call.' },
];
