/** The charts, fed from the stores: the run's windows, the design's faults and objectives, the selection and the shared crosshair. */
import { useMemo, useState } from 'react';
import { kindOf } from '../../src/catalog/index.ts';
import type { Design } from '../../src/design/document.ts';
import { LINK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import { faultOf } from '../../src/faults/index.ts';
import { HEADER } from '../../src/run/frame.ts';
import type { Struck } from '../../src/run/story-report.ts';
import { ChartDeck } from '../charts/ChartDeck.tsx';
import type { ChartFeed, Crosshair } from '../charts/handles.ts';
import type { HeatCell } from '../charts/heat.ts';
import type { ChartScene } from '../charts/model.ts';
import type { ChartedNode } from '../charts/models/node.ts';
import { alertBands, slosOf } from '../state/alerts.ts';
import { useDesign } from '../state/design-store.ts';
import { goToWindow, latestFrame, onFrame, onSeries, series, useRun } from '../state/run-store.ts';
import { useStory } from '../state/story-store.ts';
import { getView, type Selection, setView, subscribeView, useView } from '../state/view-store.ts';
import styles from './ChartsPane.module.css';
import { faultBands } from './fault-bands.ts';

const FEED: ChartFeed = { subscribe: onNews, nowMs: () => latestFrame()?.data[HEADER.timeMs] ?? 0 };

/** Windows that came, and a play head that moves through the past, where no windows come. */
function onNews(listener: () => void): () => void {
  let past = false;
  const ends = [
    onSeries(listener),
    onFrame(({ data }) => {
      const now = data[HEADER.moment] !== 0;
      if (now || past) listener();
      past = now;
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

const CROSSHAIR: Crosshair = {
  get: () => getView().hoverMs,
  set: (hoverMs) => {
    if (getView().hoverMs !== hoverMs) setView({ hoverMs });
  },
  seek: goToWindow,
  subscribe: (listener) =>
    subscribeView((view, before) => {
      if (view.hoverMs !== before.hoverMs) listener();
    }),
};

/** Charts before anything is loaded keep the pace of most designs; nothing is computed from it. */
const USUAL_WINDOW_MS = 100;

export function ChartsPane() {
  const design = useDesign((state) => state.design);
  const shape = useRun((run) => run.shape);
  const selected = useView((view) => onlyNode(view.selection));
  // Moving a part changes the design with every step of the pointer, but nothing here: the charts must not begin anew.
  const struck = useStory((story) => story.struck);
  const setting = useSame(settingOf(design, struck));
  const node = useSame(chartedNode(design, shape?.nodeIds ?? [], selected));
  const windowMs = shape?.windowMs ?? USUAL_WINDOW_MS;
  const scene = useMemo<ChartScene>(() => ({ ...setting, source: series, windowMs, alerts: alertBands }), [setting, windowMs]);
  return (
    <section aria-label="Charts" className={styles['charts']}>
      <ChartDeck
        scene={scene}
        feed={FEED}
        crosshair={CROSSHAIR}
        node={node}
        onConsistency={showConsistency}
        onStretch={askWhy}
        onCell={showCell}
      />
    </section>
  );
}

function showConsistency(): void {
  setView({ dialog: 'consistency' });
}

/** A stretch chosen on a chart is asked about. */
function askWhy(stretch: { readonly fromMs: number; readonly toMs: number }): void {
  setView({ stretch, dialog: 'why' });
}

function showCell({ fromMs, toMs, leastMs, mostMs }: HeatCell): void {
  setView({ traced: { all: false, fromMs, toMs, leastMs, mostMs }, dialog: 'traces' });
}

function onlyNode({ nodes, links }: Selection): string | undefined {
  return links.length === 0 && nodes.length === 1 ? nodes[0] : undefined;
}

function settingOf(design: Design, struck: readonly Struck[]): Omit<ChartScene, 'source' | 'windowMs' | 'alerts'> {
  const { durationMs, warmupMs, objectives } = design.scenario;
  return {
    durationMs,
    warmupMs,
    bands: faultBands({ design, faultOf, kindOf, linkSpecs: LINK_PARAMETERS }, struck),
    // Objectives of one class of requests have no line here: these charts show all requests.
    limits: objectives.filter((objective) => objective.class === ''),
    slos: slosOf(design),
  };
}

/** The selected part with its place in the frames; undefined while it is not part of what runs. */
function chartedNode({ nodes, links }: Design, nodeIds: readonly string[], selected: string | undefined): ChartedNode | undefined {
  const index = selected === undefined ? -1 : nodeIds.indexOf(selected);
  const node = nodes.find((one) => one.id === selected);
  if (index < 0 || node === undefined) return undefined;
  const watched = links.some(({ from, to }) => to === node.id && nodes.find(({ id }) => id === from)?.kind === 'monitor');
  return { index, id: node.id, name: node.name, figure: kindOf(node.kind)?.figures[0], watched };
}

/** The value given before, as long as it reads the same. */
function useSame<T>(value: T): T {
  const [kept, setKept] = useState(value);
  if (kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept;
  setKept(value);
  return value;
}
