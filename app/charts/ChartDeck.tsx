/** The charts of a run: four of the whole system, or four of the one part that is looked at. They share time, bands and crosshair. */
import { ArrowLeft, Flame, Focus, Grid3x3, Layers, Scale } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Select } from '../ui/Select.tsx';
import { Chart, type ChartProps, Tool } from './Chart.tsx';
import styles from './charts.module.css';
import { HeatMap } from './HeatMap.tsx';
import type { ChartFeed, Crosshair } from './handles.ts';
import type { HeatCell } from './heat.ts';
import type { ChartScene } from './model.ts';
import { availabilityModel } from './models/availability.ts';
import { burnModel } from './models/burn.ts';
import { consistencyModel } from './models/consistency.ts';
import { latencyModel } from './models/latency.ts';
import { type ChartedNode, nodeLatencyModel, nodeQueueModel, nodeTrafficModel, nodeUtilisationModel } from './models/node.ts';
import { trafficModel } from './models/traffic.ts';
import { brief } from './numbers.ts';
import type { OnStretch } from './use-brush.ts';

export interface ChartDeckProps {
  readonly scene: ChartScene;
  readonly feed: ChartFeed;
  readonly crosshair: Crosshair;
  /** The part that is selected; undefined when none is. Its charts are shown until someone asks for the whole. */
  readonly node: ChartedNode | undefined;
  /** Opens what stands behind the consistency chart: which models held, and what contradicts the others. */
  readonly onConsistency?: () => void;
  /** A stretch of time was chosen on one of the charts. */
  readonly onStretch?: OnStretch;
  /** Shows requests that fell into a cell of the heat map. */
  readonly onCell?: (cell: HeatCell) => void;
}

export function ChartDeck({ node, onConsistency, onCell, ...shared }: ChartDeckProps) {
  // Another part begins anew, so that the way back to the whole is asked for each time.
  return <Deck key={node?.id} node={node} shared={shared} onConsistency={onConsistency} onCell={onCell} />;
}

function Deck({ node, shared, onConsistency, onCell }: Pick<ChartDeckProps, 'node'> & Behind & { readonly shared: Shared }) {
  const [whole, setWhole] = useState(false);
  return (
    <div className={styles['frame']}>
      <div className={styles['deck']}>
        {node === undefined || whole ? (
          <WholeCharts
            {...shared}
            onConsistency={onConsistency}
            onCell={onCell}
            lead={node === undefined ? undefined : <PartTool node={node} onPress={() => setWhole(false)} />}
          />
        ) : (
          <NodeCharts {...shared} node={node} lead={<WholeTool onPress={() => setWhole(true)} />} />
        )}
      </div>
    </div>
  );
}

function WholeTool({ onPress }: { readonly onPress: () => void }) {
  return (
    <Tool label="Whole system" onPress={onPress}>
      <ArrowLeft aria-hidden="true" />
    </Tool>
  );
}

function PartTool({ node, onPress }: { readonly node: ChartedNode; readonly onPress: () => void }) {
  return (
    <Tool label={`Charts of ${node.name}`} onPress={onPress}>
      <Focus aria-hidden="true" />
    </Tool>
  );
}

type Shared = Pick<ChartProps, 'scene' | 'feed' | 'crosshair' | 'onStretch'>;

interface Behind {
  readonly onConsistency: (() => void) | undefined;
  readonly onCell: ((cell: HeatCell) => void) | undefined;
}

interface Led {
  readonly lead: ReactNode;
}

function WholeCharts({ lead, onConsistency, onCell, ...shared }: Shared & Led & Behind) {
  const { scene } = shared;
  const [byCause, setByCause] = useState(false);
  const [heat, setHeat] = useState(false);
  const latency = useMemo(() => latencyModel(scene), [scene]);
  const traffic = useMemo(() => trafficModel(scene, byCause), [scene, byCause]);
  const consistency = useMemo(() => consistencyModel(scene), [scene]);
  const causes = (
    <Tool label="Failures by cause" pressed={byCause} onPress={() => setByCause(!byCause)}>
      <Layers aria-hidden="true" />
    </Tool>
  );
  const held = onConsistency && (
    <Tool label="What held" onPress={onConsistency}>
      <Scale aria-hidden="true" />
    </Tool>
  );
  const map = onCell && (
    <Tool label="Heat map" pressed={heat} onPress={() => setHeat(!heat)}>
      <Grid3x3 aria-hidden="true" />
    </Tool>
  );
  const instead = heat && onCell ? <HeatMap scene={scene} feed={shared.feed} onCell={onCell} /> : undefined;
  return (
    <>
      <Chart {...shared} name="Latency" lead={lead} model={latency} views={map} instead={instead} />
      <Chart {...shared} name="Traffic" heading={byCause ? 'Failures by cause' : undefined} model={traffic} views={causes} />
      <AvailabilityChart {...shared} />
      <Chart {...shared} name="Consistency" model={consistency} views={held} />
    </>
  );
}

/** Availability, or how fast its budget burns; of one promise at a time. */
function AvailabilityChart(shared: Shared) {
  const { scene } = shared;
  const [burn, setBurn] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const slo = scene.slos.find(({ id }) => id === chosen) ?? scene.slos[0];
  const burning = burn && slo !== undefined;
  const model = useMemo(() => (burning ? burnModel(scene, slo) : availabilityModel(scene, slo)), [scene, slo, burning]);
  const tools = slo && scene.slos.length > 1 && (
    <Select
      className={styles['which']}
      aria-label="Which promise"
      options={scene.slos.map(({ id, whose, target }) => ({ value: id, label: `${whose} ≥ ${brief(target, 'ratio')}` }))}
      value={slo.id}
      onChange={setChosen}
    />
  );
  const views = slo && (
    <Tool label="Burn rate" pressed={burning} onPress={() => setBurn(!burn)}>
      <Flame aria-hidden="true" />
    </Tool>
  );
  const whose = slo === undefined || slo.cls < 0 ? '' : slo.whose;
  const heading = <PartHeading word={burning ? 'Burn rate' : 'Availability'} part={whose} />;
  return <Chart {...shared} name="Availability" heading={heading} model={model} tools={tools} views={views} />;
}

function NodeCharts({ node, lead, ...shared }: Shared & Led & { readonly node: ChartedNode }) {
  const { scene } = shared;
  const models = useMemo(
    () => [
      { word: 'Latency', model: nodeLatencyModel(scene, node) },
      { word: 'Traffic', model: nodeTrafficModel(scene, node) },
      { word: 'Utilisation', model: nodeUtilisationModel(scene, node) },
      { word: 'Queue', model: nodeQueueModel(scene, node) },
    ],
    [scene, node],
  );
  return models.map(({ word, model }, i) => (
    <Chart
      key={word}
      {...shared}
      name={`${word} of ${node.name}`}
      heading={i === 0 ? <PartHeading word={word} part={node.name} /> : word}
      model={model}
      lead={i === 0 ? lead : undefined}
    />
  ));
}

/** The part's name gives way before the finding does, and stands once in a row; in full it is in the tooltip and the chart's own name. */
function PartHeading({ word, part }: { readonly word: string; readonly part: string }) {
  return (
    <>
      {word} <span className={styles['part']}>{part}</span>
    </>
  );
}
