/** What the live tables show: the instances of one part, or several parts side by side. Pure readers of frames. */
import { INSTANCE, INSTANCE_ROLES, INSTANCE_STATES, LINK, NODE } from '../../../src/run/frame.ts';
import type { Unit } from '../../../src/std/parameter.ts';
import { figure } from '../../canvas/words/figure.ts';
import type { Frame } from '../../state/frames.ts';
import type { LiveColumn } from './LiveTable.tsx';

/** Columns of the instances of a node, the first of which is instance `first` of the frame. */
export function instanceColumns(first: number): readonly LiveColumn[] {
  const value = ({ data, layout }: Frame, row: number, column: Exclude<keyof typeof INSTANCE, 'size'>): number =>
    data[layout.instanceAt + (first + row) * INSTANCE.size + INSTANCE[column]] ?? Number.NaN;
  const number = (column: Exclude<keyof typeof INSTANCE, 'size'>, unit: Unit, label: string, help: string): LiveColumn => ({
    label,
    help,
    read: (frame, row) => figure(value(frame, row, column), unit),
  });
  return [
    {
      label: 'State',
      help: 'Up, degraded, down, hung, out of rotation, booting, draining, or absent.',
      words: true,
      read: (frame, row) => stateWords(value(frame, row, 'state'), value(frame, row, 'role')),
    },
    number('utilisation', 'ratio', 'Busy', 'Share of its work slots that are taken.'),
    number('queue', 'count', 'Waiting', 'Requests in its queue.'),
    number('inFlight', 'count', 'In flight', 'Calls inside it now.'),
  ]; // prettier-ignore
}

/** Columns of whom a broker delivers to, by the index of the link to each. */
export function consumerColumns(links: readonly number[]): readonly LiveColumn[] {
  const number = (column: Exclude<keyof typeof LINK, 'size'>, unit: Unit, label: string, help: string): LiveColumn => ({
    label,
    help,
    read: ({ data, layout }, row) => figure(data[layout.linkAt + (links[row] ?? 0) * LINK.size + LINK[column]] ?? Number.NaN, unit),
  });
  return [
    number('backlog', 'count', 'Lag', 'Messages that wait for it, or that it has not done.'),
    number('rate', 'perSecond', 'Rate', 'Deliveries a second to it.'),
    number('errorShare', 'ratio', 'Failed', 'Share of its deliveries that end badly.'),
    number('p50', 'ms', 'p50', 'Half of its deliveries take less.'),
  ];
}

/** `up`, or `leader` when it has a role and is well. */
function stateWords(state: number, role: number): string {
  const name = INSTANCE_STATES[state] ?? '–';
  const part = INSTANCE_ROLES[role] ?? 'none';
  return part === 'none' || name !== 'up' ? name : part;
}

/** Columns for nodes by their index in the frame. */
export function nodeColumns(nodes: readonly number[]): readonly LiveColumn[] {
  const number = (column: Exclude<keyof typeof NODE, 'size'>, unit: Unit, label: string, help: string): LiveColumn => ({
    label,
    help,
    read: ({ data, layout }, row) => figure(data[layout.nodeAt + (nodes[row] ?? 0) * NODE.size + NODE[column]] ?? Number.NaN, unit),
  });
  return [
    number('arrivalRate', 'perSecond', 'Rate', 'Calls a second that reach it.'),
    number('utilisation', 'ratio', 'Busy', 'Share of its work slots that are taken.'),
    number('queue', 'count', 'Waiting', 'Requests in its queues.'),
    number('p99', 'ms', 'p99', 'One call in a hundred takes longer.'),
  ];
}
