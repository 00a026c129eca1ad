/** What an entry may say besides its moment: what it waits for, how it grows, how often it comes, its group, whether it is muted. */
import { useId, useState } from 'react';
import type { ConditionDoc } from '../../../src/design/condition-doc.ts';
import { type Beginning, LIMITS, type TimelineEntry } from '../../../src/design/document.ts';
import { beginningOf, lengthOf } from '../../../src/design/schedule.ts';
import { TextInput } from '../../panels/TextInput.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from '../EntryPopover.module.css';
import { muteEntries } from '../edit.ts';
import { entryLabel, type Words } from '../entry-words.ts';
import { NumberRow } from '../NumberRow.tsx';
import { ConditionFields } from './ConditionFields.tsx';
import more from './More.module.css';

export interface EntryMoreProps {
  readonly entry: TimelineEntry;
  readonly words: Words;
  /** @returns why it was refused, in words. */
  readonly onEdit: (entry: TimelineEntry, gesture?: string) => string | undefined;
}

export function EntryMore({ entry, words, onEdit }: EntryMoreProps) {
  const [refused, setRefused] = useState<string>();
  const id = useId();
  const edit = (next: TimelineEntry, gesture?: string): void => setRefused(onEdit(next, gesture));
  const { timeline } = words.design.scenario;
  const groups = [...new Set(timeline.flatMap(({ group }) => group ?? []))];
  return (
    <div className={more['part']}>
      {entry.type !== 'note' && entry.type !== 'stop' && entry.type !== 'probe' && <Begins entry={entry} words={words} edit={edit} />}
      {entry.type === 'fault' && <Repeats entry={entry} words={words} edit={edit} />}
      <div className={styles['row']}>
        <label htmlFor={`${id}-group`}>Group</label>
        <TextInput
          id={`${id}-group`}
          maxLength={LIMITS.nameLength}
          placeholder="none"
          suggestions={groups}
          value={entry.group ?? ''}
          onCommit={(text) => edit(inGroup(entry, text.trim()))}
        />
      </div>
      <div className={styles['row']}>
        <span id={`${id}-muted`}>{entry.group === undefined ? 'Muted: stays, does nothing' : 'Muted, with its group'}</span>
        <Switch
          aria-labelledby={`${id}-muted`}
          checked={entry.muted === true}
          onChange={(muted) => setRefused(muteEntries(timeline, [entry.id], muted))}
        />
      </div>
      {refused !== undefined && (
        <p className={more['refused']} role="alert">
          {refused}
        </p>
      )}
    </div>
  );
}

/** The entry within a group, or in none where the name is empty. */
function inGroup(entry: TimelineEntry, group: string): TimelineEntry {
  const { group: _, ...rest } = entry;
  return (group === '' ? rest : { ...rest, group }) as TimelineEntry;
}

interface PartProps<Entry extends TimelineEntry> {
  readonly entry: Entry;
  readonly words: Words;
  readonly edit: (entry: TimelineEntry, gesture?: string) => void;
}

type Beginner = Extract<TimelineEntry, Beginning & { readonly type: 'fault' | 'change' | 'chaos' | 'wear' }>;

const USUAL: ConditionDoc = { metric: 'latency.p99', class: '', bound: 'above', value: 500, for: 2_000 };
const BEGINS = [
  { value: 'at', label: 'at its moment' },
  { value: 'after', label: 'after another ends' },
  { value: 'when', label: 'when a figure says so' },
] as const;

