/** The mark, the title of the design and whether it is kept. The title is edited in place; one edit is one step of undo. */
import { type KeyboardEvent, useEffect, useState } from 'react';
import { LIMITS } from '../../src/design/document.ts';
import { dispatch, getDesign, type Saved, useDesign } from '../state/design-store.ts';
import { classNames } from '../ui/class-names.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import styles from './DocumentTitle.module.css';
import { Mark } from './Mark.tsx';

const SAVED: Readonly<Record<Saved, { readonly word: string; readonly help: string }>> = {
  saved: { word: 'saved', help: 'Kept in this browser, on this device only.' },
  saving: { word: 'saving …', help: 'Being written to this browser.' },
  off: { word: 'not kept', help: 'This tab keeps nothing: save a file, or share a link.' },
  failed: { word: 'not saved', help: 'The browser refused to keep it. Save a file, to be safe.' },
};

export function DocumentTitle({ short }: { readonly short: boolean }) {
  const title = useDesign((state) => state.design.title);
  const saved = useDesign((state) => state.saved);
  const [draft, setDraft] = useState<string>();
  useEffect(() => {
    document.title = `${title === '' ? 'Untitled' : title} – Loadbearing`;
  }, [title]);
  const take = (): void => {
    if (draft === undefined) return;
    setDraft(undefined);
    const next = draft.trim();
    if (next !== '' && next !== title) dispatch({ do: 'describe', title: next, about: getDesign().about });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') setDraft(undefined);
    if (event.key === 'Enter') event.currentTarget.blur();
  };
  return (
    <div className={styles['title']}>
      <Mark />
      <h1 className={classNames(styles['name'], short && styles['unseen'])}>Loadbearing</h1>
      <span className={styles['sizer']} data-text={draft ?? title}>
        <input
          aria-label="Title"
          className={styles['input']}
          maxLength={LIMITS.nameLength}
          size={1}
          value={draft ?? title}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={take}
          onKeyDown={onKeyDown}
        />
      </span>
      <Tooltip text={SAVED[saved].help}>
        <span className={styles['saved']} data-saved={saved} role="status" aria-label="Saved state">
          {SAVED[saved].word}
        </span>
      </Tooltip>
    </div>
  );
}
