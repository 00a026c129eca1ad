/** The replications of a quantity as dots, their interval as a band, the exact value as a line, on a strip as wide as its place. */
import type { Quantity } from '../../src/proof/case.ts';
import type { Verdict } from '../../src/proof/judge.ts';
import styles from './IntervalPlot.module.css';
import { plotScale } from './plot-scale.ts';

/** Heights in px: the strip, the middle of the first row of dots, the distance of rows, the mark of the allowed width. */
const HEIGHT = 44;
const FIRST = 8;
const APART = 5;
const ALLOWED = 38;

export interface IntervalPlotProps {
  readonly quantity: Quantity;
  readonly verdict: Verdict;
  readonly samples: readonly number[];
}

export function IntervalPlot({ quantity, verdict, samples }: IntervalPlotProps) {
  const { mean, half, bound } = verdict;
  const scale = plotScale(quantity.exact, bound, mean, half, samples);
  const { interval, allowed } = scale;
  return (
    <svg className={styles['plot']} height={HEIGHT} role="img" aria-label={words(quantity, verdict, samples)}>
      {interval && (
        <>
          <rect className={styles['band']} x={`${interval.from}%`} width={`${interval.to - interval.from}%`} y="2" height="31" />
          <line className={styles['edge']} x1={`${interval.from}%`} x2={`${interval.from}%`} y1="2" y2="33" />
          <line className={styles['edge']} x1={`${interval.to}%`} x2={`${interval.to}%`} y1="2" y2="33" />
          <line className={styles['mean']} x1={`${interval.mean}%`} x2={`${interval.mean}%`} y1="2" y2="33" />
        </>
      )}
      {scale.dots.map(({ id, at, row }) => (
        <circle key={id} className={styles['dot']} cx={`${at}%`} cy={FIRST + row * APART} r="2" />
      ))}
      <line className={styles['exact']} x1={`${scale.exact}%`} x2={`${scale.exact}%`} y1="0" y2={ALLOWED + 4} />
      <line className={styles['allowed']} x1={`${allowed.from}%`} x2={`${allowed.to}%`} y1={ALLOWED} y2={ALLOWED} />
      {(['from', 'to'] as const).map((side) => {
        const at = allowed[side];
        return (
          at > 0 &&
          at < 100 && <line key={side} className={styles['allowed']} x1={`${at}%`} x2={`${at}%`} y1={ALLOWED - 3} y2={ALLOWED + 3} />
        );
      })}
    </svg>
  );
}

function words({ name, exact }: Quantity, { n, mean, half }: Verdict, samples: readonly number[]): string {
  if (n === 0) return `${name}: nothing measured yet`;
  const least = Math.min(...samples);
  const most = Math.max(...samples);
  const span = `${n} replications from ${short(least)} to ${short(most)}`;
  const band = Number.isFinite(half) ? `, interval from ${short(mean - half)} to ${short(mean + half)}` : '';
  return `${name}: ${span}${band}, exact value ${short(exact)}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
