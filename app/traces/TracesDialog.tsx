/** Traced requests of the run so far: the slowest, the failed and the last ones, and where the time of each went, call by call. */
import { useState } from 'react';
import type { TraceReport } from '../../src/run/traces.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import type { TracedCell } from '../../src/worker/protocol.ts';
import { useView } from '../state/view-store.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Select } from '../ui/Select.tsx';
import styles from './TracesDialog.module.css';
import { seconds } from './trace-rows.ts';
import { useTraces } from './use-traces.ts';
import { Waterfall } from './Waterfall.tsx';

/** Share of requests that are traced when the design has no tracer of its own (chosen). */
const SHARE = 0.02;
/** So many are listed; the rest of what was kept is in the file of the command line. */
const LISTED = 60;

const ORDERS = [
  { value: 'slowest', label: 'Slowest first' },
  { value: 'failed', label: 'Failed ones' },
  { value: 'open', label: 'Still under way' },
  { value: 'last', label: 'Last ones' },
] as const;
type Order = (typeof ORDERS)[number]['value'];

export function TracesDialog({ onClose }: { readonly onClose: () => void }) {
  const cell = useView((view) => view.traced);
  const { done, traces } = useTraces(SHARE, cell);
  const [order, setOrder] = useState<Order>('slowest');
  const [chosen, setChosen] = useState<string>();
  const shown = inOrder(traces ?? [], order).slice(0, LISTED);
  const trace = shown.find(({ id }) => id === chosen) ?? shown[0];
  return (
    <Dialog title="Traces" lead={cell === undefined ? LEAD : cellLead(cell)} open size="wide" onClose={onClose}>
      {traces === undefined ? (
        <Following done={done} />
      ) : traces.length === 0 ? (
        <p className={styles['none']}>
          {cell === undefined ? 'No request has been traced to its end yet. Let it run for a while.' : NONE_IN_CELL}
        </p>
      ) : (
        <div className={styles['both']}>
          <div className={styles['side']}>
            <Select aria-label="Which requests" options={ORDERS} value={order} onChange={setOrder} />
            <TraceList traces={shown} chosen={trace?.id} onChoose={setChosen} />
          </div>
          {trace === undefined ? (
            <p className={styles['none']}>{order === 'open' ? 'All of them had come to their end.' : 'None of them failed.'}</p>
          ) : (
            <Waterfall trace={trace} />
          )}
        </div>
      )}
    </Dialog>
  );
}

const LEAD = 'Some requests, followed call by call through the run so far. The same seed follows the same ones.';

const NONE_IN_CELL = 'None of the requests that this design traces lies in the cell. Its tracer takes only a share of them.';

/** The stretch, or the cell of the heat map, that they lie in, in words. */
function cellLead({ all, fromMs, toMs, leastMs, mostMs }: TracedCell): string {
  if (all)
    return `Requests that were answered or failed between ${seconds(fromMs)} and ${seconds(toMs)}, and those still under way at its end: the slowest, the last failed and the last ones.`;
  const most = Number.isFinite(mostMs) ? `less than ${formatQuantity(mostMs, 'ms', 3)}` : 'any longer';
  return `Requests answered between ${seconds(fromMs)} and ${seconds(toMs)} that took ${formatQuantity(leastMs, 'ms', 3)} or more and ${most}.`;
}

function Following({ done }: { readonly done: number }) {
  return (
    <div className={styles['none']}>
      <p role="status">Executing the run once more, to follow requests through it …</p>
      <progress className={styles['progress']} max={1} value={done} aria-label="Followed so far" />
    </div>
  );
}

interface TraceListProps {
  readonly traces: readonly TraceReport[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

function TraceList({ traces, chosen, onChoose }: TraceListProps) {
  const several = new Set(traces.map((trace) => trace.class)).size > 1;
  return (
    <ul className={styles['list']} aria-label="Requests">
      {traces.map(({ id, class: cls, atMs, tookMs, outcome }) => (
        <li key={id}>
          <button
            type="button"
            className={styles['trace']}
            aria-pressed={id === chosen}
            data-failed={outcome === 'ok' || outcome === 'open' ? undefined : ''}
            onClick={() => onChoose(id)}
          >
            <span className={styles['took']}>{formatQuantity(tookMs, 'ms', 3)}</span>
            <span className={styles['what']}>
              {[several ? cls : '', outcome === 'ok' && several ? '' : outcomeWords(outcome)].filter(Boolean).join(' · ')}
            </span>
            <span className={styles['at']}>at {seconds(atMs)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function outcomeWords(outcome: string): string {
  return outcome === 'open' ? 'still under way' : outcome;
}

function inOrder(traces: readonly TraceReport[], order: Order): readonly TraceReport[] {
  if (order === 'last') return [...traces].sort((a, b) => b.atMs - a.atMs);
  const wanted = ({ outcome }: TraceReport): boolean =>
    order === 'open' ? outcome === 'open' : order === 'slowest' || (outcome !== 'ok' && outcome !== 'open');
  const some = traces.filter(wanted);
  return [...some].sort((a, b) => b.tookMs - a.tookMs);
}
