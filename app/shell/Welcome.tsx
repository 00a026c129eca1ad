/** What an empty page says: what this is, three systems to watch at once, or an empty canvas of one's own. */
import { lazy, Suspense, useState } from 'react';
import { useCanvas } from '../canvas/canvas-store.ts';
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
  const dragging = useCanvas((canvas) => canvas.dragged !== undefined);
  const busy = placing || dragging;
  if (!ready) return null;
  if (!empty) return <NextStep />;
  if (!untouched || dismissed) return busy ? null : <Hint />;
  return (
    <section className={styles['welcome']} data-aside={busy || undefined} aria-labelledby="welcome-head">
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

/** Parts without a link between them: what comes next, until the first is drawn. */
function NextStep() {
  const parts = useDesign((state) => (state.design.links.length > 0 ? 0 : state.design.nodes.length));
  if (parts === 0) return null;
  return (
    <p className={styles['next']}>
      {parts === 1
        ? 'Now a part for it to call: drag it here too.'
        : 'Link them: drag from the dot at the right edge of a part to the part that it calls.'}
    </p>
  );
}
