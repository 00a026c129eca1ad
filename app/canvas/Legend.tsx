/** What the dots on the links mean: always there, by shape and by colour. */
import { Panel } from '@xyflow/react';
import { useAtTime } from '../panels/clock.ts';
import { useView } from '../state/view-store.ts';
import styles from './Legend.module.css';

const LOOKS = [
  ['asked', 'on the way'],
  ['answered', 'answered'],
  ['stale', 'stale'],
  ['failed', 'failed'],
] as const;

const begun = (timeMs: number): boolean => timeMs > 0;

export function Legend() {
  const running = useAtTime(begun);
  const estimates = useView((view) => view.estimates);
  return (
    <Panel position="bottom-left" className={styles['panel'] ?? ''}>
      <ul className={styles['legend']} aria-label="Requests on links">
        {LOOKS.map(([look, words]) => (
          <li key={look}>
            <span className={`${styles['mark']} ${styles[look]}`} aria-hidden="true" />
            {words}
          </li>
        ))}
        {estimates && !running && <li>≈ estimated, before a run</li>}
      </ul>
    </Panel>
  );
}
