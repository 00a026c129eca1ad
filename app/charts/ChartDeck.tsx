/** The charts of a run: four of the whole system, or four of the one part that is looked at. They share time, bands and crosshair. */
import { ArrowLeft, Layers } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Chart, type ChartProps, Tool } from './Chart.tsx';
import styles from './charts.module.css';
import type { ChartFeed, Crosshair } from './handles.ts';
import type { ChartScene } from './model.ts';
import { availabilityModel } from './models/availability.ts';
import { consistencyModel } from './models/consistency.ts';
import { latencyModel } from './models/latency.ts';
import { type ChartedNode, nodeLatencyModel, nodeQueueModel, nodeTrafficModel, nodeUtilisationModel } from './models/node.ts';
import { trafficModel } from './models/traffic.ts';

export interface ChartDeckProps {
  readonly scene: ChartScene;
  readonly feed: ChartFeed;
  readonly crosshair: Crosshair;
  /** The part to chart; undefined for the whole system. */
  readonly node: ChartedNode | undefined;
  /** Back to the whole system. */
  readonly onWhole: () => void;
}

export function ChartDeck({ scene, feed, crosshair, node, onWhole }: ChartDeckProps) {
  const shared = { scene, feed, crosshair };
  return (
    <div className={styles['frame']}>
      <div className={styles['deck']}>
        {node === undefined ? <WholeCharts {...shared} /> : <NodeCharts {...shared} node={node} onWhole={onWhole} />}
      </div>
    </div>
  );
}

type Shared = Pick<ChartProps, 'scene' | 'feed' | 'crosshair'>;

function WholeCharts(shared: Shared) {
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
  return (
    <>
      <Chart {...shared} name="Latency" model={latency} />
      <Chart {...shared} name="Traffic" heading={byCause ? 'Failures by cause' : undefined} model={traffic} tools={causes} />
      <Chart {...shared} name="Availability" model={availability} />
      <Chart {...shared} name="Consistency" model={consistency} />
    </>
  );
}

function NodeCharts({ node, onWhole, ...shared }: Shared & { readonly node: ChartedNode; readonly onWhole: () => void }) {
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
  const back = (
    <button type="button" className={styles['back']} onClick={onWhole}>
      <ArrowLeft aria-hidden="true" />
      Whole system
    </button>
  );
  return models.map(({ word, model }, i) => (
    <Chart key={word} {...shared} name={`${word} of ${node.name}`} model={model} tools={i === 0 ? back : undefined} />
  ));
}
