/** The settings of a probe: what it watches, what should hold and when, and how fast it may recover. */
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { type HypothesisDoc, LIMITS, PHASES, type ProbeEntry, type TimelineEntry } from '../../../src/design/document.ts';
import { TextInput } from '../../panels/TextInput.tsx';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import styles from '../EntryPopover.module.css';
import { entryLabel, type Words } from '../entry-words.ts';
import { NumberRow } from '../NumberRow.tsx';
import { Checks } from './Checks.tsx';
import { ConditionFields } from './ConditionFields.tsx';
import more from './More.module.css';

export interface FieldsProps<Entry> {
  readonly entry: Entry;
  readonly words: Words;
  readonly edit: (entry: TimelineEntry, gesture?: string) => void;
}

const ANOTHER: HypothesisDoc = { metric: 'latency.p99', class: '', bound: 'most', value: 500, phases: PHASES };

export function ProbeFields({ entry, words, edit }: FieldsProps<ProbeEntry>) {
  const id = useId();
  const { hypothesis } = entry;
  // Conditions have no name but their place.
  const places = hypothesis.map((_, i) => `condition ${i + 1}`);
  const setAll = (next: readonly HypothesisDoc[], gesture?: string): void => edit({ ...entry, hypothesis: next }, gesture);
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
      <Watches entry={entry} words={words} edit={edit} />
      {hypothesis.map((one, i) => (
        <Hypothesis
          key={places[i]}
          title={i === 0 ? 'Should hold' : 'And'}
          hypothesis={one}
          words={words}
          onChange={(next, gesture) =>
            setAll(
              hypothesis.map((other, k) => (k === i ? next : other)),
              gesture,
            )
          }
          onRemove={hypothesis.length === 1 ? undefined : () => setAll(hypothesis.filter((_, k) => k !== i))}
        />
      ))}
      {hypothesis.length < LIMITS.hypotheses && (
        <Button look="quiet" icon={<Plus aria-hidden="true" />} onClick={() => setAll([...hypothesis, ANOTHER])}>
          Another condition
        </Button>
      )}
      <Recovery entry={entry} words={words} edit={edit} />
    </>
  );
}

function Watches({ entry, words, edit }: FieldsProps<ProbeEntry>) {
  const id = useId();
  const { of, ...rest } = entry;
  const faults = words.design.scenario.timeline.filter(({ type }) => type === 'fault' || type === 'chaos' || type === 'wear');
  return (
    <div className={styles['row']}>
      <label htmlFor={id}>Watches</label>
      <Select
        id={id}
        options={[{ value: '', label: 'all faults' }, ...faults.map((one) => ({ value: one.id, label: entryLabel(words, one) }))]}
        value={of ?? ''}
        onChange={(next) => edit(next === '' ? rest : { ...rest, of: next })}
      />
    </div>
  );
}

interface HypothesisProps {
  readonly title: string;
  readonly hypothesis: HypothesisDoc;
  readonly words: Words;
  readonly onChange: (next: HypothesisDoc, gesture?: string) => void;
  /** undefined: it is the only one. */
  readonly onRemove: (() => void) | undefined;
}

function Hypothesis({ title, hypothesis, words, onChange, onRemove }: HypothesisProps) {
  const { phases } = hypothesis;
  return (
    <div>
      <div className={more['head']}>
        <span>{title}</span>
        {onRemove !== undefined && (
          <IconButton label="Remove this condition" onClick={onRemove}>
            <X aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <ConditionFields
        condition={hypothesis}
        design={words.design}
        forLabel="Broken after failing for"
        onChange={(next, gesture) => onChange({ ...next, phases }, gesture)}
      />
      <Checks
        legend="When"
        options={PHASES.map((phase) => ({ value: phase, label: `${phase} the fault` }))}
        chosen={phases}
        onChange={(next) => onChange({ ...hypothesis, phases: PHASES.filter((phase) => next.includes(phase)) })}
      />
    </div>
  );
}

const RECOVERY = [
  { value: 'end', label: 'its end', help: 'For what should hold after the fault.' },
  { value: 'strike', label: 'its strike', help: 'For what should hold during it: a failover.' },
] as const;

function Recovery({ entry, edit }: FieldsProps<ProbeEntry>) {
  const id = useId();
  const { recoverWithin, recoverFrom, ...rest } = entry;
  const from = recoverFrom === undefined ? {} : { recoverFrom };
  return (
    <>
      <NumberRow
        label="May recover within"
        range={{ unit: 'ms', min: 0, max: LIMITS.durationMs, whole: false, zero: 'no time' }}
        value={recoverWithin ?? 0}
        onChange={(ms, gesture) => edit(ms === 0 ? rest : { ...rest, recoverWithin: ms, ...from }, gesture)}
      />
      {recoverWithin !== undefined && (
        <div className={styles['row']}>
          <label htmlFor={id}>Counted from</label>
          <Select
            id={id}
            options={RECOVERY}
            value={recoverFrom ?? 'end'}
            onChange={(next) => edit({ ...rest, recoverWithin, ...(next === 'strike' && { recoverFrom: next }) })}
          />
        </div>
      )}
    </>
  );
}
