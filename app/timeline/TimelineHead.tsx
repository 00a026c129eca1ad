/** The head of the timeline: its name and tools of time, and what can be put on it. */
import { Ellipsis, FlaskConical, ListTree, Plus, StickyNote, Text } from 'lucide-react';
import { setView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { saveEntry } from './edit.ts';
import type { Words } from './entry-words.ts';
import type { Draft } from './NewEntryPopover.tsx';
import styles from './Timeline.module.css';
import { BackToNow, TimeTools } from './TimeTools.tsx';
import { newTrial, TRIALS, type Trial } from './trials.ts';

export interface TimelineHeadProps {
  readonly words: Words;
  /** Where something new is put if it is asked for now, ms. */
  readonly at: () => number;
  readonly onAdd: (draft: Draft) => void;
  /** A trial was added, and wants to be opened. */
  readonly onTrial: (id: string) => void;
}

export function TimelineHead({ words, at, onAdd, onTrial }: TimelineHeadProps) {
  const addHere = (what: Draft['what']) => (event: React.MouseEvent<HTMLElement>) => {
    const button = event.currentTarget;
    onAdd({ what, at: at(), duration: undefined, anchor: () => button.getBoundingClientRect() });
  };
  return (
    <header className={styles['head']}>
      <div className={styles['name']}>
        <h2 className={styles['title']}>Timeline</h2>
        <TimeTools />
      </div>
      <div className={styles['adds']}>
        <Button look="quiet" icon={<Plus aria-hidden="true" />} onClick={addHere('fault')}>
          Fault
        </Button>
        <Button look="quiet" icon={<StickyNote aria-hidden="true" />} onClick={addHere('note')}>
          Note
        </Button>
        <Menu
          trigger={
            <IconButton label="More for the timeline">
              <Ellipsis aria-hidden="true" />
            </IconButton>
          }
          entries={entriesOf((trial) => addTrial(trial, words, at(), onTrial))}
        />
        <BackToNow />
      </div>
    </header>
  );
}

function entriesOf(add: (trial: Trial) => void): readonly MenuEntry[] {
  return [
    ...TRIALS.map(({ trial, label }) => ({ id: trial, label, icon: <FlaskConical aria-hidden="true" />, run: () => add(trial) })),
    { id: 'log', label: 'Event log and verdicts', icon: <ListTree aria-hidden="true" />, run: () => setView({ dialog: 'log' }) },
    { id: 'text', label: 'As text: copy, save, paste', icon: <Text aria-hidden="true" />, run: () => setView({ dialog: 'timeline-text' }) },
  ];
}

function addTrial(trial: Trial, words: Words, at: number, onTrial: (id: string) => void): void {
  const entry = newTrial(trial, words, at);
  const problem = entry === undefined ? 'Draw a part first; then it can fail by itself.' : saveEntry(entry);
  if (problem !== undefined) setView({ notice: { text: problem, tone: 'bad' } });
  else if (entry !== undefined) onTrial(entry.id);
}
