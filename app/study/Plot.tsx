/** A small plot of two axes with their words; what is drawn in it is its children, in px of the box. What it says is in its name. */
import type { ReactNode } from 'react';
import type { Unit } from '../../src/std/parameter.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { BOX, type Scale } from './plot-scale.ts';
import styles from './Study.module.css';

export interface PlotProps {
  readonly name: string;
  readonly x: Scale;
  readonly y: Scale;
  readonly xUnit: Unit;
  readonly yUnit: Unit;
  readonly xWords: string;
  readonly yWords: string;
  readonly children: ReactNode;
}

export function Plot({ name, x, y, xUnit, yUnit, xWords, yWords, children }: PlotProps) {
  const { width, height, left, right, top, bottom } = BOX;
  return (
    <svg className={styles['plot']} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={name}>
      <path className={styles['axis']} d={`M${left} ${top}V${height - bottom}H${width - right}`} fill="none" />
      {y.ticks.map((tick) => (
        <text key={tick} x={left - 8} y={y.at(tick) + 4} textAnchor="end">
          {formatQuantity(tick, yUnit, 3)}
        </text>
      ))}
      {x.ticks.map((tick) => (
        <text key={tick} x={x.at(tick)} y={height - bottom + 20} textAnchor="middle">
          {formatQuantity(tick, xUnit, 3)}
        </text>
      ))}
      <text x={width - right} y={height - 6} textAnchor="end">
        {xWords}
      </text>
      <text x={left} y={top - 8}>
        {yWords}
      </text>
      {children}
    </svg>
  );
}
