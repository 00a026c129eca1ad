/** The traces of the run so far: asked for while the dialog is open, a few times a second until they are there. */
import { useEffect, useState } from 'react';
import type { TracedCell, TracesSoFar } from '../../src/worker/protocol.ts';
import { askTraces, leaveTraces } from '../state/run-driver.ts';

/** Between two questions, ms (chosen). */
const AGAIN_MS = 200;

/** How far they are; the traces when they are there. */
export function useTraces(share: number, cell: TracedCell | undefined): TracesSoFar {
  const [soFar, setSoFar] = useState<TracesSoFar>({ done: 0, traces: undefined });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let alive = true;
    const ask = async (): Promise<void> => {
      const answer = await askTraces(share, cell);
      if (!alive) return;
      if (answer !== undefined) setSoFar(answer);
      if (answer?.traces === undefined) timer = setTimeout(() => void ask(), AGAIN_MS);
    };
    void ask();
    return () => {
      alive = false;
      clearTimeout(timer);
      leaveTraces();
    };
  }, [share, cell]);
  return soFar;
}
