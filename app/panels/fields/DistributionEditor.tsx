/** The unfolded distribution: its type, the numbers of that type, and what they come to: mean, p50 and p99. */
import { useId } from 'react';
import { checkDistribution, type Distribution, mean } from '../../../src/std/distribution.ts';
import { quantile } from '../../../src/std/distribution-curve.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import { Select } from '../../ui/Select.tsx';
import styles from './DistributionEditor.module.css';
import { convert, DISTRIBUTION_TYPES, type DistributionNumber, numberIn, numbersOf, withNumber } from './distribution-entry.ts';
import { MeasuredValues } from './MeasuredValues.tsx';
import { MixtureParts } from './MixtureParts.tsx';
import { QuantityInput } from './QuantityInput.tsx';
import { useOwnError } from './use-own-error.ts';

export interface DistributionEditorProps {
  readonly value: Distribution;
  readonly onChange: (value: Distribution, gesture?: string) => void;
  /** Inside a mixture, which offers no further mixtures. */
  readonly nested: boolean;
}

export function DistributionEditor({ value, onChange, nested }: DistributionEditorProps) {
  const types = nested ? DISTRIBUTION_TYPES.filter((one) => one.value !== 'mixture') : DISTRIBUTION_TYPES;
  return (
    <div className={styles['editor']}>
      <Select aria-label="Shape" options={types} value={value.type} onChange={(type) => onChange(convert(value, type))} />
      {numbersOf(value.type).map((number) => (
        <NumberRow key={`${value.type} ${number.key}`} number={number} of={value} onChange={onChange} />
      ))}
      {value.type === 'mixture' && <MixtureParts value={value} onChange={onChange} />}
      {value.type === 'empirical' && <MeasuredValues value={value} onChange={onChange} />}
      {!nested && <Summary of={value} />}
    </div>
  );
}

interface NumberRowProps {
  readonly number: DistributionNumber;
  readonly of: Distribution;
  readonly onChange: DistributionEditorProps['onChange'];
}

function NumberRow({ number: { key, label, range }, of, onChange }: NumberRowProps) {
  const id = useId();
  const { error, onError, describedBy } = useOwnError(id);
  return (
    <div className={styles['row']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <QuantityInput
        id={id}
        range={range}
        value={numberIn(of, key)}
        invalid={error !== undefined}
        describedBy={describedBy}
        onError={onError}
        onChange={(next, gesture) => onChange(withNumber(of, key, next), gesture)}
      />
      {error !== undefined && (
        <p id={describedBy} className={styles['error']}>
          {error}
        </p>
      )}
    </div>
  );
}

function Summary({ of }: { readonly of: Distribution }) {
  if (checkDistribution(of) !== undefined) return null;
  const figures: readonly (readonly [string, number])[] = [
    ['mean', mean(of)],
    ['p50', quantile(of, 0.5)],
    ['p99', quantile(of, 0.99)],
  ];
  return (
    <dl className={styles['summary']}>
      {figures.map(([name, ms]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{formatQuantity(ms, 'ms', 3)}</dd>
        </div>
      ))}
    </dl>
  );
}
