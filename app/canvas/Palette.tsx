/**
 * The parts: every kind of the registry, by group. Each can be dragged onto the canvas, clicked and then clicked in place,
 * or placed with Enter beside the chosen part. It works on pointer events, so it is the same for mouse, pen and finger.
 */
import { ChevronDown } from 'lucide-react';
import { type MouseEvent, type PointerEvent, useMemo, useState } from 'react';
import { KINDS } from '../../src/catalog/index.ts';
import type { Kind } from '../../src/catalog/kind.ts';
import { getView, setView, useView } from '../state/view-store.ts';
import { classNames } from '../ui/class-names.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import { setCanvas } from './canvas-store.ts';
import { KindIcon } from './KindIcon.tsx';
import styles from './Palette.module.css';
import { groupsOf, linksWords, type PartGroup } from './part-list.ts';
import { dropAt, pickUp, placeByKey, putBack } from './placing.ts';
import { followPointer } from './pointer.ts';

export function Palette() {
  const [sought, setSought] = useState('');
  const groups = useMemo(() => groupsOf(KINDS, sought), [sought]);
  const first = groups[0]?.kinds[0];
  return (
    <section aria-label="Parts" className={styles['palette']} onKeyDown={(event) => event.key === 'Escape' && putBack()}>
      <div className={styles['finder']}>
        <input
          type="search"
          data-find-part=""
          data-region-focus=""
          className={styles['search']}
          aria-label="Find a part"
          placeholder="Find a part"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          onKeyDown={(event) => {
            // With Ctrl or Cmd it is the page's key for play, not this field's.
            if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && first !== undefined) placeByKey(first.id);
          }}
        />
      </div>
      {groups.map((group) => (
        <Group key={group.title} group={group} sought={sought !== ''} />
      ))}
      {groups.length === 0 && (
        <p className={styles['none']}>No part is called that. Try a word for what it does, such as “store” or “balance”.</p>
      )}
    </section>
  );
}

/** A heading with its parts, which fold in; while something is sought all that was found is shown. */
function Group({ group: { title, kinds }, sought }: { readonly group: PartGroup; readonly sought: boolean }) {
  const folded = useView((view) => view.folded.includes(title)) && !sought;
  const fold = (): void => {
    const others = getView().folded.filter((other) => other !== title);
    setView({ folded: folded ? others : [...others, title] });
  };
  return (
    <div>
      <h2 className={styles['group']}>
        <button type="button" className={styles['fold']} aria-expanded={!folded} disabled={sought} onClick={fold}>
          {title}
          {folded && <span className={styles['count']}>{kinds.length}</span>}
          <ChevronDown aria-hidden="true" />
        </button>
      </h2>
      {!folded && (
        <ul className={styles['list']}>
          {kinds.map((kind) => (
            <li key={kind.id}>
              <Part kind={kind} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A press that moved this far is a drag, px. */
const DRAG = 5;

function Part({ kind }: { readonly kind: Kind }) {
  const held = useView((view) => view.tool.is === 'place' && view.tool.kind === kind.id);
  const press = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    const { clientX, clientY, nativeEvent } = event;
    let dragging = false;
    const abort = (key: KeyboardEvent): void => {
      if (key.key !== 'Escape') return;
      stop();
      putBack();
    };
    const ended = (): void => window.removeEventListener('keydown', abort);
    const stop = followPointer(
      nativeEvent,
      ({ x, y }) => {
        if (dragging || Math.hypot(x - clientX, y - clientY) < DRAG) return;
        dragging = true;
        setCanvas({ dragged: kind.id });
      },
      (page) => {
        ended();
        if (dragging) dropAt(kind.id, page);
        return dragging;
      },
      () => {
        ended();
        putBack();
      },
    );
    window.addEventListener('keydown', abort);
  };
  const click = (event: MouseEvent): void => {
    if (event.detail === 0) placeByKey(kind.id);
    else if (held) putBack();
    else pickUp(kind.id);
  };
  return (
    <Tooltip side="right" text={<PartHint kind={kind} />}>
      <button type="button" className={classNames(styles['part'], held && styles['held'])} onPointerDown={press} onClick={click}>
        <KindIcon kind={kind.id} />
        <span>{kind.name}</span>
      </button>
    </Tooltip>
  );
}

function PartHint({ kind }: { readonly kind: Kind }) {
  return (
    <>
      <span>{kind.summary}</span>
      <span className={styles['links']}>{linksWords(kind)}</span>
    </>
  );
}
