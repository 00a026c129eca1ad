/** A document that was just opened is shown as a whole; an edit never moves the view. */
import { useEffect } from 'react';
import type { Design } from '../../src/design/document.ts';
import { subscribeDesign } from '../state/design-store.ts';
import { fitView, scene } from './desk.ts';

export function useBeginnings(): void {
  useEffect(() => {
    const show = (): void => fitView(scene.bounds());
    // The pane gets its size with the first layout of the page.
    const first = requestAnimationFrame(show);
    const end = subscribeDesign((design, before) => isAnother(design, before) && requestAnimationFrame(show));
    return () => {
      cancelAnimationFrame(first);
      end();
    };
  }, []);
}

/** Whether a design shares no part with the one before: a document was opened, not edited. */
export function isAnother({ nodes }: Design, before: Design): boolean {
  const kept = new Set(before.nodes);
  return nodes.length > 1 && nodes.every((node) => !kept.has(node));
}
