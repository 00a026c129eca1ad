/** Many runs: the design again and again under seeds of their own, or against another design under the same seeds. */
import { Play, Square } from 'lucide-react';
import { useEffect } from 'react';
import { useDesign } from '../state/design-store.ts';
import { useRun } from '../state/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { BaselineField } from './BaselineField.tsx';
import { BranchLine } from './BranchLine.tsx';
import styles from './ExperimentDialog.module.css';
import { leave, type Mode, setMode, start, stop, useExperiment } from './experiment-store.ts';
import { Outcome } from './Outcome.tsx';
import { Setup } from './Setup.tsx';
import { WarmupLine } from './WarmupLine.tsx';

const TABS = [
  { value: 'replicate', label: 'Repeat' },
  { value: 'compare', label: 'Compare' },
] as const;

const LEADS: Readonly<Record<Mode, string>> = {
  replicate: 'One run is one draw of luck. Many, each under a seed of its own, show how far a figure can be trusted.',
  compare: 'Two designs under the same seeds meet the same requests and the same faults, so what differs comes from the design.',
};

export function ExperimentDialog({ onClose }: { readonly onClose: () => void }) {
  const mode = useExperiment((state) => state.mode);
  useEffect(() => leaveLater(), []);
  return (
    <Dialog title="Many runs" lead={LEADS[mode]} size="wide" open onClose={onClose}>
      <Tabs tabs={TABS} value={mode} onChange={setMode} aria-label="What to do">
        <Panel mode={mode} />
      </Tabs>
    </Dialog>
  );
}

function leaveLater(): () => void {
  return () => leave();
}

function Panel({ mode }: { readonly mode: Mode }) {
  const results = useExperiment((state) => state.results[mode]);
  const running = results?.ended === 'running';
  const blocked = useBlocked();
  const baseline = useExperiment((state) => state.baseline);
  const branch = useExperiment((state) => state.branch);
  const missing = mode === 'compare' && baseline === undefined && branch === undefined ? 'Choose what to compare with first.' : undefined;
  return (
    <div className={styles['panel']}>
      {mode === 'compare' ? (
        branch === undefined ? (
          <BaselineField />
        ) : (
          <BranchLine branch={branch} />
        )
      ) : (
        <WarmupLine blocked={running ? 'Runs are on their way.' : blocked} />
      )}
      <div className={styles['row']}>
        <Setup mode={mode} />
        {running ? (
          <Button icon={<Square aria-hidden="true" />} onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button look="primary" icon={<Play aria-hidden="true" />} blocked={blocked ?? missing} onClick={() => void start(mode)}>
            {mode === 'compare' ? 'Compare' : 'Run them'}
          </Button>
        )}
      </div>
      {results !== undefined && <Outcome mode={mode} results={results} />}
    </div>
  );
}

/** Why the design cannot run, in words. */
function useBlocked(): string | undefined {
  const empty = useDesign((state) => state.design.nodes.length === 0);
  const problem = useRun((run) => run.problems.find(({ severity }) => severity === 'error')?.message);
  return empty ? 'The canvas is empty: there is nothing to run.' : problem;
}
