/** What an empty page says: what this is, three systems to watch at once, or an empty canvas of one's own. */
import { lazy, Suspense, useState } from 'react';
import { useDesign } from '../state/design-store.ts';
import { useDocuments } from '../state/documents.ts';
import { setView, useView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './Welcome.module.css';

const StarterCards = lazy(async () => ({ default: (await import('./examples/StarterCards.tsx')).StarterCards }));

export function Welcome() {
  const empty = useDesign((state) => state.design.nodes.length === 0);
  const untouched = useDesign((state) => state.undoDepth === 0);
  const ready = useDocuments((documents) => documents.ready);
  const [dismissed, setDismissed] = useState(false);
  const placing = useView((view) => view.tool.is === 'place');
  if (!empty || !ready) return null;
  if (!untouched || dismissed) return placing ? null : <Hint />;
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

/** On a canvas that was chosen to be empty: how to begin. It lets every press through. */
function Hint() {
  return (
    <p className={styles['hint']}>
      Drag a client here from the parts, then something for it to call, and draw a link between them. Or press <Kbd keys="Mod+K" /> to find
      any command.
    </p>
  );
}
