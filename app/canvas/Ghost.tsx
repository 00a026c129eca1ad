/** What is in the hand: a part on its way from the palette, or parts picked up to be put elsewhere. Follows the pointer. */
import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { kindOf } from '../../src/catalog/index.ts';
import { useView } from '../state/view-store.ts';
import { useCanvas } from './canvas-store.ts';
import { onCanvas, viewNow } from './desk.ts';
import styles from './Ghost.module.css';
import { KindIcon } from './KindIcon.tsx';
import { NODE_HEIGHT, NODE_WIDTH } from './shape/geometry.ts';
import { count } from './words/names.ts';

export function Ghost() {
  const dragged = useCanvas((state) => state.dragged);
  const carried = useCanvas((state) => state.carried.length);
  const tool = useView((view) => view.tool);
  const kind = dragged ?? (tool.is === 'place' ? tool.kind : undefined);
  if (kind === undefined && carried === 0) return null;
  const words = kind === undefined ? count(carried, 'part') : (kindOf(kind)?.name ?? kind);
  return createPortal(<Follower kind={kind} words={words} />, document.body);
}

function Follower({ kind, words }: { readonly kind: string | undefined; readonly words: string }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const follow = ({ clientX, clientY }: PointerEvent): void => {
      const ghost = element.current;
      if (ghost === null) return;
      const over = onCanvas({ x: clientX, y: clientY });
      const scale = over ? Math.max(0.3, viewNow().zoom) : 0.6;
      ghost.style.visibility = 'visible';
      ghost.style.transform = `translate(${clientX - NODE_WIDTH / 2}px, ${clientY - NODE_HEIGHT / 2}px) scale(${scale})`;
      ghost.dataset['over'] = String(over);
    };
    window.addEventListener('pointermove', follow);
    return () => window.removeEventListener('pointermove', follow);
  }, []);
  return (
    <div ref={element} className={styles['ghost']} aria-hidden="true">
      {kind !== undefined && <KindIcon kind={kind} />}
      <span>{words}</span>
    </div>
  );
}
