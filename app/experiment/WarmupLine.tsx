/** The warm-up that is left out of every figure, and the one that pilot runs show. */
import type { Design } from '../../src/design/document.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { dispatch, useDesign } from '../state/design-store.ts';
import { Button } from '../ui/Button.tsx';
import { lookForWarmup, useExperiment, type Warmup } from './experiment-store.ts';
import styles from './WarmupLine.module.css';

export function WarmupLine({ blocked }: { readonly blocked: string | undefined }) {
  const design = useDesign((state) => state.design);
  const latest = useExperiment((state) => state.warmup);
  const warmup = isOf(latest, design) ? latest : UNKNOWN;
  const set = design.scenario.warmupMs;
  const ms = foundIn(warmup);
  return (
    <p className={styles['line']}>
      <span>
        Warm-up set: <strong>{formatQuantity(set, 'ms')}</strong>
      </span>
      <span role="status" className={styles['found']}>
        {words(warmup)}
      </span>
      {ms !== undefined && ms !== set ? (
        <Button onClick={() => dispatch({ do: 'set-scenario', warmupMs: ms })}>Use {formatQuantity(ms, 'ms')}</Button>
      ) : (
        <Button blocked={warmup.is === 'looking' ? 'Pilot runs are on their way.' : blocked} onClick={() => void lookForWarmup()}>
          Find it
        </Button>
      )}
    </p>
  );
}

const UNKNOWN: Warmup = { is: 'unknown' };

/** Whether the same parts were looked at: what was found for other parts, or another length, says nothing. */
function isOf(warmup: Warmup, { nodes, links, classes, scenario }: Design): boolean {
  if (!('of' in warmup)) return true;
  const { of } = warmup;
  return of.nodes === nodes && of.links === links && of.classes === classes && of.scenario.durationMs === scenario.durationMs;
}

function foundIn(warmup: Warmup): number | undefined {
  return warmup.is === 'found' ? warmup.ms : undefined;
}

function words(warmup: Warmup): string {
  switch (warmup.is) {
    case 'unknown':
      return 'Figures leave it out. A few pilot runs can tell how long it takes.';
    case 'looking':
      return 'Pilot runs …';
    case 'found':
      return warmup.ms === 0
        ? 'Found: none (MSER-5 over five pilot runs).'
        : `Found: ${formatQuantity(warmup.ms, 'ms')} (MSER-5 over five pilot runs).`;
    case 'failed':
      return warmup.why;
  }
}
