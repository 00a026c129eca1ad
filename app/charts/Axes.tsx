/** The text around a plot: figures with units on the left, moments below, objectives, and what an empty panel says. */
import styles from './charts.module.css';
import type { Surroundings } from './plot-drawing.ts';

export function Axes({ around }: { readonly around: Surroundings }) {
  const { box, panels, warmUp, limitsAtRight } = around;
  const limitX = limitsAtRight ? box.right - 4 : box.left + 4;
  return (
    <g className={styles['axes']}>
      {box.time.ticks.map((tick) => (
        <text key={tick.ms} x={tick.px} y={box.bottom + 15} textAnchor="middle">
          {tick.text}
        </text>
      ))}
      {panels.map((panel) => (
        <g key={panel.key}>
          {panel.ticks.map((tick) => (
            <text key={tick.text} x={box.left - 6} y={tick.y + 4} textAnchor="end">
              {tick.text}
            </text>
          ))}
          {panel.limits.map((limit) => (
            <text key={limit.label} className={styles['halo']} x={limitX} y={limit.y} textAnchor={limitsAtRight ? 'end' : 'start'}>
              {limit.label}
            </text>
          ))}
          {panel.nothing !== undefined && (
            <text x={(box.left + box.right) / 2} y={panel.middle + 4} textAnchor="middle">
              {panel.nothing}
            </text>
          )}
        </g>
      ))}
      {warmUp !== undefined && (
        <text x={warmUp} y={box.top + 11} className={styles['halo']}>
          warm-up
        </text>
      )}
    </g>
  );
}
