/** The charts of a run: four of the whole system, or four of the one part that is looked at. They share time, bands and crosshair. */
import { ArrowLeft, Focus, Layers, Scale } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Chart, type ChartProps, Tool } from './Chart.tsx';
import styles from './charts.module.css';
import type { ChartFeed, Crosshair } from './handles.ts';
import type { ChartScene } from './model.ts';
import { availabilityModel } from './models/availability.ts';
import { consistencyModel } from './models/consistency.ts';
import { latencyModel } from './models/latency.ts';
import { type ChartedNode, nodeLatencyModel, nodeQueueModel, nodeTrafficModel, nodeUtilisationModel } from './models/node.ts';
import { trafficModel } from './models/traffic.ts';
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
}

export function ChartDeck({ node, onConsistency, ...shared }: ChartDeckProps) {
  // Another part begins anew, so that the way back to the whole is asked for each time.
  return <Deck key={node?.id} node={node} shared={shared} onConsistency={onConsistency} />;
}

function Deck({ node, shared, onConsistency }: Pick<ChartDeckProps, 'node'> & Behind & { readonly shared: Shared }) {
  const [whole, setWhole] = useState(false);
  return (
    <div className={styles['frame']}>
      <div className={styles['deck']}>
        {node === undefined || whole ? (
          <WholeCharts
            {...shared}
            onConsistency={onConsistency}
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
}

interface Led {
  readonly lead: ReactNode;
}

function WholeCharts({ lead, onConsistency, ...shared }: Shared & Led & Behind) {
  const { scene } = shared;
  const [byCause, setByCause] = useState(false);
  const latency = useMemo(() => latencyModel(scene), [scene]);
  const traffic = useMemo(() => trafficModel(scene, byCause), [scene, byCause]);
  const availability = useMemo(() => availabilityModel(scene), [scene]);
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
  return (
    <>
      <Chart {...shared} name="Latency" lead={lead} model={latency} />
      <Chart {...shared} name="Traffic" heading={byCause ? 'Failures by cause' : undefined} model={traffic} tools={causes} />
      <Chart {...shared} name="Availability" model={availability} />
      <Chart {...shared} name="Consistency" model={consistency} tools={held} />
    </>
  );
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
      heading={<PartHeading word={word} part={node.name} />}
      model={model}
      lead={i === 0 ? lead : undefined}
    />
  ));
}

/** The part's name gives way before the finding does; it stands in full in the tooltip and in the chart's own name. */
function PartHeading({ word, part }: { readonly word: string; readonly part: string }) {
  return (
    <>
      {word} <span className={styles['part']}>{part}</span>
    </>
  );
}
