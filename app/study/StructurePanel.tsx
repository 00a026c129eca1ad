/** Structure: single points of failure, what each part takes along, and the availability the drawing promises against what is measured. */
import { useId, useState } from 'react';
import type { Design } from '../../src/design/document.ts';
import { intervalTexts } from '../../src/run/experiment/compare.ts';
import {
  blastDesign,
  failingDesign,
  foretold,
  type StructurePlan,
  type StructureResult,
  structureStudy,
  USUAL_STRUCTURE,
} from '../../src/run/study/structure.ts';
import { valueText } from '../../src/run/study/study.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { useDesign } from '../state/design-store.ts';
import { Button } from '../ui/Button.tsx';
import { NumberInput } from '../ui/NumberInput.tsx';
import { type HeatCell, HeatTable } from './HeatTable.tsx';
import { openRun } from './open-run.ts';
import styles from './Study.module.css';
import { StudyRow } from './StudyRow.tsx';
import { startStudy, useStanding } from './study-store.ts';

export function StructurePanel() {
  const standing = useStanding('structure');
  const present = useDesign((state) => state.design);
  const [up, setUp] = useState(USUAL_STRUCTURE.mtbfMs / 1000);
  const [repair, setRepair] = useState(USUAL_STRUCTURE.mttrMs / 1000);
  const id = useId();
  const plan: StructurePlan = { ...USUAL_STRUCTURE, mtbfMs: up * 1000, mttrMs: repair * 1000 };
  const known = standing?.result;
  return (
    <div className={styles['panel']}>
      <StudyRow standing={standing} label="Measure it" onStart={() => void startStudy('structure', plan, structureStudy)}>
        <span className={styles['field']}>
          <label htmlFor={`${id}-up`}>Each copy fails every</label>
          <NumberInput id={`${id}-up`} className={styles['number'] ?? ''} value={up} min={0.1} max={86_400} suffix="s" onCommit={setUp} />
        </span>
        <span className={styles['field']}>
          <label htmlFor={`${id}-repair`}>and is repaired in</label>
          <NumberInput
            id={`${id}-repair`}
            className={styles['number'] ?? ''}
            value={repair}
            min={0.1}
            max={86_400}
            suffix="s"
            onCommit={setRepair}
          />
        </span>
      </StudyRow>
      <Found
        design={standing?.design ?? present}
        plan={standing?.plan ?? plan}
        found={known ?? foretold(present, plan)}
        measured={known !== undefined}
      />
    </div>
  );
}

interface FoundProps {
  readonly design: Design;
  readonly plan: StructurePlan;
  readonly found: StructureResult;
  readonly measured: boolean;
}

function Found({ design, plan, found, measured }: FoundProps) {
  const { classes } = found;
  if (classes.length === 0) return <p className={styles['lead']}>No request of this design reaches a part that could fail.</p>;
  return (
    <section className={styles['panel']} aria-label="Structure">
      <p className={styles['finding']}>{findingOf(found)}</p>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <caption className={styles['fine']}>
            Availability by series, parallel and k of n, each copy being up {formatQuantity(found.copy, 'ratio', 4)} of the time
          </caption>
          <thead>
            <tr>
              <th scope="col">Requests</th>
              <th scope="col">Promised</th>
              <th scope="col">Measured</th>
              <th scope="col" className={styles['words']}>
                Single points of failure
              </th>
              <th scope="col" className={styles['words']}>
                Needs
              </th>
            </tr>
          </thead>
          <tbody>
            {classes.map(({ id, name, promised, measured: interval, singlePoints, needs }) => {
              const { mean, half } = interval === undefined ? { mean: '–', half: undefined } : intervalTexts(interval, 'ratio');
              return (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <td>{formatQuantity(promised, 'ratio', 4)}</td>
                  <td>{half === undefined ? mean : `${mean} ± ${half}`}</td>
                  <td className={styles['words']}>{singlePoints.length === 0 ? 'none' : singlePoints.join(', ')}</td>
                  <td className={styles['words']}>{needs}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <Blasts design={design} found={found} measured={measured} />
      {measured && (
        <div>
          <Button onClick={() => void openRun(failingDesign(design, plan, 0), '')}>Open a run with random failures</Button>
        </div>
      )}
      <p className={styles['fine']}>
        Promised: failures are independent, noticed at once, and what is left bears the load. Measured: every copy crashes and comes back at
        random. The difference is what detection, take-over, retries and overload cost.
      </p>
    </section>
  );
}

function Blasts({ design, found: { blasts, classes }, measured: known }: Omit<FoundProps, 'plan'>) {
  const rows = blasts.map(({ node, name, copies }) => ({ id: node, name: copies === 1 ? name : `${name}, all ${copies}` }));
  const columns = [
    ...classes.flatMap(({ id, name }) => [
      { id: `${id}-foretold`, name: `${name}, by the drawing` },
      { id: `${id}-measured`, name: `${name}, measured` },
    ]),
    { id: 'all', name: 'Of all requests' },
  ];
  const cells = blasts.map(({ node, name, foretold: lost, measured, ofAll, digest }) => {
    const open = (): void => void openRun(blastDesign(design, node), digest);
    const cell = (share: number | null | undefined, words: string, opens: boolean): HeatCell | undefined => {
      if (share === undefined) return known ? undefined : { text: '–', label: 'not measured', heat: 0 };
      const text = valueText(share, 'ratio');
      const label = `${name} down: ${text} ${words} lost.${opens ? ' Open this run.' : ''}`;
      return { text, label, heat: share ?? 0, ...(opens && { onOpen: open }) };
    };
    return [
      ...classes.flatMap(({ id, name: who }) => [cell(lost[id] ?? 0, `of ${who}`, false), cell(measured?.[id], `of ${who}`, true)]),
      cell(ofAll, 'of all', true),
    ];
  });
  return (
    <>
      <h3 className={styles['title']}>What is lost while a part is down</h3>
      <HeatTable caption="Share of requests lost while a part is down" corner="Down" rows={rows} columns={columns} cells={cells} />
    </>
  );
}

function findingOf({ classes, blasts }: StructureResult): string {
  const points = [...new Set(classes.flatMap(({ singlePoints }) => singlePoints))];
  const worst = blasts[0];
  const single =
    points.length === 0
      ? 'No single copy can stop all requests of a class.'
      : points.length === 1
        ? `${points[0]} is a single point of failure.`
        : `${points.length} single points of failure: ${points.join(', ')}.`;
  if (worst?.ofAll === undefined) return single;
  return `${single} ${worst.name} takes most along: ${formatQuantity(worst.ofAll, 'ratio', 2)} of all requests.`;
}
