/** What stays true for a while and should be known: an opened link, storage that keeps nothing, another tab, a broken run. */
import type { ReactNode } from 'react';
import { saveDesignFile, saveFile } from '../share/design-file.ts';
import { getDesign, useDesign } from '../state/design-store.ts';
import { backToPrevious, forgetPrevious, forgetUnreadable, keepAsOwn, useDocuments } from '../state/documents.ts';
import { reset, useRun } from '../state/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './Banners.module.css';

export function Banners() {
  const blocked = useDocuments((documents) => documents.ready && documents.storage === 'blocked');
  const failed = useDesign((state) => state.saved === 'failed');
  const elsewhere = useDocuments((documents) => documents.elsewhere);
  const previous = useDocuments((documents) => documents.previous);
  const unreadable = useDocuments((documents) => documents.unreadable);
  const failure = useRun((run) => run.failure);
  return (
    <div className={styles['banners']}>
      {failure !== undefined && (
        <Notice tone="bad" actions={<Button onClick={reset}>Start it again</Button>}>
          {failure}
        </Notice>
      )}
      {unreadable !== undefined && <Unreadable {...unreadable} />}
      {blocked && (
        <Notice tone="bad" actions={<SaveButton />}>
          This browser lets the page keep nothing, so your design lasts as long as this tab. Save it as a file before you leave.
        </Notice>
      )}
      {failed && (
        <Notice tone="bad" actions={<SaveButton />}>
          The browser refuses to keep your latest changes, perhaps because the disk is full. They are here as long as this tab is.
        </Notice>
      )}
      {elsewhere && (
        <Notice tone="info" actions={<Button onClick={() => void keepAsOwn()}>Keep as a copy</Button>}>
          This design is open in another tab, which keeps it. What you change here is a copy that is not kept.
        </Notice>
      )}
      {previous !== undefined && (
        <Notice tone="info" actions={<Button onClick={() => void backToPrevious()}>Back to mine</Button>} onClose={forgetPrevious}>
          You are looking at another design. “{previous.title}” is kept as you left it.
        </Notice>
      )}
    </div>
  );
}

function Unreadable({ text, why }: { readonly text: string; readonly why: string }): ReactNode {
  const actions = (
    <>
      <Button onClick={() => void navigator.clipboard?.writeText(text)}>Copy its text</Button>
      <Button onClick={() => saveFile('rescued.loadbearing.json', text)}>Save its text</Button>
    </>
  );
  return (
    <Notice tone="bad" actions={actions} onClose={forgetUnreadable}>
      {why}
    </Notice>
  );
}

function SaveButton() {
  return <Button onClick={() => saveDesignFile(getDesign())}>Save file</Button>;
}
