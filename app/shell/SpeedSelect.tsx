/** How simulated time relates to real time, said as a sentence; as fast as possible says what it really reaches. */
import { useEffect, useState } from 'react';
import { HEADER } from '../../src/run/frame.ts';
import { latestFrame, setSpeed, useRun } from '../state/run-store.ts';
import { Select } from '../ui/Select.tsx';
import styles from './SpeedSelect.module.css';
import { SPEEDS, spanWords, speedWords } from './speeds.ts';

const options = SPEEDS.map((speed) => ({ value: String(speed), label: speedWords(speed) }));

export function SpeedSelect() {
  const speed = useRun((run) => run.speed);
  const reached = useReached(speed);
  const shown = reached === undefined ? speedWords(speed) : `1 s here ≈ ${spanWords(reached * 1_000)} there`;
  return (
    <Select
      aria-label="Speed"
      className={styles['speed']}
      options={options}
      value={String(speed)}
      shown={shown}
      onChange={(value) => setSpeed(Number(value))}
    />
  );
}

/** The measured speed, told once a second while running without a limit. */
function useReached(speed: number): number | undefined {
  const playing = useRun((run) => run.state === 'playing' && speed === Number.POSITIVE_INFINITY);
  const [reached, setReached] = useState<number>();
  useEffect(() => {
    if (!playing) return;
    const id = setInterval(() => {
      const measured = latestFrame()?.data[HEADER.speed] ?? 0;
      setReached(measured > 0 ? Number(measured.toPrecision(2)) : undefined);
    }, 1_000);
    return () => {
      clearInterval(id);
      setReached(undefined);
    };
  }, [playing]);
  return reached;
}
