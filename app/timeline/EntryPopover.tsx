/** What an entry of the timeline is, to be read and edited: its times, its settings, its text. Every change takes effect at once. */
import { ChevronDown, CornerDownRight, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { ChangeEntry, FaultEntry, NoteEntry, StopEntry, TimelineEntry } from '../../src/design/document.ts';
import { LIMITS } from '../../src/design/document.ts';
import type { ParamSpec } from '../../src/std/parameter.ts';
import { withParam } from '../panels/break/setup.ts';
import { ParamRow } from '../panels/set/ParamRow.tsx';
import { groupsOf, sharedValue } from '../panels/subject.ts';
import { TextInput } from '../panels/TextInput.tsx';
import { presentMs } from '../state/past.ts';
import { goTo } from '../state/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { AnchoredPopover } from './AnchoredPopover.tsx';
import styles from './EntryPopover.module.css';
import { endless, isLasting, type LastingEntry } from './entry-drag.ts';
import { entryCause, entryName, lastsOf, specOfChange, traitWords, type Words } from './entry-words.ts';
import { TimeFields } from './TimeFields.tsx';

export interface EntryPopoverProps {
  readonly entry: TimelineEntry;
  readonly words: Words;
  readonly anchor: () => DOMRect;
  /** @returns why it was refused, in words. */
  readonly onEdit: (entry: TimelineEntry, gesture?: string) => string | undefined;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

const EntryMore = lazy(async () => ({ default: (await import('./more/EntryMore.tsx')).EntryMore }));
const TrialFields = lazy(async () => ({ default: (await import('./more/TrialFields.tsx')).TrialFields }));

function isTrial(entry: TimelineEntry): entry is Exclude<LastingEntry, FaultEntry> | StopEntry {
  return entry.type === 'stop' || (isLasting(entry) && entry.type !== 'fault');
}

export function EntryPopover({ entry, words, anchor, onEdit, onRemove, onClose }: EntryPopoverProps) {
  // What an entry already says besides is shown at once.
  const [open, setOpen] = useState(() => traitWords(words, entry) !== '');
  const lasting = entry.type === 'fault' ? lastsOf(words.faultOf, entry.fault) : isLasting(entry);
  return (
    <AnchoredPopover title={entryName(words, entry)} anchor={anchor} onClose={onClose}>
      {entry.type !== 'note' && <p className={styles['cause']}>{entryCause(words, entry)}</p>}
      <TimeFields
        at={entry.at}
        duration={lasting && isLasting(entry) ? (entry.duration ?? 0) : undefined}
        runMs={words.design.scenario.durationMs}
        onAt={(at, gesture) => onEdit({ ...entry, at }, gesture)}
        onDuration={(ms, gesture) => isLasting(entry) && onEdit(lastingFor(entry, ms), gesture)}
      />
      {entry.type === 'fault' && <FaultSettings entry={entry} words={words} onEdit={onEdit} />}
      {entry.type === 'change' && <ChangeSetting entry={entry} spec={specOfChange(words, entry)} onEdit={onEdit} />}
      {entry.type === 'note' && <NoteText entry={entry} onEdit={onEdit} />}
      <Suspense fallback={null}>
        {isTrial(entry) && <TrialFields entry={entry} words={words} onEdit={onEdit} />}
        {open ? (
          <EntryMore entry={entry} words={words} onEdit={onEdit} />
        ) : (
          <Button look="quiet" icon={<ChevronDown aria-hidden="true" />} onClick={() => setOpen(true)}>
            {entry.type === 'note' ? 'Group and mute' : 'When, how often, in which group'}
          </Button>
        )}
      </Suspense>
      <div className={styles['feet']}>
        <Button look="quiet" icon={<Trash2 aria-hidden="true" />} onClick={onRemove}>
          Remove
        </Button>
        <Button
          look="quiet"
          icon={<CornerDownRight aria-hidden="true" />}
          blocked={entry.at > presentMs() ? 'The run has not come so far yet.' : undefined}
          onClick={() => goTo(entry.at)}
        >
          Go there
        </Button>
        <Button onClick={onClose}>Done</Button>
      </div>
    </AnchoredPopover>
  );
}

/** 0 means until the end of the run. */
function lastingFor(entry: LastingEntry, ms: number): TimelineEntry {
  return ms === 0 ? endless(entry) : { ...entry, duration: ms };
}

function FaultSettings({ entry, words, onEdit }: Pick<EntryPopoverProps, 'words' | 'onEdit'> & { readonly entry: FaultEntry }) {
  const fault = words.faultOf(entry.fault);
  if (fault === undefined) return null;
  return groupsOf(fault.params, [entry.params]).flatMap(({ params }) =>
    params.map((name) => {
      const spec = fault.params[name];
      if (spec === undefined) return null;
      return (
        <ParamRow
          key={name}
          spec={spec}
          shared={sharedValue(fault.params, [entry.params], name)}
          onSet={(value, gesture) => onEdit({ ...entry, params: withParam(fault, entry.params, name, value) }, gesture)}
        />
      );
    }),
  );
}

interface ChangeSettingProps extends Pick<EntryPopoverProps, 'onEdit'> {
  readonly entry: ChangeEntry;
  readonly spec: ParamSpec | undefined;
}

function ChangeSetting({ entry, spec, onEdit }: ChangeSettingProps) {
  if (spec === undefined) return null;
  return (
    <ParamRow
      spec={spec}
      shared={{ value: entry.value, mixed: false, modified: false }}
      onSet={(value, gesture) => onEdit({ ...entry, value: value ?? spec.default }, gesture)}
    />
  );
}

function NoteText({ entry, onEdit }: Pick<EntryPopoverProps, 'onEdit'> & { readonly entry: NoteEntry }) {
  return (
    <TextInput
      aria-label="Note"
      lines={3}
      maxLength={LIMITS.textLength}
      value={entry.text}
      onCommit={(text) => onEdit({ ...entry, text: text.trim() })}
    />
  );
}
