/** Consistency: what the run promised its readers and kept, what it broke with the smallest proof of it, and what a partition would do. */
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { CapTab } from './CapTab.tsx';
import styles from './ConsistencyDialog.module.css';
import { Figures } from './Figures.tsx';
import { Freshness } from './Freshness.tsx';
import { Models } from './Models.tsx';
import { type Findings, useConsistency } from './use-consistency.ts';

const TABS = [
  { value: 'held', label: 'What held' },
  { value: 'cap', label: 'CAP comparison' },
] as const;
type Tab = (typeof TABS)[number]['value'];

const LEADS: Readonly<Record<Tab, string>> = {
  held: 'Measured, not claimed: the operations of this run, judged by what each model of consistency forbids.',
  cap: 'Your own design under one partition and one seed, with each side that its store can take.',
};

export function ConsistencyDialog({ onClose }: { readonly onClose: () => void }) {
  const [tab, setTab] = useState<Tab>('held');
  return (
    <Dialog title="Consistency" lead={LEADS[tab]} open size="wide" onClose={onClose}>
      <Tabs tabs={TABS} value={tab} onChange={setTab} aria-label="What to look at">
        {tab === 'held' ? <Held /> : <CapTab />}
      </Tabs>
    </Dialog>
  );
}

function Held() {
  const [turn, setTurn] = useState(0);
  return <Judged key={turn} onAgain={() => setTurn(turn + 1)} />;
}

function Judged({ onAgain }: { readonly onAgain: () => void }) {
  const findings = useConsistency();
  const { done, report } = findings;
  if (done < 1) return <Checking done={done} />;
  if (report === undefined || report.operations === 0) return <Nothing />;
  return <Found findings={findings} onAgain={onAgain} />;
}

function Found({ findings: { report, run }, onAgain }: { readonly findings: Findings; readonly onAgain: () => void }) {
  if (report === undefined) return null;
  return (
    <div className={styles['found']}>
      {run !== undefined && <Figures run={run} />}
      <Models models={report.models} />
      {report.stores.map((store) => (
        <Freshness key={store.node} store={store} />
      ))}
      <footer className={styles['seen']}>
        <p>{seenWords(report)}</p>
        <Button onClick={onAgain}>Check again</Button>
      </footer>
    </div>
  );
}

function seenWords({ untilMs, operations, keys, sessions, keyShare, fullAtMs }: NonNullable<Findings['report']>): string {
  const count = (n: number): string => n.toLocaleString('en-GB');
  const sample = keyShare < 1 ? `, a sample of ${Number((keyShare * 100).toPrecision(2))} % of all keys` : '';
  const full = fullAtMs === null ? '' : ` Nothing was recorded after ${(fullAtMs / 1000).toFixed(1)} s: there was no more room.`;
  return `Judged by ${count(operations)} operations of ${count(sessions)} sessions on ${count(keys)} keys${sample}, up to ${(untilMs / 1000).toFixed(1)} s, the warm-up included.${full}`;
}

function Checking({ done }: { readonly done: number }) {
  return (
    <div className={styles['waiting']}>
      <p role="status">Executing the run once more with its operations recorded, then judging them …</p>
      <progress max={1} value={done} aria-label="Checked so far" />
    </div>
  );
}

function Nothing() {
  return (
    <p className={styles['waiting']}>
      No stored data has been read or written yet. Draw a store, let the run go on for a while, and come back.
    </p>
  );
}
