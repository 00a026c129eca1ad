/** Seed, length and warm-up of the scenario behind one button, and beside it whether this run is the one expected. */
import { Check, Dices, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { LIMITS } from '../../src/design/document.ts';
import { dispatch, useDesign } from '../state/design-store.ts';
import type { Replay } from '../state/replay.ts';
import { useRun } from '../state/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { NumberInput } from '../ui/NumberInput.tsx';
import { Popover } from '../ui/Popover.tsx';
import styles from './SeedButton.module.css';

const VERDICT: Readonly<Record<Replay['verdict'], string>> = {
  running: 'replay to be checked',
  identical: 'replayed identically',
  diverged: 'diverged',
};

export function SeedButton() {
  const seed = useDesign((state) => state.design.scenario.seed);
  const replay = useRun((run) => run.replay);
  const trigger = (
    <Button look="quiet" className={styles['seed']} data-verdict={replay?.verdict}>
      <span className={styles['number']}>seed {seed}</span>
      {replay !== undefined && (
        <span className={styles['verdict']}>
          {` · ${VERDICT[replay.verdict]} `}
          {replay.verdict === 'identical' && <Check aria-hidden="true" />}
          {replay.verdict === 'diverged' && <TriangleAlert aria-hidden="true" />}
        </span>
      )}
    </Button>
  );
  return (
    <Popover trigger={trigger} title="This run" align="end">
      <ScenarioFields />
      {replay !== undefined && <p className={styles['detail']}>{replay.detail}</p>}
    </Popover>
  );
}

function ScenarioFields() {
  const { seed, durationMs, warmupMs } = useDesign((state) => state.design.scenario);
  const [refused, setRefused] = useState<{ readonly field: string; readonly why: string }>();
  const attempt = (field: string, patch: { seed?: number; durationMs?: number; warmupMs?: number }): void => {
    const problem = dispatch({ do: 'set-scenario', ...patch });
    setRefused(problem && { field, why: problem.message });
  };
  const onRefuse = (field: string) => (why: string | undefined) => setRefused(why === undefined ? undefined : { field, why });
  const error = (field: string): string | undefined => (refused?.field === field ? refused.why : undefined);
  return (
    <>
      <Field label="Seed" help="The same seed gives the same run, event by event." error={error('seed')}>
        {(ids) => (
          <span className={styles['row']}>
            <NumberInput
              {...ids}
              value={seed}
              min={0}
              max={4_294_967_295}
              whole
              onCommit={(value) => attempt('seed', { seed: value })}
              onRefuse={onRefuse('seed')}
            />
            <Button
              icon={<Dices aria-hidden="true" />}
              aria-label="Another seed"
              onClick={() => attempt('seed', { seed: otherSeed(seed) })}
            />
          </span>
        )}
      </Field>
      <Field label="Length" error={error('duration')}>
        {(ids) => (
          <NumberInput
            {...ids}
            value={durationMs / 1_000}
            min={0.001}
            max={LIMITS.durationMs / 1_000}
            step={10}
            suffix="s"
            onCommit={(value) => attempt('duration', { durationMs: value * 1_000 })}
            onRefuse={onRefuse('duration')}
          />
        )}
      </Field>
      <Field label="Warm-up" help="Totals leave out what happens before." error={error('warmup')}>
        {(ids) => (
          <NumberInput
            {...ids}
            value={warmupMs / 1_000}
            min={0}
            max={durationMs / 1_000}
            suffix="s"
            onCommit={(value) => attempt('warmup', { warmupMs: value * 1_000 })}
            onRefuse={onRefuse('warmup')}
          />
        )}
      </Field>
    </>
  );
}

/** A small seed that differs from this one: easy to say aloud in a classroom. */
function otherSeed(seed: number): number {
  const drawn = 1 + Math.floor(Math.random() * 998);
  return drawn === seed ? 999 : drawn;
}
