/**
 * Which live figures there are for a part, a link and the whole run, and where each one stands in a frame. Data and pure readers; the
 * components paint what these read, ten times a second at most, without React.
 */
import type { Kind } from '../../../src/catalog/kind.ts';
import { BREAKER_STATES, HEADER, LINK, NODE, type NODE_WINDOW, type WINDOW } from '../../../src/run/frame.ts';
import type { Unit } from '../../../src/std/parameter.ts';
import { figure } from '../../canvas/words/figure.ts';
import type { Frame } from '../../state/frames.ts';

/** Which recorded column draws a figure's sparkline. */
export type Spark =
  | { readonly of: 'node'; readonly node: number; readonly column: Exclude<keyof typeof NODE_WINDOW, 'size'> }
  | { readonly of: 'run'; readonly column: Exclude<keyof typeof WINDOW, 'size'> };

export interface LiveFigure {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly read: (frame: Frame) => string;
  readonly spark?: Spark;
  /** Colour of the sparkline: the series token it is known by elsewhere. */
  readonly tone: 'calm' | 'wait' | 'bad' | 'time';
}

type Column = Exclude<keyof typeof NODE, 'size'>;

const OWN: readonly Column[] = ['figure0', 'figure1', 'figure2', 'figure3'];
/** So many of a kind's own figures travel in a frame; the others are in the report. */
export const LIVE_OWN = OWN.length;

export function nodeFigures(node: number, kind: Kind | undefined): readonly LiveFigure[] {
  const read =
    (column: Column, unit: Unit) =>
    ({ data, layout }: Frame): string =>
      figure(data[layout.nodeAt + node * NODE.size + NODE[column]] ?? Number.NaN, unit);
  const spark = (column: Exclude<keyof typeof NODE_WINDOW, 'size'>): Spark => ({ of: 'node', node, column });
  const busy: LiveFigure = {
    id: 'utilisation',
    label: 'Utilisation',
    help: 'Share of its work slots that are taken. Above 80 % waiting grows fast.',
    read: read('utilisation', 'ratio'),
    spark: spark('utilisation'),
    tone: 'time',
  };
  const waiting: LiveFigure = {
    id: 'queue',
    label: 'Waiting',
    help: 'Requests in its queues.',
    read: read('queue', 'count'),
    spark: spark('queue'),
    tone: 'wait',
  }; // prettier-ignore
  return [
    {
      id: 'rate',
      label: 'Arriving',
      help: 'Calls a second that reach it.',
      read: read('arrivalRate', 'perSecond'),
      spark: spark('arrivals'),
      tone: 'calm',
    },
    {
      id: 'ok',
      label: 'Answered',
      help: 'Calls a second that it answers well.',
      read: read('okRate', 'perSecond'),
      spark: spark('ok'),
      tone: 'calm',
    },
    {
      id: 'failed',
      label: 'Failed',
      help: 'Calls a second that end badly.',
      read: read('errorRate', 'perSecond'),
      spark: spark('failed'),
      tone: 'bad',
    },
    ...(kind?.slots === undefined ? [] : [busy, waiting]),
    { id: 'inFlight', label: 'In flight', help: 'Calls inside it now, waiting or in work.', read: read('inFlight', 'count'), tone: 'calm' },
    { id: 'p50', label: 'p50', help: 'Half of its calls take less.', read: read('p50', 'ms'), spark: spark('p50'), tone: 'calm' },
    { id: 'p99', label: 'p99', help: 'One call in a hundred takes longer.', read: read('p99', 'ms'), spark: spark('p99'), tone: 'time' },
    ...(kind?.figures ?? []).slice(0, LIVE_OWN).map((own, i): LiveFigure => {
      const { id, label, unit, help } = own;
      const base = { id, label, help, read: read(OWN[i] ?? 'figure0', unit), tone: 'calm' } as const;
      return i === 0 ? { ...base, spark: spark('figure0') } : base;
    }),
  ]; // prettier-ignore
}

