/** The map of metastability: loads against triggers, what the system comes back from, and how far the load must be cut. */
import { useId, useState } from 'react';
import { kindOf } from '../../src/catalog/index.ts';
import {
  type MapCell,
  type MapPlan,
  mapDesign,
  mapWords,
  type StabilityMap,
  stabilityMap,
  type Trigger,
  USUAL_MAP,
  usualLoads,
} from '../../src/run/study/metastable.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { useDesign } from '../state/design-store.ts';
import { NumberInput } from '../ui/NumberInput.tsx';
import { Select } from '../ui/Select.tsx';
import { type HeatCell, HeatTable } from './HeatTable.tsx';
import { openRun } from './open-run.ts';
import styles from './Study.module.css';
import { StudyRow } from './StudyRow.tsx';
import { type Standing, startStudy, useStanding } from './study-store.ts';

const SPIKE = 'spike';
const HEATS = { stable: 0, vulnerable: 0.3, metastable: 0.75, overloaded: 1 } as const;

export function StabilityPanel() {
  const standing = useStanding('stability');
  const design = useDesign((state) => state.design);
  const [trigger, setTrigger] = useState<string>(SPIKE);
  const [seconds, setSeconds] = useState(USUAL_MAP.lastsMs / 1000);
  const id = useId();
  const parts = design.nodes.filter(({ kind }) => {
    const role = kindOf(kind)?.role;
    return role !== 'source' && role !== 'control';
  });
  const options = [
    { value: SPIKE, label: 'more requests' },
    ...parts.map((part) => ({ value: part.id, label: `${part.name || part.id} slower` })),
  ];
  const known = options.some(({ value }) => value === trigger) ? trigger : SPIKE;
  const chosen: Trigger = known === SPIKE ? { sort: 'spike' } : { sort: 'slow', node: known };
  const start = (): void => {
    const plan: MapPlan = { ...USUAL_MAP, loads: usualLoads(design), trigger: chosen, lastsMs: seconds * 1000 };
    void startStudy('stability', plan, stabilityMap);
  };
  return (
    <div className={styles['panel']}>
      <StudyRow standing={standing} label="Draw the map" onStart={start}>
        <span className={styles['field']}>
          <label htmlFor={`${id}-trigger`}>Trigger</label>
          <Select id={`${id}-trigger`} className={styles['choice']} options={options} value={known} onChange={setTrigger} />
        </span>
        <span className={styles['field']}>
          <label htmlFor={`${id}-lasts`}>for</label>
          <NumberInput
            id={`${id}-lasts`}
            className={styles['number'] ?? ''}
            value={seconds}
            min={0.1}
            max={600}
            suffix="s"
            onCommit={setSeconds}
          />
        </span>
      </StudyRow>
      {standing?.result !== undefined && <Found standing={standing} map={standing.result} />}
    </div>
  );
}

function Found({ standing, map }: { readonly standing: Standing<'stability'>; readonly map: StabilityMap }) {
  const { design, plan } = standing;
  const cellOf = (cell: MapCell | undefined, load: number, size: number): HeatCell | undefined => {
    if (cell === undefined) return undefined;
    const answered = formatQuantity(cell.answered, 'ratio', 2);
    const words = size === 1 ? 'no trigger' : `trigger ×${size}`;
    const label = `${formatQuantity(cell.offered, 'perSecond', 3)}, ${words}: ${cell.state}, ${answered} answered at the end. Open this run.`;
    const onOpen = (): void => void openRun(mapDesign(design, plan, load, size), cell.digest);
    return {
      text: `${cell.state} ${answered}`,
      label,
      heat: HEATS[cell.state],
      bad: cell.state === 'metastable' || cell.state === 'overloaded',
      onOpen,
    };
  };
  const rows = map.rows.map(({ load, calm }) => ({
    id: String(load),
    name: calm === undefined ? `×${load}` : `${formatQuantity(calm.offered, 'perSecond', 3)} (×${load})`,
  }));
  const columns = [
    { id: 'calm', name: 'No trigger' },
    ...map.sizes.map((size) => ({ id: String(size), name: `×${size}` })),
    { id: 'recovery', name: 'Recovers at' },
  ];
  const cells = map.rows.map(({ load, calm, cells: row, recovery }) => [
    cellOf(calm, load, 1),
    ...row.map((cell, k) => cellOf(cell, load, map.sizes[k] ?? 1)),
    recoveryCell(recovery, row),
  ]);
  const running = standing.ended === 'running';
  return (
    <section className={styles['panel']} aria-label="The map">
      {!running && <p className={styles['finding']}>{mapWords(map)}</p>}
      <HeatTable caption="Loads against triggers" corner="Sent" rows={rows} columns={columns} cells={cells} />
      <p className={styles['fine']}>
        The trigger strikes for {plan.lastsMs / 1000} s and goes; after {plan.settleMs / 1000} s more it counts how much of what is sent is
        answered. Stable: no trigger of the map tips this load. Vulnerable: it came back from this one, a larger one tips it. Metastable: it
        stays down though the trigger is long gone. Recovers at: what the load must be cut to.
      </p>
    </section>
  );
}

function recoveryCell(
  recovery: StabilityMap['rows'][number]['recovery'],
  row: readonly (MapCell | undefined)[],
): HeatCell | null | undefined {
  if (recovery === undefined) return row.some((cell) => cell === undefined || cell.state === 'metastable') ? undefined : null;
  const text = recovery === null ? 'not at all' : formatQuantity(recovery.offered, 'perSecond', 3);
  return { text, label: text, heat: 0 };
}
