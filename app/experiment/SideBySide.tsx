/** A and B on the same charts, B − A below each, and the same requests in both. */
import { useMemo, useState } from 'react';
import { kindOf } from '../../src/catalog/index.ts';
import type { Design } from '../../src/design/document.ts';
import { LINK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import { faultOf } from '../../src/faults/index.ts';
import { WINDOW } from '../../src/run/frame.ts';
import type { Band } from '../charts/bands.ts';
import { Chart } from '../charts/Chart.tsx';
import type { ChartFeed, Crosshair } from '../charts/handles.ts';
import type { ChartScene } from '../charts/model.ts';
import { type Compared, comparedModel } from '../charts/models/compared.ts';
import { faultBands } from '../panels/fault-bands.ts';
import { getView, setView, subscribeView } from '../state/view-store.ts';
import { clockText } from '../ui/plot-area.ts';
import { Select } from '../ui/Select.tsx';
import { MatchedTraces } from './MatchedTraces.tsx';
import styles from './SideBySide.module.css';
import { type SideBySide as Both, columnOf, nodeColumnOf, rateOf } from './side-by-side.ts';

interface SideBySideProps {
  readonly both: Both;
  readonly designs: readonly [Design, Design];
}

const WHOLE = '';

export function SideBySide({ both, designs }: SideBySideProps) {
  const [a, b] = designs;
  const [part, setPart] = useState(WHOLE);
  const shared = a.nodes.filter(({ id }) => b.nodes.some((node) => node.id === id));
  const scene = useMemo(() => sceneOf(both, a, b), [both, a, b]);
  const models = useMemo(
    () =>
      (part === WHOLE ? wholeFigures(both) : partFigures(both, indexOf(a, part), indexOf(b, part))).map((one) => ({
        name: one.name,
        model: comparedModel(one),
      })),
    [both, a, b, part],
  );
  return (
    <section className={styles['both']} aria-label="Side by side">
      <div className={styles['head']}>
        <h3>Under seed {a.scenario.seed}</h3>
        <p className={styles['same']}>{sameWords(both.sameMs)}</p>
        <Select
          aria-label="Figures of"
          className={styles['part']}
          options={[{ value: WHOLE, label: 'The whole system' }, ...shared.map(({ id, name }) => ({ value: id, label: name }))]}
          value={part}
          onChange={setPart}
        />
      </div>
      <div className={styles['charts']}>
        {models.map(({ name, model }) => (
          <Chart key={`${part} ${name}`} name={name} model={model} scene={scene} feed={STILL} crosshair={CROSSHAIR} />
        ))}
      </div>
      <MatchedTraces pairs={both.pairs} />
    </section>
  );
}

/** Nothing moves: both runs are over. */
const STILL: ChartFeed = { subscribe: () => () => {}, nowMs: () => Number.NaN };

/** The moment pointed at is the same in every chart of the page. */
const CROSSHAIR: Crosshair = {
  get: () => getView().hoverMs,
  set: (hoverMs) => setView({ hoverMs }),
  subscribe: (listener) => subscribeView((view, before) => view.hoverMs !== before.hoverMs && listener()),
};

function sameWords(sameMs: number): string {
  if (sameMs === Number.POSITIVE_INFINITY) return 'Both runs are the same to the last event.';
  if (sameMs === 0) return 'They differ from the start.';
  return `Both runs are the same, event for event, until ${clockText(sameMs)}.`;
}

function sceneOf({ a }: Both, first: Design, second: Design): ChartScene {
  const { durationMs, warmupMs } = second.scenario;
  const times = columnOf(a, WINDOW.endMs);
  const source = {
    length: times.length,
    epoch: 1,
    column: () => times,
    nodeColumn: () => times,
    classColumn: () => times,
    heat: () => times,
  };
  const [inA = [], inB = []] = [first, second].map((design) => faultBands({ design, faultOf, kindOf, linkSpecs: LINK_PARAMETERS }));
  const alone = (bands: readonly Band[], others: readonly Band[], side: string) =>
    bands.flatMap((band) =>
      others.some((one) => sameBand(one, band)) ? [] : [{ ...band, id: `${side} ${band.id}`, label: `${band.label} in ${side}` }],
    );
  const bands = [...inA.filter((band) => inB.some((one) => sameBand(one, band))), ...alone(inA, inB, 'A'), ...alone(inB, inA, 'B')];
  return { source, windowMs: a.windowMs, durationMs, warmupMs, bands, limits: [], slos: [], alerts: () => [] };
}

const sameBand = (a: Band, b: Band): boolean => a.fromMs === b.fromMs && a.toMs === b.toMs && a.label === b.label;

const indexOf = ({ nodes }: Design, id: string): number => nodes.findIndex((node) => node.id === id);

type Drawn = Omit<Compared, 'a' | 'b' | 'times' | 'fromMs'> & { readonly of: (track: Both['a'], second: boolean) => Float64Array };

function compared({ a, b, sameMs }: Both, figures: readonly Drawn[]): readonly Compared[] {
  const times = columnOf(a, WINDOW.endMs);
  return figures.map(({ of, ...rest }) => ({ ...rest, a: of(a, false), b: of(b, true), times, fromMs: sameMs }));
}

function wholeFigures(both: Both): readonly Compared[] {
  return compared(both, [
    { name: 'p99 latency', unit: 'ms', scale: { is: 'log', unit: 'ms', from: 1, decades: 2 }, of: (track) => columnOf(track, WINDOW.p99) },
    { name: 'Answered', unit: 'perSecond', scale: { is: 'linear', unit: 'perSecond', least: 1 }, of: (track) => rateOf(track, WINDOW.ok) },
    {
      name: 'Failed',
      unit: 'perSecond',
      scale: { is: 'linear', unit: 'perSecond', least: 1 },
      of: (track) =>
        rateOf(
          track,
          WINDOW.error,
          WINDOW.timeout,
          WINDOW.refused,
          WINDOW.rejected,
          WINDOW.unavailable,
          WINDOW.shortCircuited,
          WINDOW.cancelled,
        ),
    },
    { name: 'In flight', unit: 'count', scale: { is: 'linear', unit: 'count', least: 4 }, of: (track) => columnOf(track, WINDOW.inFlight) },
  ]);
}

function partFigures(both: Both, inA: number, inB: number): readonly Compared[] {
  const of = (column: Parameters<typeof nodeColumnOf>[2]) => (track: Both['a'], second: boolean) =>
    nodeColumnOf(track, second ? inB : inA, column);
  return compared(both, [
    { name: 'p99 latency', unit: 'ms', scale: { is: 'log', unit: 'ms', from: 1, decades: 2 }, of: of('p99') },
    { name: 'Utilisation', unit: 'ratio', scale: { is: 'whole' }, of: of('utilisation') },
    { name: 'Queue', unit: 'count', scale: { is: 'linear', unit: 'count', least: 4 }, of: of('queue') },
    { name: 'Failed in a window', unit: 'count', scale: { is: 'linear', unit: 'count', least: 4 }, of: of('failed') },
  ]);
}
