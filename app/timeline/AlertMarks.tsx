/** Alerts on error budgets along the timeline: a bar from where each fired to where it cleared. They are read off the run, and nobody can move them. */
import { useEffect, useState } from 'react';
import type { Band } from '../charts/bands.ts';
import { alertBands } from '../state/alerts.ts';
import { onSeries } from '../state/run-store.ts';
import { clockText, type TimeScale } from '../ui/plot-area.ts';
import styles from './AlertMarks.module.css';

/** Narrower than this a bar is not seen, px. */
const LEAST = 3;

export function AlertMarks({ scale }: { readonly scale: TimeScale }) {
  const [bands, setBands] = useState<readonly Band[]>([]);
  useEffect(() => {
    const look = (): void => setBands((before) => same(before, alertBands()));
    look();
    return onSeries(look);
  }, []);
  if (bands.length === 0) return null;
  return (
    <ul className={styles['alerts']} aria-label="Alerts">
      {bands.map(({ id, fromMs, toMs, label }) => (
        <li
          key={id}
          className={styles['alert']}
          title={`${label}, ${clockText(fromMs)} to ${clockText(toMs)}`}
          style={{ left: scale.px(fromMs), width: Math.max(LEAST, scale.px(toMs) - scale.px(fromMs)) }}
        >
          <span className={styles['words']}>{`${label}, ${clockText(fromMs)} to ${clockText(toMs)}`}</span>
        </li>
      ))}
    </ul>
  );
}

/** The list before, as long as nothing in it changed. */
function same(before: readonly Band[], now: readonly Band[]): readonly Band[] {
  const alike = before.length === now.length && before.every(({ id, toMs }, i) => now[i]?.id === id && now[i]?.toMs === toMs);
  return alike ? before : now;
}
