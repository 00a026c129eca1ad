/** One setting over a range of values: throughput and latency on one chart, under the load as drawn and under a tenth of it. */
import { useId, useState } from 'react';
import { intervalTexts } from '../../src/run/experiment/compare.ts';
import { settingsOf } from '../../src/run/study/settings.ts';
import { valueText } from '../../src/run/study/study.ts';
import { type Sweep, type SweepPoint, sweep, sweepDesign, sweepValues, sweepWords, USUAL_SWEEP } from '../../src/run/study/sweep.ts';
import type { Interval } from '../../src/stats/confidence.ts';
import type { Unit } from '../../src/std/parameter.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { useDesign } from '../state/design-store.ts';
import { useView } from '../state/view-store.ts';
import { Select } from '../ui/Select.tsx';
import { openRun } from './open-run.ts';
import styles from './Study.module.css';
import { StudyRow } from './StudyRow.tsx';
import sweepStyles from './Sweep.module.css';
import { SweepChart } from './SweepChart.tsx';
import { type Standing, startStudy, useStanding } from './study-store.ts';
import { readValues } from './values.ts';
import { loadWords, runsText } from './words.ts';

const NONE = 'none';

export function SweepPanel() {
  const standing = useStanding('sweep');
  const design = useDesign((state) => state.design);
  const chosen = useView((view) => view.selection.nodes[0] ?? view.selection.links[0]);
  const [settingId, setSetting] = useState<string>();
  const [text, setText] = useState<string>();
  const id = useId();
  // What is selected on the canvas is what somebody wants to turn: its settings come first.
  const all = settingsOf(design, true);
  const settings = [...all.filter(({ owner }) => owner === chosen), ...all.filter(({ owner }) => owner !== chosen)];
  const setting = settings.find((one) => one.id === settingId);
  const read = setting === undefined ? 'Choose a setting to sweep.' : text === undefined ? sweepValues(setting) : readValues(text, setting);
  const values = typeof read === 'string' ? [] : read;
  const start = (): void => {
    if (setting !== undefined) void startStudy('sweep', { ...USUAL_SWEEP, setting, values }, sweep);
  };
  return (
    <div className={styles['panel']}>
      <StudyRow
        standing={standing}
        label={`Make ${runsText(values.length * USUAL_SWEEP.loads.length * USUAL_SWEEP.seeds)}`}
        blocked={typeof read === 'string' ? read : undefined}
        onStart={start}
      >
        <span className={styles['field']}>
          <label htmlFor={`${id}-setting`}>Sweep</label>
          <Select
            id={`${id}-setting`}
            className={styles['choice']}
            options={[{ value: NONE, label: 'choose a setting' }, ...settings.map((one) => ({ value: one.id, label: one.words }))]}
            value={setting?.id ?? NONE}
            onChange={(next) => {
              setSetting(next);
              setText(undefined);
            }}
          />
        </span>
        {setting !== undefined && (
          <span className={styles['field']}>
            <label htmlFor={`${id}-values`}>Values</label>
            <input
              id={`${id}-values`}
              className={`${styles['text']} ${sweepStyles['values']}`}
              value={text ?? sweepValues(setting).join(', ')}
              onChange={(event) => setText(event.target.value)}
            />
          </span>
        )}
      </StudyRow>
      {standing?.result !== undefined && standing.result.points.length > 0 && <Found standing={standing} found={standing.result} />}
    </div>
  );
}

function Found({ standing, found }: { readonly standing: Standing<'sweep'>; readonly found: Sweep }) {
  const { design, plan } = standing;
  return (
    <section className={styles['panel']} aria-label="What was found">
      <p className={styles['finding']}>{sweepWords(found, design)}</p>
      <div className={styles['scroll']}>
        <SweepChart found={found} />
      </div>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{found.setting.words}</th>
              <th scope="col">Load</th>
              <th scope="col">Answered</th>
              <th scope="col">p50</th>
              <th scope="col">p99</th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {found.points.map((point) => (
              <Row key={`${point.load},${point.value}`} point={point} standing={standing} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles['fine']}>
        Each point is {plan.seeds} runs under the same seeds, with 95 % intervals. Throughput is answered requests; times are those of
        requests that were answered, from end to end.
      </p>
    </section>
  );
}

function Row({ point, standing }: { readonly point: SweepPoint; readonly standing: Standing<'sweep'> }) {
  const { design, plan } = standing;
  const value = formatQuantity(point.value, plan.setting.unit, 4);
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={`${styles['link']} ${sweepStyles['value']}`}
          title="Open this run"
          aria-label={`${value}, ${loadWords(point.load)}: open this run`}
          onClick={() => void openRun(sweepDesign(design, plan.setting, point.value, point.load), point.digest)}
        >
          {value}
        </button>
      </th>
      <td>{loadWords(point.load)}</td>
      <td>{withHalf(point.throughput, 'perSecond')}</td>
      <td>{withHalf(point.p50Ms, 'ms')}</td>
      <td>{withHalf(point.p99Ms, 'ms')}</td>
      <td>{point.problem ?? valueText(point.answered, 'ratio')}</td>
    </tr>
  );
}

function withHalf(interval: Interval, unit: Unit): string {
  const { mean, half } = intervalTexts(interval, unit);
  return half === undefined ? mean : `${mean} ± ${half}`;
}
