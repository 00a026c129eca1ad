/** A grid over up to three settings: small multiples of cost, p99 and share answered, and the frontier that no point beats. */
import { useId, useState } from 'react';
import {
  type Axis,
  type Frontier,
  frontier,
  frontierDesign,
  type GridPoint,
  gridOf,
  MOST_POINTS,
  paretoOf,
  usualValues,
} from '../../src/run/study/frontier.ts';
import { type Setting, settingsOf } from '../../src/run/study/settings.ts';
import { valueText } from '../../src/run/study/study.ts';
import type { Unit } from '../../src/std/parameter.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { useDesign } from '../state/design-store.ts';
import { Select } from '../ui/Select.tsx';
import { type HeatCell, HeatTable } from './HeatTable.tsx';
import { openRun } from './open-run.ts';
import { Plot } from './Plot.tsx';
import { BOX, scaleOf } from './plot-scale.ts';
import styles from './Study.module.css';
import { StudyRow } from './StudyRow.tsx';
import { type Standing, startStudy, useStanding } from './study-store.ts';
import { readValues } from './values.ts';
import { runsText } from './words.ts';

const MOST_AXES = 3;
const NONE = 'none';

interface Choice {
  readonly setting: string;
  /** As typed; undefined: as is usual. */
  readonly text: string | undefined;
}

export function FrontierPanel() {
  const standing = useStanding('frontier');
  const design = useDesign((state) => state.design);
  const [choices, setChoices] = useState<readonly Choice[]>([{ setting: NONE, text: undefined }]);
  const settings = settingsOf(design);
  const read = choices.flatMap(({ setting: id, text }) => {
    const setting = settings.find((one) => one.id === id);
    return setting === undefined ? [] : [{ setting, values: text === undefined ? usualValues(setting) : readValues(text, setting) }];
  });
  const wrong = read.find((one): one is { setting: Setting; values: string } => typeof one.values === 'string');
  const axes = read.filter((one): one is Axis => typeof one.values !== 'string');
  const points = gridOf(axes).length;
  const tooMany = points > MOST_POINTS ? `That are ${points} points; at most ${MOST_POINTS} are run.` : undefined;
  const blocked = wrong?.values ?? (axes.length === 0 ? 'Choose a setting to turn.' : tooMany);
  const change = (i: number, patch: Partial<Choice>): void => {
    const next = choices.map((one, k) => (k === i ? { ...one, ...patch } : one)).filter((one, k) => one.setting !== NONE || k === 0);
    setChoices(next);
  };
  const shown = choices.length < MOST_AXES && choices.at(-1)?.setting !== NONE ? [...choices, { setting: NONE, text: undefined }] : choices;
  return (
    <div className={styles['panel']}>
      <StudyRow
        standing={standing}
        label={`Make ${runsText(points)}`}
        blocked={blocked}
        onStart={() => void startStudy('frontier', axes, (of, grid, pool, watch) => frontier(of, grid, 1, pool, watch))}
      >
        {shown.map((choice, i) => (
          <AxisField
            // Fields keep their place; what is chosen in them may repeat.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
            key={i}
            number={i + 1}
            choice={choice}
            settings={settings}
            onChange={(patch) => (i < choices.length ? change(i, patch) : setChoices([...choices, { ...choice, ...patch }]))}
          />
        ))}
      </StudyRow>
      {standing?.result !== undefined && <Found standing={standing} found={standing.result} />}
    </div>
  );
}

interface AxisFieldProps {
  readonly number: number;
  readonly choice: Choice;
  readonly settings: readonly Setting[];
  readonly onChange: (patch: Partial<Choice>) => void;
}

function AxisField({ number, choice, settings, onChange }: AxisFieldProps) {
  const id = useId();
  const setting = settings.find((one) => one.id === choice.setting);
  const options = [
    { value: NONE, label: number === 1 ? 'choose a setting' : 'nothing more' },
    ...settings.map((one) => ({ value: one.id, label: one.words })),
  ];
  return (
    <span className={styles['field']}>
      <label htmlFor={id}>Turn</label>
      <Select
        id={id}
        className={styles['choice']}
        options={options}
        value={setting === undefined ? NONE : choice.setting}
        onChange={(value) => onChange({ setting: value, text: undefined })}
      />
      {setting !== undefined && (
        <input
          className={styles['text']}
          aria-label={`Values of ${setting.words}`}
          value={choice.text ?? usualValues(setting).join(', ')}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      )}
    </span>
  );
}

interface FoundProps {
  readonly standing: Standing<'frontier'>;
  readonly found: Frontier;
}

const FIGURES: readonly {
  readonly id: string;
  readonly name: string;
  readonly unit: Unit;
  readonly of: (point: GridPoint) => number | null;
}[] = [
  { id: 'p99', name: 'p99', unit: 'ms', of: ({ p99Ms }) => p99Ms },
  { id: 'lost', name: 'Not answered', unit: 'ratio', of: ({ availability }) => (availability === null ? null : 1 - availability) },
  { id: 'cost', name: 'Cost per hour', unit: 'usd', of: ({ costPerHour }) => costPerHour },
];

