/** The settings of entries that try a design out: random faults, background failures, stop conditions, probes. */
import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import {
  type ChaosEntry,
  type HypothesisDoc,
  LIMITS,
  PHASES,
  type ProbeEntry,
  type StopEntry,
  type TimelineEntry,
  type WearEntry,
} from '../../../src/design/document.ts';
import { FAULTS } from '../../../src/faults/index.ts';
import { TextInput } from '../../panels/TextInput.tsx';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import styles from '../EntryPopover.module.css';
import { entryLabel, type Words } from '../entry-words.ts';
import { faultsAt, targetsOf } from '../targets.ts';
import { ConditionFields } from './ConditionFields.tsx';
import type { EntryMoreProps } from './EntryMore.tsx';
import more from './More.module.css';
import { NumberRow } from './NumberRow.tsx';

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

interface FieldsProps<Entry> {
  readonly entry: Entry;
  readonly words: Words;
  readonly edit: (entry: TimelineEntry, gesture?: string) => void;
}

function ChaosFields({ entry, words, edit }: FieldsProps<ChaosEntry>) {
  const targets = targetsOf(words.design, words.kindOf);
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
        options={targets.map(({ address, label }) => ({ value: address, label }))}
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

interface ChecksProps {
  readonly legend: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Several of many; the order of the options is kept. */
function Checks({ legend, options, chosen, onChange }: ChecksProps) {
  const turn = (value: string, on: boolean): void =>
    onChange(options.map((one) => one.value).filter((one) => (one === value ? on : chosen.includes(one))));
  return (
    <fieldset className={more['checks']}>
      <legend>{legend}</legend>
      <div className={more['list']}>
        {options.map(({ value, label }) => (
          <label key={value}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={(event) => turn(value, event.target.checked)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
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
        <Select id={id} options={THEN} value={entry.then} onChange={(then) => edit({ ...entry, then })} />
      </div>
    </>
  );
}

const PHASE_LABELS = { before: 'before', during: 'during', after: 'after' } as const;

function ProbeFields({ entry, words, edit }: FieldsProps<ProbeEntry>) {
  const id = useId();
  const { of: _of, recoverWithin: _within, ...plain } = entry;
  const watched = words.design.scenario.timeline.filter(({ type }) => type === 'fault' || type === 'chaos' || type === 'wear');
  const kept = {
    ...(entry.of !== undefined && { of: entry.of }),
    ...(entry.recoverWithin !== undefined && { recoverWithin: entry.recoverWithin }),
  };
  const setOne = (i: number, next: HypothesisDoc, gesture?: string): void =>
    edit({ ...entry, hypothesis: entry.hypothesis.map((one, k) => (k === i ? next : one)) }, gesture);
  return (
    <>
      <div className={styles['row']}>
        <label htmlFor={`${id}-name`}>Name</label>
        <TextInput
          id={`${id}-name`}
          maxLength={LIMITS.nameLength}
          placeholder="from its condition"
          value={entry.name}
          onCommit={(name) => edit({ ...entry, name })}
        />
      </div>
      <div className={styles['row']}>
        <label htmlFor={`${id}-of`}>Watches</label>
        <Select
          id={`${id}-of`}
          options={[{ value: '', label: 'all faults' }, ...watched.map((one) => ({ value: one.id, label: entryLabel(words, one) }))]}
          value={entry.of ?? ''}
          onChange={(of) =>
            edit({ ...plain, ...(entry.recoverWithin !== undefined && { recoverWithin: entry.recoverWithin }), ...(of !== '' && { of }) })
          }
        />
      </div>
      {entry.hypothesis.map((one, i) => (
        <div key={`${one.metric} ${i}`}>
          <div className={more['head']}>
            <span>{i === 0 ? 'Should hold' : 'And'}</span>
            {entry.hypothesis.length > 1 && (
              <IconButton
                label="Remove this condition"
                onClick={() => edit({ ...entry, hypothesis: entry.hypothesis.filter((_, k) => k !== i) })}
              >
                <X aria-hidden="true" />
              </IconButton>
            )}
          </div>
          <ConditionFields
            condition={one}
            design={words.design}
            forLabel="Broken after failing for"
            onChange={(next, gesture) => setOne(i, { ...next, phases: one.phases }, gesture)}
          />
          <Checks
            legend="When"
            options={PHASES.map((phase) => ({ value: phase, label: `${PHASE_LABELS[phase]} the fault` }))}
            chosen={one.phases}
            onChange={(phases) => setOne(i, { ...one, phases: PHASES.filter((phase) => phases.includes(phase)) })}
          />
        </div>
      ))}
      {entry.hypothesis.length < LIMITS.hypotheses && (
        <Button
          look="quiet"
          icon={<Plus aria-hidden="true" />}
          onClick={() => edit({ ...entry, hypothesis: [...entry.hypothesis, ANOTHER] })}
        >
          Another condition
        </Button>
      )}
      <NumberRow
        label="After it, may recover within"
        range={{ unit: 'ms', min: 0, max: LIMITS.durationMs, whole: false, zero: 'no time' }}
        value={entry.recoverWithin ?? 0}
        onChange={(ms, gesture) => {
          const { recoverWithin: _, ...rest } = kept;
          edit({ ...plain, ...rest, ...(ms > 0 && { recoverWithin: ms }) }, gesture);
        }}
      />
    </>
  );
}

const ANOTHER: HypothesisDoc = { metric: 'latency.p99', class: '', bound: 'most', value: 500, phases: PHASES };
