/**
 * Why it was slow, or failed: for a stretch chosen on a chart or typed, or for the worst one of the run. The cause in words first, then what is
 * compared, then where the time of the slowest requests went.
 */
import { useState } from 'react';
import type { Stretch } from '../../src/run/why/observe.ts';
import type { Why } from '../../src/run/why/why.ts';
import { useDesign } from '../state/design-store.ts';
import { latestTimeMs } from '../state/run-store.ts';
import { setView, useView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { NumberInput } from '../ui/NumberInput.tsx';
import { Answer } from './Answer.tsx';
import { useWhy } from './use-why.ts';
import styles from './WhyDialog.module.css';

const SECOND = 1000;
/** What “now” means: so long until the present moment, ms (chosen). */
const NOW_MS = 5000;

export function WhyDialog({ onClose }: { readonly onClose: () => void }) {
  const asked = useView((view) => view.stretch);
  const design = useDesign((state) => state.design);
  const [endMs] = useState(latestTimeMs);
  const { done, why } = useWhy(asked);
  return (
    <Dialog title="Why" lead={LEAD} open size="wide" onClose={onClose}>
      <StretchFields stretch={asked ?? why?.stretch} endMs={endMs} />
      {why === undefined ? (
        <Asking done={done} begun={endMs > 0} />
      ) : (
        <Answer why={why} design={design} more={<TracesOfStretch why={why} />} />
      )}
    </Dialog>
  );
}

const LEAD = 'One stretch of this run against the calm time before it. Drag over a chart to choose another.';

function Asking({ done, begun }: { readonly done: number; readonly begun: boolean }) {
  if (!begun || done === 1) return <p className={styles['none']}>Nothing has been measured yet. Let it run for a while.</p>;
  return (
    <div className={styles['none']}>
      <p role="status">Executing the run once more, to see what happened in that time …</p>
      <progress className={styles['progress']} max={1} value={done} aria-label="Looked at so far" />
    </div>
  );
}

function StretchFields({ stretch, endMs }: { readonly stretch: Stretch | undefined; readonly endMs: number }) {
  const [fromMs, toMs] = [stretch?.fromMs ?? 0, stretch?.toMs ?? endMs];
  const choose = (next: Stretch | undefined): void => setView({ stretch: next });
  return (
    <fieldset className={styles['stretch']} aria-label="Stretch of time">
      <span>
        From
        <NumberInput
          aria-label="From"
          value={fromMs / SECOND}
          min={0}
          max={Math.max(0, toMs / SECOND - 0.2)}
          suffix="s"
          onCommit={(from) => choose({ fromMs: from * SECOND, toMs })}
        />
      </span>
      <span>
        to
        <NumberInput
          aria-label="To"
          value={toMs / SECOND}
          min={fromMs / SECOND + 0.2}
          max={Math.max(endMs / SECOND, fromMs / SECOND + 0.2)}
          suffix="s"
          onCommit={(to) => choose({ fromMs, toMs: to * SECOND })}
        />
      </span>
      <Button onClick={() => choose(undefined)}>Worst stretch</Button>
      <Button onClick={() => choose({ fromMs: Math.max(0, endMs - NOW_MS), toMs: endMs })}>Last {NOW_MS / SECOND} s</Button>
    </fieldset>
  );
}

/** Requests that ended in that time, however and however long they took, and those that had not ended by its end. */
function TracesOfStretch({ why: { stretch } }: { readonly why: Why }) {
  const traced = { all: true, ...stretch, leastMs: 0, mostMs: Number.POSITIVE_INFINITY };
  return <Button onClick={() => setView({ traced, dialog: 'traces' })}>Traces of this time</Button>;
}
