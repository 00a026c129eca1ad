/**
 * Links for keyboard and screen reader: a button on the middle of each line, which is also where its glyph stands and
 * where it can be pressed. The lines themselves are painted; a click anywhere on one does the same as its button.
 */
import { ViewportPortal } from '@xyflow/react';
import { type PointerEvent, useEffect, useRef } from 'react';
import { useDesign } from '../state/design-store.ts';
import { useView } from '../state/view-store.ts';
import { chooseLink } from './choosing.ts';
import { endDraft, moveDraft, startMovingEnd } from './connecting.ts';
import { onMoved, scene, showExtras } from './desk.ts';
import styles from './LinkButtons.module.css';
import { followPointer } from './pointer.ts';
import { middleOfLink } from './shape/scene.ts';
import { linkName } from './words/names.ts';

/** Beyond this many links only chosen ones and those of chosen parts get a button; all stay clickable. */
const MOST_BUTTONS = 250;

export function LinkButtons({ reachable }: { readonly reachable: boolean }) {
  const design = useDesign((state) => state.design);
  const selection = useView((view) => view.selection);
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Places follow the scene, which also knows a drag in progress; a rendering only brings buttons and names.
    const arrange = (): void => {
      for (const button of layer.current?.querySelectorAll<HTMLElement>('[data-link]') ?? []) {
        const link = scene.link(button.dataset['link'] ?? '');
        if (link === undefined) continue;
        const { x, y } = middleOfLink(link);
        button.style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px)`;
      }
    };
    arrange();
    return onMoved(arrange);
  });
  const few = design.links.length <= MOST_BUTTONS;
  const chosen = new Set([...selection.nodes, ...selection.links]);
  const links = few ? design.links : design.links.filter(({ id, from, to }) => chosen.has(id) || chosen.has(from) || chosen.has(to));
  return (
    <ViewportPortal>
      <div ref={layer}>
        {links.map((link) => (
          <button
            key={link.id}
            type="button"
            data-link={link.id}
            tabIndex={reachable ? 0 : -1}
            className={`nodrag nopan ${styles['link']}`}
            aria-label={linkName(design, link)}
            aria-pressed={selection.links.includes(link.id)}
            onClick={(event) => chooseLink(link.id, event.shiftKey || event.ctrlKey || event.metaKey)}
            onFocus={(event) => event.currentTarget.matches(':focus-visible') && showExtras({ hovered: link.id })}
            onBlur={() => showExtras({ hovered: undefined })}
          />
        ))}
      </div>
    </ViewportPortal>
  );
}

/** The ends of the one chosen link, to be moved to other parts. */
export function LinkGrips() {
  const design = useDesign((state) => state.design);
  const [only, ...more] = useView((view) => view.selection.links);
  const parts = useView((view) => view.selection.nodes.length);
  const layer = useRef<HTMLDivElement>(null);
  const shown = more.length === 0 && parts === 0 ? design.links.find((link) => link.id === only) : undefined;
  useEffect(() => {
    const arrange = (): void => {
      const link = scene.link(shown?.id ?? '');
      if (link === undefined) return;
      const { ax, ay, dx, dy } = link.curve;
      for (const grip of layer.current?.querySelectorAll<HTMLElement>('[data-end]') ?? []) {
        const [x, y] = grip.dataset['end'] === 'from' ? [ax, ay] : [dx, dy];
        grip.style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px)`;
      }
    };
    arrange();
    return onMoved(arrange);
  });
  if (shown === undefined) return null;
  const take = (end: 'from' | 'to') => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    startMovingEnd(shown.id, end, { x: event.clientX, y: event.clientY }, true);
    followPointer(event.nativeEvent, moveDraft, (page) => void endDraft(page));
  };
  return (
    <ViewportPortal>
      <div ref={layer} className={styles['grips']}>
        {(['from', 'to'] as const).map((end) => (
          <button
            key={end}
            type="button"
            data-end={end}
            tabIndex={-1}
            className={`nodrag nopan ${styles['grip']}`}
            aria-label={`Move the ${end === 'from' ? 'start' : 'end'} of ${linkName(design, shown)}`}
            onPointerDown={take(end)}
          />
        ))}
      </div>
    </ViewportPortal>
  );
}