/** `delivers`: it leaves a broker, whose consumer may be behind. */
export function linkFigures(link: number, delivers: boolean): readonly LiveFigure[] {
  const value = ({ data, layout }: Frame, column: Exclude<keyof typeof LINK, 'size'>): number =>
    data[layout.linkAt + link * LINK.size + LINK[column]] ?? Number.NaN;
  const plain = (
    column: Exclude<keyof typeof LINK, 'size'>,
    unit: Unit,
    label: string,
    help: string,
    tone: LiveFigure['tone'] = 'calm',
  ): LiveFigure => ({
    id: column,
    label,
    help,
    tone,
    read: (frame) => figure(value(frame, column), unit),
  });
  return [
    plain('rate', 'perSecond', 'Calls', 'Calls a second over it, retries included.'),
    plain('errorShare', 'ratio', 'Failed', 'Share of its calls that end badly.', 'bad'),
    plain('retryRate', 'perSecond', 'Retries', 'Further attempts a second.', 'bad'),
    plain('p50', 'ms', 'p50', 'Half of its calls take less, seen from the caller.', 'time'),
    ...(delivers ? [plain('backlog', 'count', 'Lag', 'Messages that wait for its consumer, or that it has not done.', 'wait')] : []),
    {
      id: 'breaker',
      label: 'Breaker',
      help: 'Open: calls fail at once without being made.',
      tone: 'calm',
      read: (frame) => breakerWords(value(frame, 'breaker')),
    },
    {
      id: 'pool',
      label: 'Connections',
      help: 'In use of the pool; then how many calls wait for one.',
      tone: 'wait',
      read: (frame) => poolWords(value(frame, 'poolUsed'), value(frame, 'poolSize'), value(frame, 'poolWaiting')),
    },
    plain('hedgeRate', 'perSecond', 'Hedges', 'Second attempts a second, beside first ones that take long.'),
    plain('degradedRate', 'perSecond', 'Degraded', 'Answers a second that a fallback gives.', 'bad'),
    {
      id: 'severed',
      label: 'State',
      help: 'Whether messages pass.',
      tone: 'bad',
      read: (frame) => (value(frame, 'severed') === 1 ? 'cut' : 'whole'),
    },
  ]; // prettier-ignore
}

/** `closed`, `open`, or `none` where no breaker stands. */
function breakerWords(state: number): string {
  return BREAKER_STATES[state] ?? '–';
}

/** `8 of 10, 3 wait`. A pool without limit has no size. */
function poolWords(used: number, size: number, waiting: number): string {
  if (Number.isNaN(used)) return '–';
  const of = size > 0 ? ` of ${size}` : ' open';
  return `${Math.round(used)}${of}${waiting > 0 ? `, ${Math.round(waiting)} wait` : ''}`;
}

export function runFigures(): readonly LiveFigure[] {
  const total = (column: Exclude<keyof typeof HEADER, 'size'>, unit: Unit) => (frame: Frame) =>
    figure(frame.data[HEADER[column]] ?? Number.NaN, unit);
  const run = (column: Exclude<keyof typeof WINDOW, 'size'>): Spark => ({ of: 'run', column });
  return [
    {
      id: 'requests',
      label: 'Requests',
      help: 'Ended since the warm-up.',
      read: total('requests', 'count'),
      spark: run('offered'),
      tone: 'calm',
    },
    {
      id: 'answered',
      label: 'Answered',
      help: 'Share of requests that were answered.',
      read: ({ data }) => figure(share(data[HEADER.ok], data[HEADER.requests]), 'ratio'),
      spark: run('ok'),
      tone: 'calm',
    },
    {
      id: 'inFlight',
      label: 'In flight',
      help: 'Requests under way now.',
      read: total('inFlight', 'count'),
      spark: run('inFlight'),
      tone: 'wait',
    },
    { id: 'p50', label: 'p50', help: 'Half of the requests take less.', read: total('p50', 'ms'), spark: run('p50'), tone: 'calm' },
    { id: 'p95', label: 'p95', help: 'One request in twenty takes longer.', read: total('p95', 'ms'), spark: run('p95'), tone: 'calm' },
    { id: 'p99', label: 'p99', help: 'One request in a hundred takes longer.', read: total('p99', 'ms'), spark: run('p99'), tone: 'time' },
    {
      id: 'p999',
      label: 'p99.9',
      help: 'One request in a thousand takes longer. Needs a thousand samples.',
      read: ({ data }) => ((data[HEADER.latencyCount] ?? 0) < 1000 ? '–' : figure(data[HEADER.p999] ?? Number.NaN, 'ms')),
      spark: run('p999'),
      tone: 'time',
    },
    {
      id: 'stale',
      label: 'Stale reads',
      help: 'Share of reads that gave an older version than the newest acknowledged.',
      read: ({ data }) => figure(share(data[HEADER.staleReads], data[HEADER.reads]), 'ratio'),
      spark: run('staleReads'),
      tone: 'bad',
    },
    {
      id: 'lost',
      label: 'Lost writes',
      help: 'Acknowledged writes that are gone.',
      read: total('lostWrites', 'count'),
      spark: run('lostWrites'),
      tone: 'bad',
    },
  ]; // prettier-ignore
}

const share = (part = Number.NaN, whole = Number.NaN): number => (whole > 0 ? part / whole : Number.NaN);
