/** A document that was just opened is shown as a whole; an edit never moves the view. */
import { useNodesInitialized } from '@xyflow/react';
import { useEffect } from 'react';
import type { Design } from '../../src/design/document.ts';
import { getDesign, subscribeDesign } from '../state/design-store.ts';
import { fitView, scene } from './desk.ts';

export function useBeginnings(): void {
  const ready = useNodesInitialized();
  useEffect(() => {
    if (ready) fitView(scene.bounds());
  }, [ready]);
  useEffect(
    () => subscribeDesign((design, before) => isAnother(design, before) && requestAnimationFrame(() => fitView(scene.bounds()))),
    [],
  );
}

/** Whether a design shares no part with the one before: a document was opened, not edited. */
export function isAnother({ nodes }: Design, before: Design = getDesign()): boolean {
  const kept = new Set(before.nodes);
  return nodes.length > 1 && nodes.every((node) => !kept.has(node));
}
