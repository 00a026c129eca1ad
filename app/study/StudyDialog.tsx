/** Studies: questions about the design that take many runs, each on a tab of its own. */
import { type ReactNode, useEffect } from 'react';
import { Dialog } from '../ui/Dialog.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { CapacityPanel } from './CapacityPanel.tsx';
import { CascadePanel } from './CascadePanel.tsx';
import { CurvePanel } from './CurvePanel.tsx';
import { FailuresPanel } from './FailuresPanel.tsx';
import { FindPanel } from './FindPanel.tsx';
import { FrontierPanel } from './FrontierPanel.tsx';
import { StabilityPanel } from './StabilityPanel.tsx';
import { StructurePanel } from './StructurePanel.tsx';
import styles from './Study.module.css';
import { SweepPanel } from './SweepPanel.tsx';
import { type StudyName, setStudyTab, stopStudy, useStanding, useStudyTab } from './study-store.ts';
import { TornadoPanel } from './TornadoPanel.tsx';

const TABS = [
  { value: 'failures', label: 'Failures' },
  { value: 'find', label: 'Break it' },
  { value: 'cascade', label: 'Cascade' },
  { value: 'structure', label: 'Structure' },
  { value: 'capacity', label: 'Capacity' },
  { value: 'curve', label: 'Scaling' },
  { value: 'stability', label: 'Metastability' },
  { value: 'tornado', label: 'Sensitivity' },
  { value: 'sweep', label: 'Sweep' },
  { value: 'frontier', label: 'Trade-offs' },
] as const satisfies readonly { readonly value: StudyName; readonly label: string }[];

const LEADS: Readonly<Record<StudyName, string>> = {
  failures: 'Every single fault, and every pair, against the objectives: what the design bears and what it does not.',
  find: 'Looks for the smallest set of faults that breaks an objective, and makes it smaller until nothing can be left out.',
  cascade: 'How one fault spreads: what becomes otherwise at which part, step by step.',
  structure: 'What must be up for a request to be answered, what goes down with each part, and what that promises.',
  capacity: 'The largest load that meets the objectives, and what limits it.',
  curve: 'Slow for one user is a matter of performance, slow for many a matter of scalability.',
  stability: 'A short trigger, a lasting outage: at which load, by how large a trigger, and how the system comes back.',
  tornado: 'Which settings move a figure when each is turned down and up while the others stay.',
  sweep: 'One setting over a range of values: throughput and latency on one chart, under the load as drawn and under a tenth of it.',
  frontier: 'Cost, latency and availability over a grid of settings, and the points that nothing beats.',
};

const PANELS: Readonly<Record<StudyName, () => ReactNode>> = {
  failures: FailuresPanel,
  find: FindPanel,
  cascade: CascadePanel,
  structure: StructurePanel,
  capacity: CapacityPanel,
  curve: CurvePanel,
  stability: StabilityPanel,
  tornado: TornadoPanel,
  sweep: SweepPanel,
  frontier: FrontierPanel,
};

/** What a study will show, said where it will stand. */
const AWAITED: Readonly<Record<StudyName, string>> = {
  failures: 'Here will be a row for each fault and a column for each objective. A press on a cell opens that very run.',
  find: 'Here will be the smallest set of faults that was found, as a run to open.',
  cascade: 'Here will be what went otherwise than without the fault, in the order in which it did.',
  structure: 'Here will be what each journey cannot do without, and what goes down with each part.',
  capacity: 'Here will be a point for each load that was tried, and the two between which the limit lies. A press on one opens its run.',
  curve: 'Here will be throughput against users, as measured, and the line that fits it.',
  stability: 'Here will be a field for each load and trigger: stable, vulnerable or metastable. A press on one opens its run.',
  tornado: 'Here will be a bar for each setting, the longest first.',
  sweep: 'Here will be throughput and latency over the values. The example “Batches: throughput or latency” is made for this.',
  frontier: 'Here will be a point for each choice of settings; those that nothing beats stand out.',
};

export function StudyDialog({ onClose }: { readonly onClose: () => void }) {
  const tab = useStudyTab();
  const begun = useStanding(tab) !== undefined;
  useEffect(() => stopStudy, []);
  const Panel = PANELS[tab];
  return (
    <Dialog title="Studies" lead={LEADS[tab]} size="full" open onClose={onClose}>
      <Tabs tabs={TABS} value={tab} onChange={setStudyTab} aria-label="Which study">
        <Panel />
        {!begun && <p className={styles['awaited']}>{AWAITED[tab]}</p>}
      </Tabs>
    </Dialog>
  );
}
