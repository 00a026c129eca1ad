/** What the run pauses at: a figure that passes a value, or something that happens. */
import { CirclePause, FastForward, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { type Breakpoint, breakpointText, HAPPENINGS, type Happening } from '../../src/design/breakpoint-doc.ts';
import { CONDITION_METRICS, type ConditionMetric, conditionsOf, conditionWords } from '../../src/design/condition-doc.ts';
import type { Design } from '../../src/design/document.ts';
import type { Unit } from '../../src/std/parameter.ts';
import { QuantityInput } from '../panels/fields/QuantityInput.tsx';
import { useOwnError } from '../panels/fields/use-own-error.ts';
import { runUntil, setBreakpoints } from '../state/breakpoints.ts';
import { useDesign } from '../state/design-store.ts';
import { useRun } from '../state/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Select } from '../ui/Select.tsx';
import styles from './MomentsDialog.module.css';

export function Breakpoints({ onClose }: { readonly onClose: () => void }) {
  const design = useDesign((state) => state.design);
  const breakpoints = useRun((run) => run.breakpoints);
  const runs = useRun((run) => run.shape !== undefined);
  const draft = useDraft(design);
  const id = useId();
  const blocked = runs ? undefined : 'There is nothing to run yet.';
  const text = breakpointText(draft.breakpoint, design);
  const known = breakpoints.some((one) => breakpointText(one, design) === text);
  const until = (): void => {
    onClose();
    runUntil(draft.breakpoint);
  };
  return (
    <section className={styles['section']} aria-label="Run until">
      <h3>Run until, or pause whenever</h3>
      <div className={styles['row']}>
        <span className={styles['field']}>
          <label htmlFor={id}>What</label>
          <Select id={id} className={styles['metric']} options={optionsOf(design)} value={draft.what} onChange={draft.choose} />
        </span>
        {draft.figure !== undefined && <Bound figure={draft.figure} />}
      </div>
      <div className={styles['row']}>
        <Button look="primary" icon={<FastForward aria-hidden="true" />} blocked={blocked} onClick={until}>
          Run until
        </Button>
        <Button
          icon={<CirclePause aria-hidden="true" />}
          blocked={known ? 'It pauses there already.' : undefined}
          onClick={() => setBreakpoints([...breakpoints, draft.breakpoint])}
        >
          Pause whenever
        </Button>
      </div>
      <ul className={styles['list']} aria-label="Breakpoints">
        {breakpoints.map((breakpoint) => {
          const text = breakpointText(breakpoint, design);
          return (
            <li key={text}>
              <span className={styles['what']}>Pauses when {text}</span>
              <IconButton label={`Remove: ${text}`} onClick={() => setBreakpoints(breakpoints.filter((one) => one !== breakpoint))}>
                <Trash2 aria-hidden="true" />
              </IconButton>
            </li>
          );
        })}
      </ul>
      <p className={styles['help']}>Looked at when a chart window ends, so a run pauses at the same moment at any speed.</p>
    </section>
  );
}

interface Figure {
  readonly unit: Unit;
  readonly above: boolean;
  readonly value: number;
  readonly forMs: number;
  readonly set: (patch: { above?: boolean; value?: number; forMs?: number }) => void;
}

function Bound({ figure: { unit, above, value, forMs, set } }: { readonly figure: Figure }) {
  const id = useId();
  const { error, onError, describedBy } = useOwnError(id);
  const most = unit === 'ratio' ? 1 : 1e12;
  return (
    <>
      <Select
        aria-label="Bound"
        className={styles['bound']}
        options={[
          { value: 'above', label: 'above' },
          { value: 'below', label: 'below' },
        ]}
        value={above ? 'above' : 'below'}
        onChange={(bound) => set({ above: bound === 'above' })}
      />
      <QuantityInput
        aria-label="Value"
        range={{ unit, min: 0, max: most, whole: false }}
        value={value}
        invalid={error !== undefined}
        describedBy={describedBy}
        onError={onError}
        onChange={(next) => set({ value: next })}
      />
      <span className={styles['field']}>
        <label htmlFor={`${id}-for`}>for</label>
        <QuantityInput
          id={`${id}-for`}
          range={{ unit: 'ms', min: 0, max: 600_000, whole: false, zero: 'a window' }}
          value={forMs}
          onError={onError}
          onChange={(next) => set({ forMs: next })}
        />
      </span>
      {error !== undefined && (
        <span id={describedBy} className={styles['error']} role="alert">
          {error}
        </span>
      )}
    </>
  );
}

/** Usual bounds by unit (chosen): what most people would want to be told of. */
const USUAL: Readonly<Partial<Record<Unit, number>>> = { ms: 1000, ratio: 0.99, perSecond: 100, count: 100 };

function useDraft(design: Design) {
  const [what, setWhat] = useState('latency.p99');
  const [bound, setBound] = useState<{ above?: boolean; value?: number; forMs?: number }>({});
  const choose = (next: string): void => {
    setWhat(next);
    setBound({});
  };
  if (what in HAPPENINGS) return { what, choose, breakpoint: { is: 'happening', what: what as Happening } as const, figure: undefined };
  const unit = conditionWords(what, design)?.unit ?? 'count';
  const above = bound.above ?? what !== 'availability';
  const value = bound.value ?? USUAL[unit] ?? 100;
  const forMs = bound.forMs ?? 0;
  const condition = {
    metric: what as ConditionMetric,
    class: '',
    bound: above ? 'above' : 'below',
    value,
    ...(forMs > 0 && { for: forMs }),
  } as const;
  const breakpoint: Breakpoint = { is: 'condition', condition };
  const figure: Figure = { unit, above, value, forMs, set: (patch) => setBound((before) => ({ ...before, ...patch })) };
  return { what, choose, breakpoint, figure };
}

function optionsOf(design: Design) {
  const words = (metric: string) => conditionWords(metric, design)?.words ?? metric;
  const metrics: readonly string[] = [...Object.keys(CONDITION_METRICS), ...design.nodes.flatMap(({ id }) => conditionsOf(id, design))];
  return [
    ...Object.entries(HAPPENINGS).map(([value, label]) => ({ value, label })),
    ...metrics.map((value) => ({ value, label: words(value) })),
  ];
}
