/** The report of the run, fetched whenever the simulation comes to rest: paused, stepped or finished. */
import { useEffect, useState } from 'react';
import type { Report } from '../../src/run/report.ts';
import { fetchReport, onFrame, useRun } from '../state/run-store.ts';
import { nowMs } from './clock.ts';

/** A rest of this long is worth a report, ms (chosen: steps in quick succession ask once). */
const REST_MS = 150;

/** undefined while the simulation moves or has not begun. */
export function useReport(): Report | undefined {
  const resting = useRun((run) => run.state === 'paused' || run.state === 'finished');
  const [report, setReport] = useState<Report>();
  useEffect(() => {
    setReport(undefined);
    if (!resting) return undefined;
    let alive = true;
    let askedAt = -1;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const at = nowMs();
      if (at === askedAt || at === 0) return;
      const answer = await fetchReport();
      if (!alive || answer === undefined) return;
      askedAt = at;
      setReport(answer);
    };
    const soon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), REST_MS);
    };
    soon();
    const end = onFrame(soon);
    return () => {
      alive = false;
      end();
      clearTimeout(timer);
    };
  }, [resting]);
  return report;
}