function Found({ standing, found }: FoundProps) {
  const { axes, points } = found;
  const best = paretoOf(points);
  const measured = points.filter((point) => point !== undefined);
  const open = (point: GridPoint) => (): void => void openRun(frontierDesign(standing.design, axes, point.values), point.digest);
  return (
    <section className={styles['panel']} aria-label="What was found">
      <p className={styles['finding']}>
        {best.size} of {measured.length} points lie on the frontier: no other costs less, is faster and answers more.
      </p>
      <Scatter found={found} best={best} />
      <ul className={styles['list']}>
        {points.map((point, i) =>
          point === undefined || !best.has(i) ? null : (
            <li key={point.values.join()}>
              <button type="button" className={styles['link']} onClick={open(point)} title="Open this run">
                {wordsOf(axes, point)}
              </button>
              <span>
                {valueText(point.costPerHour, 'usd')} an hour, p99 {valueText(point.p99Ms, 'ms')}, {valueText(point.availability, 'ratio')}{' '}
                answered
              </span>
            </li>
          ),
        )}
      </ul>
      {FIGURES.map((figure) => (
        <Multiple key={figure.id} found={found} figure={figure} open={open} />
      ))}
    </section>
  );
}

function wordsOf(axes: readonly Axis[], { values }: GridPoint): string {
  return axes.map(({ setting }, i) => `${setting.words} ${formatQuantity(values[i] ?? 0, setting.unit, 3)}`).join(', ');
}

interface MultipleProps {
  readonly found: Frontier;
  readonly figure: (typeof FIGURES)[number];
  readonly open: (point: GridPoint) => () => void;
}

/** One figure over the grid: the first axis (and the third) down, the second across. */
function Multiple({ found: { axes, points }, figure, open }: MultipleProps) {
  const [down, across, deep] = axes;
  if (down === undefined) return null;
  const known = points.flatMap((point) => (point === undefined ? [] : (figure.of(point) ?? [])));
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const columns =
    across === undefined
      ? [{ id: 'one', name: figure.name }]
      : across.values.map((value) => ({ id: String(value), name: formatQuantity(value, across.setting.unit, 3) }));
  const layers = deep?.values ?? [undefined];
  const rows = down.values.flatMap((value) =>
    layers.map((layer) => {
      const name = formatQuantity(value, down.setting.unit, 3);
      return {
        id: `${value},${layer}`,
        name: layer === undefined ? name : `${name}, ${deep?.setting.param} ${formatQuantity(layer, deep?.setting.unit ?? 'count', 3)}`,
        value,
        layer,
      };
    }),
  );
  const cells = rows.map(({ value, layer }) =>
    columns.map((_, c): HeatCell | undefined => {
      const wanted = [value, ...(across === undefined ? [] : [across.values[c]]), ...(layer === undefined ? [] : [layer])];
      const point = points.find((one) => one?.values.every((v, i) => v === wanted[i]));
      if (point === undefined) return undefined;
      const measured = figure.of(point);
      const text = valueText(measured, figure.unit);
      const heat = measured === null || most === least ? 0 : (measured - least) / (most - least);
      return { text, label: `${wordsOf(axes, point)}: ${figure.name} ${text}. Open this run.`, heat, bad: !point.met, onOpen: open(point) };
    }),
  );
  const corner = across === undefined ? down.setting.words : `${down.setting.param} \\ ${across.setting.param}`;
  return (
    <>
      <h3 className={styles['title']}>{figure.name}</h3>
      <HeatTable caption={`${figure.name} over the grid`} corner={corner} rows={rows} columns={columns} cells={cells} />
    </>
  );
}

interface ScatterProps {
  readonly found: Frontier;
  readonly best: ReadonlySet<number>;
}

function Scatter({ found: { points }, best }: ScatterProps) {
  const drawn = points.flatMap((point, i) => (point === undefined || point.p99Ms === null ? [] : [{ point, i }]));
  if (drawn.length < 2) return null;
  const x = scaleOf(
    drawn.map(({ point }) => point.costPerHour ?? 0),
    BOX.left,
    BOX.width - BOX.right,
  );
  const y = scaleOf(
    drawn.map(({ point }) => point.p99Ms ?? 0),
    BOX.height - BOX.bottom,
    BOX.top,
  );
  return (
    <Plot
      name="Cost against p99; full dots are on the frontier"
      x={x}
      y={y}
      xUnit="usd"
      yUnit="ms"
      xWords="cost per hour"
      yWords="p99; full: on the frontier"
    >
      {[...drawn]
        .sort((a, b) => Number(best.has(a.i)) - Number(best.has(b.i)))
        .map(({ point, i }) => (
          <circle
            key={i}
            className={styles[best.has(i) ? 'best' : 'other']}
            cx={x.at(point.costPerHour ?? 0)}
            cy={y.at(point.p99Ms ?? 0)}
            r={5}
          />
        ))}
    </Plot>
  );
}
