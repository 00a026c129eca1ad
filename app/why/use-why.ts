/** The answer to why a stretch of the run was so: asked for while the dialog is open, a few times a second until it is there. */
import { useEffect, useState } from 'react';
import type { Stretch } from '../../src/run/why/observe.ts';
import type { WhySoFar } from '../../src/worker/protocol.ts';
import { askWhy, leaveWhy } from '../state/run-driver.ts';

/** Between two questions, ms (chosen). */
const AGAIN_MS = 150;
const NOTHING: WhySoFar = { done: 0, why: undefined };

/** How far it is; the answer when it is there. `stretch` undefined: the worst one of the run. */
export function useWhy(stretch: Stretch | undefined): WhySoFar {
  const [soFar, setSoFar] = useState<{ readonly of: string; readonly answer: WhySoFar }>();
  const { fromMs, toMs } = stretch ?? {};
  const key = `${fromMs} ${toMs}`;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let alive = true;
    const asked = fromMs === undefined || toMs === undefined ? undefined : { fromMs, toMs };
    const ask = async (): Promise<void> => {
      const answer = await askWhy(asked);
      if (!alive) return;
      if (answer !== undefined) setSoFar({ of: key, answer });
      if (answer?.why === undefined && answer?.done !== 1) timer = setTimeout(() => void ask(), AGAIN_MS);
    };
    void ask();
    return () => {
      alive = false;
      clearTimeout(timer);
      leaveWhy();
    };
  }, [key, fromMs, toMs]);
  return soFar?.of === key ? soFar.answer : NOTHING;
}
