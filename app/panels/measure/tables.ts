/** What the live tables show: the instances of one part, or several parts side by side. Pure readers of frames. */
import { HEADER, INSTANCE, INSTANCE_ROLES, INSTANCE_STATES, LINK, NODE } from '../../../src/run/frame.ts';
import type { Unit } from '../../../src/std/parameter.ts';
import { figure } from '../../canvas/words/figure.ts';
import { countsOf } from '../../charts/counts.ts';
import { trailingWindows } from '../../charts/follow.ts';
import type { Frame } from '../../state/frames.ts';
import { series } from '../../state/run-store.ts';
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

/** The row of what clients see, in the place of a node's index. */
export const END_TO_END = -1;

/**
 * The four golden signals (Beyer et al., Site Reliability Engineering 2016, chapter 6) over the last second: latency, traffic, errors,
 * saturation. Rows are nodes by their index in the frame, or END_TO_END: there saturation is that of the fullest part.
 */
export function goldenColumns(rows: readonly number[], windowMs: number): readonly LiveColumn[] {
  const of = ({ data, layout }: Frame, node: number, column: Exclude<keyof typeof NODE, 'size'>): number =>
    data[layout.nodeAt + node * NODE.size + NODE[column]] ?? Number.NaN;
  const column = (
    label: string,
    help: string,
    unit: Unit,
    part: (frame: Frame, node: number) => number,
    whole: (frame: Frame) => number,
  ): LiveColumn => ({
    label,
    help,
    read: (frame, row) => {
      const node = rows[row] ?? END_TO_END;
      return figure(node === END_TO_END ? whole(frame) : part(frame, node), unit);
    },
  });
  const fullest = (frame: Frame): number => {
    let most = Number.NaN;
    for (let node = 0; node < frame.layout.nodes; node++) {
      const busy = of(frame, node, 'utilisation');
      if (busy > most || Number.isNaN(most)) most = busy;
    }
    return most;
  };
  return [
    column(
      'p99',
      'Latency: one call in a hundred takes longer.',
      'ms',
      (f, n) => of(f, n, 'p99'),
      () => series.column('p99').at(-1) ?? Number.NaN,
    ),
    column(
      'Rate',
      'Traffic: calls a second that reach it.',
      'perSecond',
      (f, n) => of(f, n, 'arrivalRate'),
      () => lastSecond(windowMs).rate,
    ),
    column(
      'Errors',
      'Share of its calls that end badly.',
      'ratio',
      (f, n) => share(of(f, n, 'errorRate'), of(f, n, 'okRate')),
      () => lastSecond(windowMs).errors,
    ),
    column(
      'Busy',
      'Saturation: share of its work slots that are taken; end to end, of the fullest part.',
      'ratio',
      (f, n) => of(f, n, 'utilisation'),
      fullest,
    ),
    column(
      'Waiting',
      'Saturation: requests in its queues; end to end, requests under way.',
      'count',
      (f, n) => of(f, n, 'queue'),
      ({ data }) => data[HEADER.inFlight] ?? Number.NaN,
    ),
  ];
}

function share(failed: number, ok: number): number {
  return failed + ok > 0 ? failed / (failed + ok) : Number.NaN;
}

/** Requests of clients over the windows of the last second. */
function lastSecond(windowMs: number): { readonly rate: number; readonly errors: number } {
  const back = Math.min(series.length, trailingWindows(windowMs));
  if (back === 0) return { rate: Number.NaN, errors: Number.NaN };
  const sum = (column: Float64Array): number => column.subarray(-back).reduce((all, one) => all + (one || 0), 0);
  const { ok, failed } = countsOf(series, -1);
  return { rate: (sum(series.column('offered')) * 1000) / (back * windowMs), errors: share(sum(failed), sum(ok)) };
}
