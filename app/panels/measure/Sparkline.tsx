/** A small line of one recorded figure over the run so far; it follows the windows as they come, and says nothing to screen readers. */
import { useEffect, useRef } from 'react';
import { onSeries, series } from '../../state/run-store.ts';
import type { Spark } from './figures.ts';
import styles from './Sparkline.module.css';
import { sparkPath } from './spark-path.ts';

const WIDTH = 80;
const HEIGHT = 16;

export function Sparkline({ spark, tone }: { readonly spark: Spark; readonly tone: string }) {
  const path = useRef<SVGPathElement>(null);
  useEffect(() => {
    const draw = (): void => {
      const line = lineOf(spark);
      path.current?.setAttribute('d', line.path);
      path.current?.toggleAttribute('data-flat', line.flat);
    };
    draw();
    return onSeries(draw);
  }, [spark]);
  return (
    <svg className={styles['spark']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" data-tone={tone}>
      <path ref={path} />
    </svg>
  );
}

function lineOf(spark: Spark) {
  const values = spark.of === 'run' ? series.column(spark.column) : series.nodeColumn(spark.node, spark.column);
  const ends = series.column('endMs');
  return sparkPath(values, ends, ends.at(-1) ?? 0, WIDTH, HEIGHT);
}
