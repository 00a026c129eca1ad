/**
 * Breaking things: what to aim at, when, and the faults that fit. While the simulation runs a press strikes now; otherwise the fault is put
 * on the timeline. Which faults fit follows from what kinds and faults declare.
 */
import { useState } from 'react';
import { kindOf } from '../../../src/catalog/index.ts';
import { freeId } from '../../../src/design/fresh.ts';
import type { Fault } from '../../../src/faults/fault.ts';
import { FAULTS } from '../../../src/faults/index.ts';
import { dispatch, getDesign, useDesign } from '../../state/design-store.ts';
import { injectFault } from '../../state/run-store.ts';
import { setView } from '../../state/view-store.ts';
import { announce } from '../../ui/announce.ts';
import { clockText } from '../../ui/plot-area.ts';
import { Select } from '../../ui/Select.tsx';
import { useInProgress } from '../clock.ts';
import { newGesture } from '../gesture.ts';
import { Section } from '../Section.tsx';
import { instanceCount, type Subject } from '../subject.ts';
import { type Aim, aimFor, aimKey, aimsOf, faultsFor, isNamed } from './aims.ts';
import styles from './BreakTab.module.css';
import { FaultItem } from './FaultItem.tsx';
import { PartitionBuilder } from './PartitionBuilder.tsx';
import { PlannedFaults } from './PlannedFaults.tsx';
import { entryOf, lengthOf, type Setup, usualSetup } from './setup.ts';
import { addressOf, cutAround, type Sides, sidesFrom } from './sides.ts';
import { type When, WhenRow } from './WhenRow.tsx';

const GROUP_WORDS: Readonly<Record<Fault['group'], string>> = { machine: 'Machines', network: 'Network', data: 'Data', load: 'Load' };

export function BreakTab({ subject }: { readonly subject: Subject }) {
  const design = useDesign((state) => state.design);
  const running = useInProgress();
  const runMs = design.scenario.durationMs;
  const [chosen, setChosen] = useState<string>();
  const [when, setWhen] = useState<When>({ now: true, at: Math.round(runMs / 3000) * 1000 });
  const aims = aimsOf(subject, design, kindOf);
  const kinds = subject.is === 'nodes' ? subject.kinds : [];
  const offered = faultsFor(FAULTS, aims, kinds);
  const useful = aims.filter((aim) => isNamed(aim) && offered.some(({ aims: fitting }) => fitting.includes(aim)));
  const aimed = useful.find((aim) => aimKey(aim) === chosen) ?? useful[0] ?? NOWHERE;
  const strikes = (fault: Fault, addresses: readonly string[], setup: Setup): void => {
    if (running && when.now) strikeNow(fault, addresses, setup);
    else plan(fault, addresses, setup, when.at);
  };
  if (subject.is === 'both') return <p className={styles['note']}>Select parts or links alone to break them.</p>;
  if (offered.length === 0) return <p className={styles['note']}>{subject.is === 'document' ? NOTHING_DRAWN : 'No fault fits here.'}</p>;
  return (
    <>
      <div className={styles['aim']}>
        {useful.length > 1 && (
          <div className={styles['row']}>
            <span className={styles['label']}>Aim at</span>
            <Select
              className={styles['target']}
              aria-label="Aim at"
              options={useful.map((aim) => ({ value: aimKey(aim), label: aim.label }))}
              value={aimKey(aimed)}
              onChange={setChosen}
            />
          </div>
        )}
        <WhenRow when={when} running={running} runMs={runMs} onChange={setWhen} />
      </div>
      <PlannedFaults subject={subject} />
      {(Object.keys(GROUP_WORDS) as Fault['group'][]).map((group) => (
        <FaultGroup key={group} group={group} offered={offered} chosen={aimKey(aimed)} runMs={runMs} onBreak={strikes} />
      ))}
    </>
  );
}

const NOWHERE: Aim = { sort: 'node', addresses: [], label: '' };
const NOTHING_DRAWN = 'Draw something first; then every part, link and zone can be broken here.';

interface FaultGroupProps {
  readonly group: Fault['group'];
  readonly offered: ReturnType<typeof faultsFor>;
  readonly chosen: string;
  readonly runMs: number;
  readonly onBreak: (fault: Fault, addresses: readonly string[], setup: Setup) => void;
}

function FaultGroup({ group, offered, chosen, runMs, onBreak }: FaultGroupProps) {
  const mine = offered.filter(({ fault }) => fault.group === group);
  if (mine.length === 0) return null;
  return (
    <Section title={GROUP_WORDS[group]}>
      <ul className={styles['faults']}>
        {mine.map(({ fault, aims }) => {
          const aim = aimFor(aims, chosen) ?? NOWHERE;
          return (
            <Offer
              key={`${fault.id} ${aimKey(aim)}`}
              fault={fault}
              aim={aim}
              plain={aimKey(aim) === chosen}
              runMs={runMs}
              onBreak={onBreak}
            />
          );
        })}
      </ul>
    </Section>
  );
}

interface OfferProps {
  readonly fault: Fault;
  readonly aim: Aim;
  /** It aims where the tab's own choice says. */
  readonly plain: boolean;
  readonly runMs: number;
  readonly onBreak: FaultGroupProps['onBreak'];
}

/** One fault with the settings made here. A fault that can cut has its sides too; until they are drawn, the aim says where. */
function Offer({ fault, aim, plain, runMs, onBreak }: OfferProps) {
  const nodes = useDesign((state) => state.design.nodes);
  const [setup, setSetup] = useState(() => usualSetup(fault));
  const [drawn, setDrawn] = useState<Sides>();
  const cuts = fault.targets.includes('partition') && aim.sort !== 'link' && nodes.length > 1;
  const mustDraw = aim.addresses.length === 0;
  const parts = cuts ? nodes.map((node) => ({ ...node, instances: instanceCount(node, kindOf(node.kind)) })) : [];
  const sides = drawn ?? sidesFrom(parts, cuts ? cutAround(parts, aim.addresses[0] ?? '{}|{}') : '');
  const cut = cuts && (drawn !== undefined || mustDraw) ? addressOf(sides) : undefined;
  const addresses = cut === undefined ? aim.addresses : 'address' in cut ? [cut.address] : [];
  return (
    <FaultItem
      fault={fault}
      at={drawn === undefined && !plain ? aim.label : undefined}
      setup={setup}
      runMs={runMs}
      onSetup={setSetup}
      blocked={cut !== undefined && 'why' in cut ? cut.why : undefined}
      onBreak={() => onBreak(fault, addresses, setup)}
    >
      {cuts && <PartitionBuilder sides={sides} cuts={fault.cuts === true} onChange={setDrawn} />}
    </FaultItem>
  );
}

function strikeNow(fault: Fault, addresses: readonly string[], setup: Setup): void {
  for (const address of addresses) void injectFault(fault.id, address, setup.params, lengthOf(fault, setup).duration);
  announce(`${fault.name} on ${addresses.join(', ')} now`);
}

function plan(fault: Fault, addresses: readonly string[], setup: Setup, at: number): void {
  const gesture = newGesture('plan');
  for (const address of addresses) {
    const entry = entryOf(fault, address, setup, at, freeId(entryIds(), fault.id));
    const problem = dispatch({ do: 'set-entry', entry }, gesture);
    if (problem !== undefined) setView({ notice: { text: problem.message, tone: 'bad' } });
  }
  announce(`${fault.name} on ${addresses.join(', ')} is planned at ${clockText(at)}`);
}

const entryIds = (): ReadonlySet<string> => new Set(getDesign().scenario.timeline.map((entry) => entry.id));
