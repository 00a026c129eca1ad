/** A figure over many runs in one small drawing: a dot for each run, a bar for the 95 % interval of the mean, a tick for the mean. */
import type { Interval } from '../../src/stats/confidence.ts';
import styles from './Strip.module.css';
import { stripMarks } from './strip-scale.ts';

const WIDTH = 168;
const HEIGHT = 24;
const MIDDLE = HEIGHT / 2;
const EDGE = 5;
const BAR = 6;

export interface StripProps {
  readonly label: string;
  readonly interval: Interval;
  readonly samples: readonly number[];
  /** Whether 0 is drawn: for differences. */
  readonly zero?: boolean;
  readonly tone?: 'quiet' | 'good' | 'bad' | 'warn';
}

export function Strip({ label, interval, samples, zero = false, tone = 'quiet' }: StripProps) {
  const marks = stripMarks(interval, samples, [EDGE, WIDTH - EDGE], zero);
  return (
    <svg className={styles['strip']} data-tone={tone} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line className={styles['axis']} x1={0} x2={WIDTH} y1={MIDDLE} y2={MIDDLE} />
      {marks.zero !== undefined && <line className={styles['zero']} x1={marks.zero} x2={marks.zero} y1={1} y2={HEIGHT - 1} />}
      {marks.bar !== undefined && (
        <rect
          className={styles['bar']}
          x={marks.bar[0]}
          y={MIDDLE - BAR / 2}
          width={Math.max(1.5, marks.bar[1] - marks.bar[0])}
          height={BAR}
          rx={BAR / 2}
        />
      )}
      <path className={styles['dots']} d={marks.dots.map(dotPath).join('')} />
      <line className={styles['mean']} x1={marks.mean} x2={marks.mean} y1={MIDDLE - BAR} y2={MIDDLE + BAR} />
    </svg>
  );
}

/** A dot is a line without length and with round ends. Runs stand on five levels in turn, so that equal ones do not hide each other. */
function dotPath(x: number, run: number): string {
  return `M${x} ${MIDDLE + (((run * 2) % 5) - 2) * 3}h0`;
}
