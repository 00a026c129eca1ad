/** Sensitivity: which settings move a figure most when they are halved and doubled. */
import { useId, useState } from 'react';
import { differenceTexts, intervalTexts } from '../../src/run/experiment/compare.ts';
import { FIGURES } from '../../src/run/experiment/figures.ts';
import { settingsOf } from '../../src/run/study/settings.ts';
import { type Tornado, type TornadoBar, type TornadoEnd, tornado, tornadoDesign, USUAL_TORNADO } from '../../src/run/study/tornado.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { useDesign } from '../state/design-store.ts';
import { NumberInput } from '../ui/NumberInput.tsx';
import { Select } from '../ui/Select.tsx';
import { openRun } from './open-run.ts';
import styles from './Study.module.css';
import { StudyRow } from './StudyRow.tsx';
import { type Standing, startStudy, useStanding } from './study-store.ts';
import tornadoStyles from './TornadoPanel.module.css';
import { capital } from './words.ts';

const OPTIONS = FIGURES.map(({ id, words }) => ({ value: id, label: words }));

export function TornadoPanel() {
  const standing = useStanding('tornado');
  const design = useDesign((state) => state.design);
  const [figureId, setFigure] = useState('latency.p99');
  const [factor, setFactor] = useState<number>(USUAL_TORNADO.factor);
  const id = useId();
  const figure = FIGURES.find((one) => one.id === figureId) ?? FIGURES[0];
  const start = (): void => {
    if (figure !== undefined) void startStudy('tornado', { ...USUAL_TORNADO, factor, figure, settings: settingsOf(design) }, tornado);
  };
  return (
    <div className={styles['panel']}>
      <StudyRow standing={standing} label="Turn each setting" onStart={start}>
        <span className={styles['field']}>
          <label htmlFor={`${id}-figure`}>What moves</label>
          <Select id={`${id}-figure`} className={styles['choice']} options={OPTIONS} value={figureId} onChange={setFigure} />
        </span>
        <span className={styles['field']}>
          <label htmlFor={`${id}-factor`}>Each turned by</label>
          <NumberInput
            id={`${id}-factor`}
            className={styles['number'] ?? ''}
            value={factor}
            min={1.01}
            max={100}
            suffix="×"
            onCommit={setFactor}
          />
        </span>
      </StudyRow>
      {standing?.result !== undefined && standing.result.bars.length > 0 && <Found standing={standing} found={standing.result} />}
    </div>
  );
}

function Found({ standing, found }: { readonly standing: Standing<'tornado'>; readonly found: Tornado }) {
  const { figure } = standing.plan;
  const { base, bars, looked, without } = found;
  const { mean, half } = intervalTexts(base, figure.unit);
  const most = Math.max(1e-12, ...bars.flatMap(({ less, more }) => [less, more].map((end) => Math.abs(end?.difference.mean ?? 0) || 0)));
  return (
    <section className={styles['panel']} aria-label="What moves it">
      <p className={styles['finding']}>
        {capital(figure.words)} is {mean}
        {half === undefined ? '' : ` ± ${half}`}; {bars[0]?.setting.words} moves it most.
      </p>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col" className={styles['words']}>
                Less or more
              </th>
              <th scope="col">÷ {standing.plan.factor}</th>
              <th scope="col">× {standing.plan.factor}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <Row key={bar.setting.id} bar={bar} most={most} standing={standing} like={base.mean} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles['fine']}>
        {looked} settings were turned down and up, one at a time, under one seed; {without} of them do not move it at all. Those above were
        measured again over {standing.plan.seeds} seeds in pairs: differences with 95 % intervals. What two settings do together it does not
        say.
      </p>
    </section>
  );
}

interface RowProps {
  readonly bar: TornadoBar;
  readonly most: number;
  readonly standing: Standing<'tornado'>;
  readonly like: number;
}

function Row({ bar: { setting, less, more }, most, standing, like }: RowProps) {
  const { design, plan } = standing;
  const told = (end: TornadoEnd | undefined) => {
    if (end === undefined) return <span className={styles['note']}>–</span>;
    const { mean, half } = differenceTexts(end.difference, plan.figure.unit, like);
    return (
      <button
        type="button"
        className={styles['link']}
        title="Open this run"
        onClick={() => void openRun(tornadoDesign(design, setting, end.value), end.digest)}
      >
        {formatQuantity(end.value, setting.unit, 3)}: {end.difference.n === 0 ? 'nothing measured' : mean}
        {half === undefined ? '' : ` ± ${half}`}
      </button>
    );
  };
  return (
    <tr>
      <th scope="row">
        {setting.words}, {formatQuantity(setting.value, setting.unit, 3)}
      </th>
      <td className={tornadoStyles['cell']}>
        <svg className={tornadoStyles['bar']} viewBox="-50 0 100 16" preserveAspectRatio="none" aria-hidden="true">
          <path className={tornadoStyles['zero']} d="M0 0V16" />
          <Half end={less} most={most} y={2} look="less" />
          <Half end={more} most={most} y={9} look="more" />
        </svg>
      </td>
      <td>{told(less)}</td>
      <td>{told(more)}</td>
    </tr>
  );
}

function Half({
  end,
  most,
  y,
  look,
}: {
  readonly end: TornadoEnd | undefined;
  readonly most: number;
  readonly y: number;
  readonly look: string;
}) {
  if (end === undefined || end.difference.n === 0) return null;
  const width = (48 * end.difference.mean) / most;
  return <rect className={tornadoStyles[look]} x={Math.min(0, width)} y={y} width={Math.abs(width)} height={5} />;
}