function Begins({ entry, words, edit }: PartProps<Beginner>) {
  const id = useId();
  const { after, when } = beginningOf(entry);
  const { timeline } = words.design.scenario;
  const others = timeline.filter(
    (other) => other.id !== entry.id && lengthOf(other) < Number.POSITIVE_INFINITY && !follows(other, entry.id, timeline),
  );
  const { after: _after, when: _when, ...plain } = entry as Beginner & Beginning;
  const choose = (how: (typeof BEGINS)[number]['value']): void => {
    const [first] = others;
    if (how === 'when') edit({ ...plain, when: when ?? USUAL } as TimelineEntry);
    else if (how === 'at') edit(plain as TimelineEntry);
    else if (first !== undefined) edit({ ...plain, after: after ?? { entry: first.id, offset: 0 } } as TimelineEntry);
  };
  const how = when !== undefined ? 'when' : after !== undefined ? 'after' : 'at';
  return (
    <>
      <div className={styles['row']}>
        <label htmlFor={id}>Begins</label>
        <Select
          id={id}
          options={others.length > 0 ? BEGINS : BEGINS.filter(({ value }) => value !== 'after')}
          value={how}
          onChange={choose}
        />
      </div>
      {after !== undefined && (
        <div className={more['condition']}>
          <Select
            aria-label="After which entry"
            options={others.map((other) => ({ value: other.id, label: entryLabel(words, other) }))}
            value={after.entry}
            onChange={(next) => edit({ ...entry, after: { ...after, entry: next } })}
          />
          <NumberRow
            label="Later by"
            range={{ unit: 'ms', min: 0, max: LIMITS.durationMs, whole: false }}
            value={after.offset}
            onChange={(offset, gesture) => edit({ ...entry, after: { ...after, offset } }, gesture)}
          />
        </div>
      )}
      {when !== undefined && (
        <ConditionFields
          condition={when}
          design={words.design}
          forLabel="Holds for"
          onChange={(next, gesture) => edit({ ...entry, when: next } as TimelineEntry, gesture)}
        />
      )}
    </>
  );
}

/** Whether an entry begins after another, at whatever remove. */
function follows(entry: TimelineEntry, id: string, timeline: readonly TimelineEntry[], deep = 0): boolean {
  const { after } = beginningOf(entry);
  const before = timeline.find((one) => one.id === after?.entry);
  return before !== undefined && deep < timeline.length && (before.id === id || follows(before, id, timeline, deep + 1));
}

function Repeats({ entry, words, edit }: PartProps<Extract<TimelineEntry, { type: 'fault' }>>) {
  const fault = words.faultOf(entry.fault);
  const { repeat, ...once } = entry;
  const long = { unit: 'ms', min: 0, max: LIMITS.durationMs, whole: false } as const;
  const every = (ms: number, gesture?: string): void => edit({ ...once, ...(ms > 0 && { repeat: { ...repeat, every: ms } }) }, gesture);
  const slope = (name: 'ramp' | 'fall', ms: number, gesture?: string): void => {
    const { [name]: _, ...level } = entry;
    edit({ ...level, ...(ms > 0 && { [name]: ms }) }, gesture);
  };
  const times = (count: number, gesture?: string): void => {
    if (repeat === undefined) return;
    edit({ ...entry, repeat: count === 0 ? { every: repeat.every } : { every: repeat.every, times: Math.max(2, count) } }, gesture);
  };
  return (
    <>
      {fault?.grows !== undefined && (
        <NumberRow
          label="Grows over"
          range={{ ...long, zero: 'at once' }}
          value={entry.ramp ?? 0}
          onChange={(ms, gesture) => slope('ramp', ms, gesture)}
        />
      )}
      {fault?.grows !== undefined && entry.duration !== undefined && (
        <NumberRow
          label="Recedes over"
          range={{ ...long, zero: 'at once' }}
          value={entry.fall ?? 0}
          onChange={(ms, gesture) => slope('fall', ms, gesture)}
        />
      )}
      {(entry.duration !== undefined || fault?.lasts === 0) && (
        <NumberRow label="Comes again every" range={{ ...long, zero: 'not again' }} value={repeat?.every ?? 0} onChange={every} />
      )}
      {repeat !== undefined && (
        <NumberRow
          label="Times in all"
          range={{ unit: 'count', min: 0, max: LIMITS.repeats, whole: true, zero: 'to the end' }}
          value={repeat.times ?? 0}
          onChange={times}
        />
      )}
    </>
  );
}
