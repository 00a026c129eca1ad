/** The consistency of the run so far: asked for while the dialog is open, a few times a second until it is there. */
import { useEffect, useState } from 'react';
import type { Report } from '../../src/run/report.ts';
import type { ConsistencySoFar } from '../../src/worker/protocol.ts';
import { askConsistency, askReport, leaveConsistency } from '../state/run-driver.ts';

/** Between two questions, ms (chosen). */
const AGAIN_MS = 200;

export interface Findings extends ConsistencySoFar {
  /** The figures of the run, from when it was first asked. */
  readonly run: Report | undefined;
}

/** How far it is; the findings when they are there. A component mounted anew asks anew. */
export function useConsistency(): Findings {
  const [soFar, setSoFar] = useState<ConsistencySoFar>({ done: 0, report: undefined });
  const [run, setRun] = useState<Report>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let alive = true;
    const ask = async (): Promise<void> => {
      const answer = await askConsistency();
      if (!alive) return;
      if (answer !== undefined) setSoFar(answer);
      if (answer !== undefined && answer.done === 1) setRun(await askReport());
      else timer = setTimeout(() => void ask(), AGAIN_MS);
    };
    void ask();
    return () => {
      alive = false;
      clearTimeout(timer);
      leaveConsistency();
    };
  }, []);
  return { ...soFar, run };
}
