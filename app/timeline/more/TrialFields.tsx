/** The settings of entries that try a design out: random faults, background failures, stop conditions, probes. */
import { useId, useState } from 'react';
import {
  type ChaosEntry,
  LIMITS,
  type ProbeEntry,
  type StopEntry,
  type TimelineEntry,
  type WearEntry,
} from '../../../src/design/document.ts';
import { FAULTS } from '../../../src/faults/index.ts';
import { Select } from '../../ui/Select.tsx';
import { addressWords } from '../address.ts';
import styles from '../EntryPopover.module.css';
import { NumberRow } from '../NumberRow.tsx';
import { faultsAt, targetsOf } from '../targets.ts';
import { Checks } from './Checks.tsx';
import { ConditionFields } from './ConditionFields.tsx';
import type { EntryMoreProps } from './EntryMore.tsx';
import more from './More.module.css';
import { type FieldsProps, ProbeFields } from './ProbeFields.tsx';

type TrialEntry = ChaosEntry | WearEntry | StopEntry | ProbeEntry;

export function TrialFields({ entry, words, onEdit }: EntryMoreProps & { readonly entry: TrialEntry }) {
  const [refused, setRefused] = useState<string>();
  const edit = (next: TimelineEntry, gesture?: string): void => setRefused(onEdit(next, gesture));
  return (
    <>
      {entry.type === 'chaos' && <ChaosFields entry={entry} words={words} edit={edit} />}
      {entry.type === 'wear' && <WearFields entry={entry} words={words} edit={edit} />}
      {entry.type === 'stop' && <StopFields entry={entry} words={words} edit={edit} />}
      {entry.type === 'probe' && <ProbeFields entry={entry} words={words} edit={edit} />}
      {refused !== undefined && (
        <p className={more['refused']} role="alert">
          {refused}
        </p>
      )}
    </>
  );
}

function ChaosFields({ entry, words, edit }: FieldsProps<ChaosEntry>) {
  const listed = targetsOf(words.design, words.kindOf);
  // What somebody wrote and the list does not offer, such as single copies, stays to be chosen.
  const others = entry.targets.filter((target) => listed.every(({ address }) => address !== target));
  const named = others.map((target) => ({ value: target, label: addressWords(words.design, target) }));
  const fitting = new Set(
    entry.targets.flatMap((target) => faultsAt(target, words.design, FAULTS, words.kindOf).map(({ fault }) => fault.id)),
  );
  const faults = FAULTS.filter(({ id }) => fitting.has(id) || entry.faults.includes(id));
  return (
    <>
      <NumberRow
        label="Strikes a minute"
        range={{ unit: 'count', min: 0.01, max: 6000, whole: false }}
        value={entry.perMinute}
        onChange={(perMinute, gesture) => edit({ ...entry, perMinute }, gesture)}
      />
      <NumberRow
        label="Each lasts, on average"
        range={{ unit: 'ms', min: 1, max: LIMITS.durationMs, whole: false }}
        value={entry.lasts}
        onChange={(lasts, gesture) => edit({ ...entry, lasts }, gesture)}
      />
      <NumberRow
        label="Most at once"
        range={{ unit: 'count', min: 1, max: 100, whole: true }}
        value={entry.most}
        onChange={(most, gesture) => edit({ ...entry, most }, gesture)}
      />
      <Checks
        legend="Where"
        options={[...named, ...listed.map(({ address, label }) => ({ value: address, label }))]}
        chosen={entry.targets}
        onChange={(next) => edit({ ...entry, targets: next })}
      />
      <Checks
        legend="What"
        options={faults.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={entry.faults}
        onChange={(next) => edit({ ...entry, faults: next })}
      />
    </>
  );
}

function WearFields({ entry, words, edit }: FieldsProps<WearEntry>) {
  const id = useId();
  const long = { unit: 'ms', min: 1, max: LIMITS.durationMs, whole: false } as const;
  const targets = targetsOf(words.design, words.kindOf).filter(
    ({ address }) =>
      address.includes(':') || faultsAt(address, words.design, FAULTS, words.kindOf).some(({ fault }) => fault.id === 'crash'),
  );
  return (
    <>
      <div className={styles['row']}>
        <label htmlFor={id}>What fails</label>
        <Select
          id={id}
          options={targets.map(({ address, label }) => ({ value: address, label }))}
          value={entry.target}
          onChange={(target) => edit({ ...entry, target })}
        />
      </div>
      <NumberRow
        label="Up between failures (MTBF)"
        range={long}
        value={entry.mtbf}
        onChange={(mtbf, gesture) => edit({ ...entry, mtbf }, gesture)}
      />
      <NumberRow
        label="Time to repair (MTTR)"
        range={long}
        value={entry.mttr}
        onChange={(mttr, gesture) => edit({ ...entry, mttr }, gesture)}
      />
    </>
  );
}

const THEN = [
  { value: 'end', label: 'end the run' },
  { value: 'pause', label: 'pause it', help: 'Where nobody watches, the run goes on.' },
] as const;

function StopFields({ entry, words, edit }: FieldsProps<StopEntry>) {
  const id = useId();
  return (
    <>
      <ConditionFields
        condition={entry.when}
        design={words.design}
        forLabel="Holds for"
        onChange={(when, gesture) => edit({ ...entry, when }, gesture)}
      />
      <div className={styles['row']}>
        <label htmlFor={id}>Then</label>
        <Select id={id} options={THEN} value={entry.does} onChange={(does) => edit({ ...entry, does })} />
      </div>
    </>
  );
}
