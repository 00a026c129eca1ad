/** The density of a distribution as a small filled curve; its words stand beside it, so the picture itself is silent. */
import { useMemo } from 'react';
import type { Distribution } from '../../../src/std/distribution.ts';
import { densityPoints } from '../../../src/std/distribution-curve.ts';
import styles from './Curve.module.css';

/** Chosen: one point for every third pixel of the narrowest inspector. */
const POINTS = 72;
const WIDTH = 240;
const HEIGHT = 28;

export function Curve({ of }: { readonly of: Distribution }) {
  const path = useMemo(() => pathOf(of), [of]);
  return (
    <svg className={styles['curve']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={`${path} V ${HEIGHT} H 0 Z`} className={styles['fill']} />
      <path d={path} className={styles['line']} />
    </svg>
  );
}

function pathOf(d: Distribution): string {
  const points = densityPoints(d, POINTS);
  const steps = points.map(({ y }, i) => `${((i / (POINTS - 1)) * WIDTH).toFixed(1)} ${(HEIGHT - 1 - y * (HEIGHT - 3)).toFixed(1)}`);
  return `M ${steps.join(' L ')}`;
}
