/** The parts of a mixture: how often each one comes, and what it is. */
import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import type { Distribution, MixturePart } from '../../../src/std/distribution.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { DistributionEditor } from './DistributionEditor.tsx';
import styles from './MixtureParts.module.css';
import { QuantityInput } from './QuantityInput.tsx';

type Mixture = Extract<Distribution, { type: 'mixture' }>;

const WEIGHT = { unit: 'count', min: 0, max: 1e6, whole: false } as const;

export interface MixturePartsProps {
  readonly value: Mixture;
  readonly onChange: (value: Mixture, gesture?: string) => void;
}

export function MixtureParts({ value, onChange }: MixturePartsProps) {
  const keys = useRowKeys(value.parts.length);
  const total = value.parts.reduce((sum, part) => sum + part.weight, 0);
  const set = (parts: readonly MixturePart[], gesture?: string): void => onChange({ ...value, parts }, gesture);
  const edit = (at: number, part: MixturePart, gesture?: string): void =>
    set(
      value.parts.map((old, i) => (i === at ? part : old)),
      gesture,
    );
  return (
    <>
      {value.parts.map((part, i) => (
        <div key={keys.of(i)} className={styles['part']}>
          <div className={styles['head']}>
            <span className={styles['share']}>{total > 0 ? `${Math.round((part.weight / total) * 100)} %` : '–'}</span>
            <QuantityInput
              aria-label={`Weight of part ${i + 1}`}
              range={WEIGHT}
              value={part.weight}
              onChange={(weight, gesture) => edit(i, { ...part, weight }, gesture)}
            />
            {value.parts.length > 1 && (
              <IconButton
                label={`Remove part ${i + 1}`}
                onClick={() => {
                  keys.drop(i);
                  set(value.parts.filter((_, other) => other !== i));
                }}
              >
                <X aria-hidden="true" />
              </IconButton>
            )}
          </div>
          <DistributionEditor value={part.of} onChange={(of, gesture) => edit(i, { ...part, of }, gesture)} nested />
        </div>
      ))}
      <Button
        look="quiet"
        icon={<Plus aria-hidden="true" />}
        onClick={() => set([...value.parts, { weight: 1, of: { type: 'constant', value: 10 } }])}
      >
        Add a part
      </Button>
    </>
  );
}

/** Keys for rows that have no name of their own, so that taking one out leaves the typing in the others alone. */
function useRowKeys(count: number): { readonly of: (row: number) => number; readonly drop: (row: number) => void } {
  const keys = useRef<number[]>([]);
  const next = useRef(0);
  while (keys.current.length < count) {
    keys.current.push(next.current);
    next.current += 1;
  }
  return { of: (row) => keys.current[row] ?? row, drop: (row) => keys.current.splice(row, 1) };
}
