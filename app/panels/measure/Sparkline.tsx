/** A small line of one recorded figure over the whole run; it follows the windows as they come, and says nothing to screen readers. */
import { useEffect, useRef } from 'react';
import { HEADER } from '../../../src/run/frame.ts';
import { latestFrame, onSeries, series } from '../../state/run-store.ts';
import type { Spark } from './figures.ts';
import styles from './Sparkline.module.css';
import { sparkPath } from './spark-path.ts';

const WIDTH = 80;
const HEIGHT = 16;

export function Sparkline({ spark, tone }: { readonly spark: Spark; readonly tone: string }) {
  const path = useRef<SVGPathElement>(null);
  useEffect(() => {
    const draw = (): void => path.current?.setAttribute('d', pathOf(spark));
    draw();
    return onSeries(draw);
  }, [spark]);
  return (
    <svg className={styles['spark']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" data-tone={tone}>
      <path ref={path} />
    </svg>
  );
}

function pathOf(spark: Spark): string {
  const values = spark.of === 'run' ? series.column(spark.column) : series.nodeColumn(spark.node, spark.column);
  return sparkPath(values, series.column('endMs'), latestFrame()?.data[HEADER.durationMs] ?? 0, WIDTH, HEIGHT);
}
