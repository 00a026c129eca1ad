/** Simulated time, painted with every frame and not through React: only its text changes, never its width. */
import { useEffect, useRef } from 'react';
import { HEADER } from '../../src/run/frame.ts';
import { useDesign } from '../state/design-store.ts';
import { latestFrame, onFrame, useRun } from '../state/run-store.ts';
import styles from './RunClock.module.css';
import { clockWords } from './speeds.ts';

export function RunClock() {
  const clock = useRef<HTMLTimeElement>(null);
  const speed = useRun((run) => run.speed);
  const shape = useRun((run) => run.shape);
  const durationMs = useDesign((state) => state.design.scenario.durationMs);
  useEffect(() => {
    const paint = (): void => {
      const ms = shape === undefined ? 0 : (latestFrame()?.data[HEADER.timeMs] ?? 0);
      if (clock.current !== null) clock.current.textContent = clockWords(ms, durationMs, speed);
    };
    paint();
    return onFrame(paint);
  }, [speed, durationMs, shape]);
  return <time ref={clock} className={styles['clock']} role="timer" aria-label="Simulated time" title="Simulated time" />;
}
