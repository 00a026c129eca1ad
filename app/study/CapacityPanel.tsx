/** The capacity search: the largest load that meets the objectives, with or without a fault, and what limits it. */
import { useId, useState } from 'react';
import { intervalTexts } from '../../src/run/experiment/compare.ts';
import {
  type CapacityPlan,
  type CapacityResult,
  capacitySearch,
  type LoadPoint,
  loadDesign,
  USUAL_CAPACITY,
} from '../../src/run/study/capacity.ts';
import { faultChoices } from '../../src/run/study/fault-choices.ts';
import { USUAL_TIMES } from '../../src/run/study/faulty.ts';
import { valueText } from '../../src/run/study/study.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { useDesign } from '../state/design-store.ts';
import { Select } from '../ui/Select.tsx';
import { openRun } from './open-run.ts';
import { Plot } from './Plot.tsx';
import { BOX, pathOf, scaleOf } from './plot-scale.ts';
import styles from './Study.module.css';
import { StudyRow } from './StudyRow.tsx';
import { type Standing, startStudy, useStanding } from './study-store.ts';
import { capital } from './words.ts';

const NONE = 'none';

export function CapacityPanel() {
  const standing = useStanding('capacity');
  const design = useDesign((state) => state.design);
  const [under, setUnder] = useState<string>(NONE);
  const id = useId();
  const choices = faultChoices(design);
  const fault = choices.find((choice) => choice.id === under);
  const options = [{ value: NONE, label: 'no fault' }, ...choices.map(({ id: value, words }) => ({ value, label: words }))];
  const plan: CapacityPlan = { ...USUAL_CAPACITY, faults: fault === undefined ? [] : [fault], times: USUAL_TIMES };
  return (
    <div className={styles['panel']}>
      <StudyRow standing={standing} label="Find the limit" onStart={() => void startStudy('capacity', plan, capacitySearch)}>
        <span className={styles['field']}>
          <label htmlFor={`${id}-under`}>Under</label>
          <Select
            id={`${id}-under`}
            className={styles['choice']}
            options={options}
            value={fault === undefined ? NONE : under}
            onChange={setUnder}
          />
        </span>
      </StudyRow>
      {standing?.result !== undefined && <Found standing={standing} result={standing.result} />}
    </div>
  );
}

function Found({ standing, result }: { readonly standing: Standing<'capacity'>; readonly result: CapacityResult }) {
  const { design, plan } = standing;
  const { points, goals, objectives } = result;
  const open = (point: LoadPoint) => () => void openRun(loadDesign(design, point.factor, plan, objectives), point.digest);
  return (
    <section className={styles['panel']} aria-label="What was found">
      <p className={styles['finding']}>{findingOf(result)}</p>
      {result.high !== undefined && result.high.why !== '' && <p className={styles['lead']}>Beyond it: {result.high.why}</p>}
      {points.length > 1 && <Drawn result={result} />}
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Sent</th>
              <th scope="col">Answered</th>
              <th scope="col">p99</th>
              {goals.map(({ id, text }) => (
                <th key={id} scope="col">
                  {capital(text)}
                </th>
              ))}
              <th scope="col">Objectives</th>
              <th scope="col">Runs</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.factor}>
                <th scope="row">
                  <button type="button" className={styles['link']} onClick={open(point)} title="Open this run">
                    {formatQuantity(point.offered, 'perSecond', 3)}
                  </button>
                </th>
                <td>{formatQuantity(point.throughput, 'perSecond', 3)}</td>
                <td>{valueText(point.p99Ms, 'ms')}</td>
                {point.figures.map(({ interval }, i) => {
                  const { mean, half } = intervalTexts(interval, goals[i]?.unit ?? 'count');
                  return <td key={goals[i]?.id ?? i}>{half === undefined ? mean : `${mean} ± ${half}`}</td>;
                })}
                <td>
                  {point.held ? 'held' : 'missed'}
                  {point.clear ? '' : ', within noise'}
                </td>
                <td>{point.runs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles['fine']}>
        Every load was run under the same seeds; means with 95 % intervals. Where an interval contains the bound more seeds were run. It is
        taken for granted that more load never helps.
      </p>
    </section>
  );
}

/** p99 against what is sent, and where the limit lies. */
function Drawn({ result: { points, low, high } }: { readonly result: CapacityResult }) {
  const shown = points.filter(({ p99Ms }) => p99Ms !== null);
  const x = scaleOf(
    points.map(({ offered }) => offered),
    BOX.left,
    BOX.width - BOX.right,
  );
  const y = scaleOf(
    shown.map(({ p99Ms }) => p99Ms ?? 0),
    BOX.height - BOX.bottom,
    BOX.top,
  );
  const places = shown.map(({ offered, p99Ms }) => [x.at(offered), y.at(p99Ms ?? 0)] as const);
  const limit = low === undefined || high === undefined ? undefined : x.at((low.offered + high.offered) / 2);
  return (
    <Plot name="p99 against requests sent" x={x} y={y} xUnit="perSecond" yUnit="ms" xWords="sent" yWords="p99">
      {limit !== undefined && (
        <>
          <path className={styles['limit']} d={`M${limit} ${BOX.top}V${BOX.height - BOX.bottom}`} />
          <text className={styles['limitWords']} x={limit - 6} y={BOX.top + 10} textAnchor="end">
            limit
          </text>
        </>
      )}
      <path className={styles['line']} d={pathOf(places)} />
      {shown.map(({ factor, held }, i) => (
        <circle key={factor} className={styles[held ? 'dot' : 'missed']} cx={places[i]?.[0]} cy={places[i]?.[1]} r={4} />
      ))}
    </Plot>
  );
}

function findingOf({ low, high, ended, points }: CapacityResult): string {
  const rate = (point: LoadPoint): string => formatQuantity(point.offered, 'perSecond', 3);
  if (ended === 'never') return 'No load meets the objectives, however small.';
  if (points.length === 0) return 'The first runs are on their way.';
  if (high === undefined)
    return low === undefined ? 'Nothing has been measured.' : `The objectives are met at every load tried, up to ${rate(low)}.`;
  if (low === undefined) return `The limit lies below ${rate(high)}.`;
  return `The limit lies between ${rate(low)} and ${rate(high)}.`;
}
