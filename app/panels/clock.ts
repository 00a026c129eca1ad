/** Where the simulation stands: its time, and whether what is done now happens to a running system. */
import { useEffect, useState } from 'react';
import { HEADER, type RunState } from '../../src/run/frame.ts';
import { latestFrame, onFrame, useRun } from '../state/run-store.ts';

/** Simulated time shown now, in ms. */
export function nowMs(): number {
  return latestFrame()?.data[HEADER.timeMs] ?? 0;
}

function isInProgress(state: RunState, timeMs: number): boolean {
  return state === 'playing' || state === 'catching-up' || (state === 'paused' && timeMs > 0);
}

export function useInProgress(): boolean {
  return useRun((run) => run.looking || isInProgress(run.state, nowMs()));
}

/**
 * What a function of simulated time says now. Asked with every frame, but the component renders only when the answer changes; so the
 * answer is a string or a number, and coarse.
 */
export function useAtTime<T extends string | number | boolean>(of: (timeMs: number) => T): T {
  const [answer, setAnswer] = useState(() => of(nowMs()));
  useEffect(() => {
    setAnswer(of(nowMs()));
    return onFrame((frame) => setAnswer(of(frame.data[HEADER.timeMs] ?? 0)));
  }, [of]);
  return answer;
}
