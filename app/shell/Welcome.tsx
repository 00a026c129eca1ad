/** What an empty page says: what this is, three systems to watch at once, or an empty canvas of one's own. */
import { lazy, Suspense, useState } from 'react';
import { useDesign } from '../state/design-store.ts';
import { useDocuments } from '../state/documents.ts';
import { setView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import styles from './Welcome.module.css';

const StarterCards = lazy(async () => ({ default: (await import('./examples/StarterCards.tsx')).StarterCards }));

export function Welcome() {
  const empty = useDesign((state) => state.design.nodes.length === 0 && state.undoDepth === 0);
  const ready = useDocuments((documents) => documents.ready);
  const [dismissed, setDismissed] = useState(false);
  if (!empty || !ready || dismissed) return null;
  return (
    <section className={styles['welcome']} aria-labelledby="welcome-head">
      <div className={styles['sheet']}>
        <h2 id="welcome-head" className={styles['head']}>
          See what your architecture bears.
        </h2>
        <p className={styles['lead']}>
          Draw a system, press play, and watch latency, availability and consistency as load rises and things break. Every run replays
          exactly, and a link shares all of it.
        </p>
        <div className={styles['cards']}>
          <Suspense fallback={null}>
            <StarterCards />
          </Suspense>
        </div>
        <div className={styles['foot']}>
          <Button look="quiet" onClick={() => setView({ dialog: 'examples' })}>
            All examples
          </Button>
          <Button look="quiet" onClick={() => setDismissed(true)}>
            Start empty
          </Button>
        </div>
      </div>
    </section>
  );
}
