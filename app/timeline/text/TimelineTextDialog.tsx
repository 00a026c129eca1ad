/** The timeline as text: to copy, to save as a file, and to paste one that stands somewhere else. Mistakes are told with their line. */
import { useId, useState } from 'react';
import type { Problem, TimelineEntry } from '../../../src/design/document.ts';
import { readTimelineText, renamed, timelineText } from '../../../src/design/share/timeline-text.ts';
import { fileName, saveFile } from '../../share/design-file.ts';
import { useDesign } from '../../state/design-store.ts';
import { showLeftOut } from '../../state/documents.ts';
import { setView } from '../../state/view-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { saveEntries } from '../edit.ts';
import styles from './TimelineTextDialog.module.css';

const LEAD = 'One entry on each line. Change it here, paste another, or open a file of one; a design of your own will do too.';

export function TimelineTextDialog({ onClose }: { readonly onClose: () => void }) {
  const design = useDesign((state) => state.design);
  const { timeline } = design.scenario;
  const id = useId();
  const [text, setText] = useState(() => timelineText(timeline));
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const take = (how: 'replace' | 'add'): void => {
    const result = readTimelineText(text, design);
    if (!result.ok) {
      setProblems(result.error);
      return;
    }
    const { timeline: entries, leftOut } = result.value;
    const refused = how === 'replace' ? replaced(entries, timeline) : saveEntries(renamed(entries, timeline));
    if (refused !== undefined) {
      setProblems([{ code: 'refused', severity: 'error', place: '', message: refused }]);
      return;
    }
    showLeftOut(text, 'The timeline is taken over, but not all of it.', leftOut);
    onClose();
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setView({ notice: { text: 'The timeline is on the clipboard.', tone: 'good' } });
  };
  return (
    <Dialog title="The timeline as text" lead={LEAD} open size="wide" onClose={onClose}>
      <div className={styles['body']}>
        <textarea
          aria-label="Timeline"
          aria-describedby={problems.length > 0 ? id : undefined}
          aria-invalid={problems.length > 0}
          className={styles['text']}
          spellCheck={false}
          rows={14}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setProblems([]);
          }}
        />
        {problems.length > 0 && <Problems id={id} problems={problems} />}
        <div className={styles['feet']}>
          <Button onClick={() => void copy()}>Copy</Button>
          <Button onClick={() => saveFile(fileName(`${design.title} timeline`).replace('.loadbearing.json', '.timeline.json'), text)}>
            Save file
          </Button>
          <label className={styles['open']}>
            Open file
            <input
              type="file"
              accept=".json,application/json,text/plain"
              onChange={(event) => void readFile(event.target.files?.[0], setText)}
            />
          </label>
          <span className={styles['gap']} />
          <Button onClick={() => take('add')}>Add to what is there</Button>
          <Button look="primary" onClick={() => take('replace')}>
            Replace the timeline
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Problems({ id, problems }: { readonly id: string; readonly problems: readonly Problem[] }) {
  return (
    <ul id={id} className={styles['problems']} role="alert">
      {problems.slice(0, 8).map(({ place, message }) => (
        <li key={`${place} ${message}`}>
          {place === '' ? '' : `${place}: `}
          {message}
        </li>
      ))}
    </ul>
  );
}

function replaced(entries: readonly TimelineEntry[], timeline: readonly TimelineEntry[]): string | undefined {
  const kept = new Set(entries.map(({ id }) => id));
  return saveEntries(
    entries,
    undefined,
    timeline.flatMap(({ id }) => (kept.has(id) ? [] : [id])),
  ); // prettier-ignore
}

/** A file that is far too long is cut, and then refused in words. */
async function readFile(file: File | undefined, then: (text: string) => void): Promise<void> {
  if (file !== undefined) then(await file.slice(0, 2_000_000).text());
}
