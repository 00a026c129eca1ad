/** What the dots on the links mean: always there, by shape and by colour. */
import { Panel } from '@xyflow/react';
import { kindOf } from '../../src/catalog/index.ts';
import { isFeed, onlySteers } from '../../src/catalog/kind.ts';
import { useAtTime } from '../panels/clock.ts';
import { useDesign } from '../state/design-store.ts';
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
  const steering = useDesign(({ design: { nodes, links } }) => {
    const controls = new Set(nodes.filter(({ kind }) => onlySteers(kindOf(kind))).map(({ id }) => id));
    return controls.size > 0 && links.some(({ from }) => controls.has(from));
  });
  const following = useDesign(({ design: { nodes, links } }) => {
    const followers = new Set(nodes.filter(({ kind }) => kindOf(kind)?.follows === true).map(({ id }) => id));
    if (followers.size === 0) return false;
    const kindAt = (end: string) => kindOf(nodes.find(({ id }) => id === end)?.kind ?? '');
    return links.some(({ from, to }) => followers.has(to) && isFeed(kindAt(from), kindAt(to)));
  });
  return (
    <Panel position="bottom-left" className={styles['panel'] ?? ''}>
      <ul className={styles['legend']} aria-label="Requests on links">
        {LOOKS.map(([look, words]) => (
          <li key={look}>
            <span className={`${styles['mark']} ${styles[look]}`} aria-hidden="true" />
            {words}
          </li>
        ))}
        {steering && (
          <li>
            <span className={styles['steering']} aria-hidden="true" />
            watches or steers
          </li>
        )}
        {following && (
          <li>
            <span className={styles['following']} aria-hidden="true" />
            is followed
          </li>
        )}
        {estimates && !running && <li>≈ estimated, before a run</li>}
      </ul>
    </Panel>
  );
}
