/**
 * A random duration: folded, its p50 and p99 with the curve under them; unfolded, its type and numbers. What is typed lives in a draft
 * until it makes sense as a whole (p50 below p99, from below to), so the value in force is always a valid one.
 */
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { checkDistribution, type Distribution } from '../../../src/std/distribution.ts';
import { describe } from '../../../src/std/distribution-curve.ts';
import type { DistributionSpec } from '../../../src/std/parameter.ts';
import { Curve } from './Curve.tsx';
import { DistributionEditor } from './DistributionEditor.tsx';
import styles from './DistributionField.module.css';
import type { FieldProps } from './field-props.ts';

export function DistributionField({
  id,
  spec,
  value,
  mixed,
  describedBy,
  invalid,
  onChange,
  onError,
}: FieldProps<DistributionSpec, Distribution>) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<{ readonly of: Distribution; readonly from: Distribution }>();
  const shown = draft?.from === value ? draft.of : value;
  const change = (next: Distribution, gesture?: string): void => {
    const problem = checkDistribution(next);
    onError(problem);
    setDraft(problem === undefined ? undefined : { of: next, from: value });
    if (problem === undefined) onChange(next, gesture);
  };
  return (
    <>
      <button
        type="button"
        id={id}
        className={styles['summary']}
        aria-expanded={open}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        onClick={() => setOpen(!open)}
      >
        <span className={styles['words']} title={mixed ? undefined : describe(value)}>
          {mixed ? 'mixed' : describe(value)}
        </span>
        <ChevronDown aria-hidden="true" className={styles['arrow']} />
      </button>
      {!mixed && value.type !== 'constant' && (
        <div className={styles['curve']}>
          <Curve of={value} />
        </div>
      )}
      {open && (
        <fieldset className={styles['editor']} aria-label={spec.label}>
          <DistributionEditor value={shown} onChange={change} nested={false} />
        </fieldset>
      )}
    </>
  );
}
