/** Asks what is to happen at a stretch of the timeline: a fault with its target, or a note. */
import { useId, useMemo, useState } from 'react';
import { LIMITS, type TimelineEntry } from '../../src/design/document.ts';
import { freeId } from '../../src/design/fresh.ts';
import { FAULTS } from '../../src/faults/index.ts';
import { TextInput } from '../panels/TextInput.tsx';
import { getDesign } from '../state/design-store.ts';
import { getView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { AnchoredPopover } from './AnchoredPopover.tsx';
import styles from './EntryPopover.module.css';
import type { Words } from './entry-words.ts';
import { TimeFields } from './TimeFields.tsx';
import { type FittingFault, faultsAt, type Target, targetsOf } from './targets.ts';

/** What is to be added, and where. A duration of undefined means the fault's usual one. */
export interface Draft {
  readonly what: 'fault' | 'note';
  readonly at: number;
  readonly duration: number | undefined;
  readonly anchor: () => DOMRect;
}

export interface NewEntryPopoverProps {
  readonly draft: Draft;
  readonly words: Words;
  readonly onAdd: (entry: TimelineEntry) => string | undefined;
  readonly onClose: () => void;
}

export function NewEntryPopover(props: NewEntryPopoverProps) {
  return (
    <AnchoredPopover
      title={props.draft.what === 'fault' ? 'Break something' : 'A note'}
      anchor={props.draft.anchor}
      onClose={props.onClose}
    >
      {props.draft.what === 'fault' ? <NewFault {...props} /> : <NewNote {...props} />}
    </AnchoredPopover>
  );
}

function NewFault({ draft, words, onAdd, onClose }: NewEntryPopoverProps) {
  const id = useId();
  const targets = useMemo(() => targetsOf(words.design, words.kindOf), [words]);
  const [aim, setAim] = useState(() => usualTarget(targets, words.design));
  const [chosen, setChosen] = useState<string>();
  const target = targets.find(({ address }) => address === aim) ?? targets[0];
  const offers = useMemo(() => (target === undefined ? [] : faultsAt(target.address, words.design, FAULTS, words.kindOf)), [target, words]);
  const offer = offers.find(({ fault }) => fault.id === chosen) ?? offers[0];
  if (target === undefined) return <p className={styles['cause']}>Draw a part first; then it can be broken here.</p>;
  return (
    <>
      <div className={styles['row']}>
        <label htmlFor={`${id}-target`}>Where</label>
        <Select
          id={`${id}-target`}
          options={targets.map((one) => ({ value: one.address, label: one.label }))}
          value={target.address}
          onChange={setAim}
        />
      </div>
      {offer === undefined ? (
        <p className={styles['cause']}>No fault fits there.</p>
      ) : (
        <>
          <div className={styles['row']}>
            <label htmlFor={`${id}-fault`}>What</label>
            <Select
              id={`${id}-fault`}
              options={offers.map((one) => ({ value: one.fault.id, label: one.fault.name, help: one.fault.summary }))}
              value={offer.fault.id}
              onChange={setChosen}
            />
          </div>
          <NewTimes offer={offer} draft={draft} runMs={words.design.scenario.durationMs} onAdd={onAdd} onClose={onClose} />
        </>
      )}
    </>
  );
}

interface NewTimesProps extends Pick<NewEntryPopoverProps, 'draft' | 'onAdd' | 'onClose'> {
  readonly offer: FittingFault;
  readonly runMs: number;
}

/** When the chosen fault strikes and for how long; without a drawn stretch it lasts as long as it usually does. */
function NewTimes({ offer: { fault, address }, draft, runMs, onAdd, onClose }: NewTimesProps) {
  const [at, setAt] = useState(draft.at);
  const [length, setLength] = useState(draft.duration);
  const [error, setError] = useState<string>();
  const duration = length ?? fault.lasts;
  const add = (): void => {
    const entry = { type: 'fault', id: freeId(entryIds(), fault.id), at, fault: fault.id, target: address, params: {} } as const;
    const problem = onAdd(fault.lasts === 0 || duration === 0 ? entry : { ...entry, duration });
    setError(problem);
    if (problem === undefined) onClose();
  };
  return (
    <>
      <TimeFields at={at} duration={fault.lasts === 0 ? undefined : duration} runMs={runMs} onAt={setAt} onDuration={setLength} />
      <Feet error={error} blocked={undefined} onAdd={add} onClose={onClose} />
    </>
  );
}

interface FeetProps {
  readonly error: string | undefined;
  readonly blocked: string | undefined;
  readonly onAdd: () => void;
  readonly onClose: () => void;
}

function Feet({ error, blocked, onAdd, onClose }: FeetProps) {
  return (
    <>
      {error !== undefined && (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
      <div className={styles['feet']}>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button look="primary" blocked={blocked} onClick={onAdd}>
          Add to the timeline
        </Button>
      </div>
    </>
  );
}

/** What is selected, else the last part that was drawn: a store, more often than not. */
function usualTarget(targets: readonly Target[], design: Words['design']): string | undefined {
  const { nodes } = getView().selection;
  const parts = targets.filter(({ address }) => design.nodes.some(({ id }) => id === address));
  return (parts.find(({ address }) => nodes.includes(address)) ?? parts.at(-1) ?? targets[0])?.address;
}

function NewNote({ draft, words, onAdd, onClose }: NewEntryPopoverProps) {
  const [at, setAt] = useState(draft.at);
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const add = (): void => {
    const problem = onAdd({ type: 'note', id: freeId(entryIds(), 'note'), at, text });
    setError(problem);
    if (problem === undefined) onClose();
  };
  return (
    <>
      <TextInput
        aria-label="Note"
        lines={3}
        maxLength={LIMITS.textLength}
        placeholder="What to watch for here."
        value={text}
        onCommit={(next) => setText(next.trim())}
      />
      <TimeFields at={at} duration={undefined} runMs={words.design.scenario.durationMs} onAt={setAt} onDuration={() => undefined} />
      <Feet error={error} blocked={text === '' ? 'Write the note first.' : undefined} onAdd={add} onClose={onClose} />
    </>
  );
}

const entryIds = (): ReadonlySet<string> => new Set(getDesign().scenario.timeline.map((entry) => entry.id));
