/** What the dots on the links mean: always there, by shape and by colour. */
import { Panel } from '@xyflow/react';
import styles from './Legend.module.css';

const LOOKS = [
  ['asked', 'on the way'],
  ['answered', 'answered'],
  ['stale', 'stale'],
  ['failed', 'failed'],
] as const;

export function Legend() {
  return (
    <Panel position="bottom-left" className={styles['panel'] ?? ''}>
      <ul className={styles['legend']} aria-label="Requests on links">
        {LOOKS.map(([look, words]) => (
          <li key={look}>
            <span className={`${styles['mark']} ${styles[look]}`} aria-hidden="true" />
            {words}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
