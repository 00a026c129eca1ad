/** What happened in the run, moment by moment; how failures spread; and what became of the probes. */
import { useMemo, useState } from 'react';
import { incidentsOf } from '../../../src/run/incidents.ts';
import type { ProbeReport } from '../../../src/run/report.ts';
import type { LogEvent, LogKind } from '../../../src/run/story-report.ts';
import { useReport } from '../../panels/use-report.ts';
import { useDesign } from '../../state/design-store.ts';
import { simulatedMs } from '../../state/run-driver.ts';
import { goTo } from '../../state/run-store.ts';
import { useStory } from '../../state/story-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { clockText } from '../../ui/plot-area.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { cascadesOf } from './cascade.ts';
import styles from './EventLogDialog.module.css';
import { Verdicts } from './Verdicts.tsx';

const TABS = [
  { value: 'log', label: 'Event log' },
  { value: 'cascade', label: 'How it spread' },
  { value: 'probes', label: 'Verdicts' },
] as const;
type Tab = (typeof TABS)[number]['value'];

const LEADS: Readonly<Record<Tab, string>> = {
  log: 'What was done to the system, and what was seen of its parts as each chart window ended.',
  cascade: 'The first thing that happened to each part after something was done to the system.',
  probes: 'What should have held before, during and after faults, and whether it did.',
};

export function EventLogDialog({ onClose }: { readonly onClose: () => void }) {
  const recorded = useStory((story) => story.events);
  const report = useReport();
  const events = useMemo(() => (report === undefined ? recorded : incidentsOf(report, recorded)), [report, recorded]);
  const more = useStory((story) => story.more);
  const probes = useStory((story) => story.probes);
  const probing = useDesign((state) => state.design.scenario.timeline.some(({ type }) => type === 'probe'));
  const [tab, setTab] = useState<Tab>(probing ? 'probes' : 'log');
  return (
    <Dialog title="What happened" lead={LEADS[tab]} open size="wide" onClose={onClose}>
      <Tabs tabs={TABS} value={tab} onChange={setTab} aria-label="What to look at">
        <div className={styles['pane']}>
          {tab === 'log' && <Log events={events} more={more} onGo={onClose} />}
          {tab === 'cascade' && <Cascades events={recorded} />}
          {tab === 'probes' && <Probes probes={probes} />}
        </div>
      </Tabs>
    </Dialog>
  );
}

const MARKS: Readonly<Record<LogKind, string>> = {
  fault: 'bad',
  trigger: 'bad',
  healed: 'good',
  change: 'done',
  note: 'done',
  stop: 'done',
  probe: 'warn',
  down: 'bad',
  up: 'good',
  role: 'warn',
  breaker: 'warn',
  load: 'warn',
  errors: 'bad',
  well: 'good',
  outage: 'bad',
  recovered: 'good',
  alert: 'warn',
  cleared: 'good',
};

/** A press on its moment shows the run as it was then. What comes after the moment shown is there, but pale. */
function Line({ event, onGo }: { readonly event: LogEvent; readonly onGo: () => void }) {
  const go = (): void => {
    goTo(event.atMs);
    onGo();
  };
  return (
    <li className={styles['line']} data-mark={MARKS[event.kind]} data-later={event.atMs > simulatedMs() || undefined}>
      <button type="button" className={styles['go']} aria-label={`Go to ${clockText(event.atMs)}`} onClick={go}>
        {clockText(event.atMs)}
      </button>
      <span>{event.text}</span>
    </li>
  );
}

interface LogProps {
  readonly events: readonly LogEvent[];
  readonly more: number;
  readonly onGo: () => void;
}

function Log({ events, more, onGo }: LogProps) {
  if (events.length === 0)
    return <p className={styles['none']}>Nothing has happened yet. Plan a fault, or break something, and press play.</p>;
  return (
    <>
      <ol className={styles['list']} aria-label="Event log">
        {events.map((event) => (
          <Line key={`${event.atMs} ${event.of} ${event.text}`} event={event} onGo={onGo} />
        ))}
      </ol>
      {more > 0 && <p className={styles['none']}>{`${more} more events were counted and not kept.`}</p>}
    </>
  );
}

function Cascades({ events }: { readonly events: readonly LogEvent[] }) {
  const cascades = cascadesOf(events);
  if (cascades.length === 0) {
    return (
      <p className={styles['none']}>
        No part went down, filled up or failed after anything that was done. What only became slower is told by Why, and by Cascade among
        the studies.
      </p>
    );
  }
  return cascades.map(({ cause, steps }) => (
    <section key={`${cause.atMs} ${cause.text}`} className={styles['cascade']} aria-label={cause.text}>
      <h3>
        <span className={styles['when']}>{clockText(cause.atMs)}</span> {cause.text}
      </h3>
      <ol>
        {steps.map((step) => (
          <li key={`${step.atMs} ${step.text}`} data-mark={MARKS[step.kind]} className={styles['step']}>
            <span className={styles['when']}>{`+${((step.atMs - cause.atMs) / 1000).toFixed(1)} s`}</span>
            <span>{step.text}</span>
          </li>
        ))}
      </ol>
    </section>
  ));
}

function Probes({ probes }: { readonly probes: readonly ProbeReport[] }) {
  const design = useDesign((state) => state.design);
  if (probes.length === 0)
    return (
      <p className={styles['none']}>
        There is no probe on the timeline. Add one from its menu: say what should hold, and each run will tell.
      </p>
    );
  return <Verdicts probes={probes} design={design} />;
}
