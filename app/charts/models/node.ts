/** One part of the system: its latency, traffic, utilisation and queue, from its own columns. */
import type { FigureSpec } from '../../../src/catalog/kind.ts';
import { latencyFinding } from '../findings.ts';
import { follow, trailingWindows } from '../follow.ts';
import { GrowingColumn, TrailingSum } from '../growing-column.ts';
import { limitLines } from '../limits.ts';
import type { ChartModel, ChartScene, Panel, Series } from '../model.ts';
import { levelFinding, nodeTrafficFinding } from '../node-findings.ts';
import { at } from '../numbers.ts';
import { LOOKS } from '../palette.ts';
import { QuantileColumn } from './latency.ts';
import { RateColumn } from './traffic.ts';

/** The part whose charts are shown. */
export interface ChartedNode {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  /** Its kind's first own figure, when it has one. */
  readonly figure: FigureSpec | undefined;
  /** A monitor watches it: what it saw is laid over the truth. */
  readonly watched: boolean;
}

/** What a monitor saw, held until its next reading; nothing where none looks. */
function seenSeries(
  { source }: ChartScene,
  node: ChartedNode,
  column: 'seenP99' | 'seenRate',
  unit: Series['unit'],
  look: Series['look'],
): readonly Series[] {
  if (!node.watched) return [];
  const values = (): Float64Array => source.nodeColumn(node.index, column);
  return [{ key: column, label: 'monitor', name: 'seen by the monitor', unit, look, step: true, rank: 0, values }];
}

/** Percentiles of the calls it answered over the last second. */
export function nodeLatencyModel(scene: ChartScene, node: ChartedNode): ChartModel {
  const { source, bands, warmupMs } = scene;
  const answered = new TrailingSum(trailingWindows(scene.windowMs));
  const samples = new GrowingColumn();
  const p50 = new QuantileColumn(0.5, 1);
  const p99 = new QuantileColumn(0.01, 1);
  const series = (
    [
      ['p99', p99, 2],
      ['p50', p50, 1],
    ] as const
  ).map(
    ([key, column, rank]): Series => ({
      key,
      label: key,
      name: key,
      unit: 'ms',
      look: LOOKS.latency[key],
      rank,
      ...(key === 'p50' ? { area: 'under' } : {}),
      values: () => column.values.view(),
      firm: () => column.firm.view(),
    }),
  );
  return {
    ...shared(scene, `How long calls stay at ${node.name}, waiting included.`),
    panels: [
      panel(
        'latency',
        { is: 'log', unit: 'ms', from: 1, decades: 2 },
        [...series, ...seenSeries(scene, node, 'seenP99', 'ms', LOOKS.seen.p99)],
        'nothing answered here yet',
        promised(scene, node, 'p99', 'ms'),
      ),
    ],
    samples: () => samples.view(),
    refresh: follow(source, {
      clear: () => {
        for (const one of [answered, samples, p50, p99]) one.clear();
      },
      take: (from, to) => {
        const ok = source.nodeColumn(node.index, 'ok');
        const [half, high] = [source.nodeColumn(node.index, 'p50'), source.nodeColumn(node.index, 'p99')];
        for (let i = from; i < to; i++) {
          const count = answered.take(ok, i);
          samples.push(count);
          p50.push(at(half, i), count);
          p99.push(at(high, i), count);
        }
      },
    }),
    finding: () => latencyFinding({ endMs: source.column('endMs'), p99: p99.values.view(), firm: p99.firm.view() }, bands, warmupMs),
  };
}

/** Calls that arrived, were answered and failed, per second. */
export function nodeTrafficModel(scene: ChartScene, node: ChartedNode): ChartModel {
  const { source, windowMs, warmupMs } = scene;
  const rates = { arrivals: new RateColumn(windowMs), ok: new RateColumn(windowMs), failed: new RateColumn(windowMs) };
  const kept = [
    ['arrivals', 'arriving', LOOKS.traffic.offered],
    ['ok', 'answered', LOOKS.traffic.answered],
    ['failed', 'failed', LOOKS.traffic.failed],
  ] as const;
  const series = kept.map(
    ([key, word, look], i): Series => ({
      key,
      label: word,
      name: word,
      unit: 'perSecond',
      look,
      rank: i,
      ...(key === 'arrivals' ? {} : { area: 'under' }),
      values: () => rates[key].rates.view(),
    }),
  );
  return {
    ...shared(scene, `Calls per second at ${node.name}: arriving, answered, failed.`),
    panels: [
      panel(
        'traffic',
        { is: 'linear', unit: 'perSecond', least: 10 },
        [...series, ...seenSeries(scene, node, 'seenRate', 'perSecond', LOOKS.seen.rate)],
        'no call came here yet',
      ),
    ],
    refresh: follow(source, {
      clear: () => {
        for (const one of Object.values(rates)) one.clear();
      },
      take: (from, to) => {
        const endMs = source.column('endMs');
        for (const [key] of kept) {
          const counts = source.nodeColumn(node.index, key);
          for (let i = from; i < to; i++) rates[key].take(counts, i, at(endMs, i) > warmupMs);
        }
      },
    }),
    finding: () => nodeTrafficFinding(at(rates.arrivals.rates.view(), rates.arrivals.rates.length - 1), rates.ok.total, rates.failed.total),
  };
}

export function nodeUtilisationModel(scene: ChartScene, node: ChartedNode): ChartModel {
  const { source, bands, warmupMs } = scene;
  const values = (): Float64Array => source.nodeColumn(node.index, 'utilisation');
  const series: Series = {
    key: 'utilisation',
    label: 'busy',
    name: 'utilisation',
    unit: 'ratio',
    look: LOOKS.utilisation.share,
    area: 'under',
    rank: 1,
    values,
  };
  return {
    ...shared(scene, `How busy ${node.name} is: near 100 % every call waits.`),
    panels: [panel('utilisation', { is: 'whole' }, [series], 'has no work slots to fill', promised(scene, node, 'utilisation', 'ratio'))],
    finding: () => levelFinding('busy', 'ratio', source.column('endMs'), values(), bands, warmupMs),
  };
}

/** What waits, and the kind's own figure below it. */
export function nodeQueueModel(scene: ChartScene, node: ChartedNode): ChartModel {
  const { source, bands, warmupMs } = scene;
  const queue = (): Float64Array => source.nodeColumn(node.index, 'queue');
  const waiting: Series = {
    key: 'queue',
    label: 'waiting',
    name: 'waiting',
    unit: 'count',
    look: LOOKS.queue.length,
    area: 'under',
    rank: 1,
    values: queue,
  };
  const panels = [
    {
      ...panel(
        'queue',
        { is: 'linear', unit: 'count', least: 4 },
        [waiting],
        'nothing waits here',
        promised(scene, node, 'queue', 'count'),
      ),
      height: 2,
    },
  ];
  const { figure } = node;
  if (figure !== undefined) {
    const own: Series = {
      key: figure.id,
      label: figure.label.toLowerCase(),
      name: figure.label,
      unit: figure.unit,
      look: LOOKS.figure.own,
      rank: 1,
      values: () => source.nodeColumn(node.index, 'figure0'),
    };
    const scale = figure.unit === 'ratio' ? ({ is: 'whole' } as const) : ({ is: 'linear', unit: figure.unit, least: 1 } as const);
    panels.push(panel(figure.id, scale, [own], 'nothing measured', promised(scene, node, figure.id, figure.unit)));
  }
  return {
    ...shared(scene, `How many calls wait at ${node.name}.`),
    panels,
    finding: () => levelFinding('waiting', 'count', source.column('endMs'), queue(), bands, warmupMs),
  };
}

function shared({ source }: ChartScene, teaches: string): Pick<ChartModel, 'teaches' | 'times' | 'samples' | 'refresh'> {
  return { teaches, times: () => source.column('endMs'), samples: undefined, refresh: follow(source, { clear: () => {}, take: () => {} }) };
}

function panel(key: string, scale: Panel['scale'], series: readonly Series[], nothing: string, limits: Panel['limits'] = []): Panel {
  return { key, height: 1, scale, series, limits, nothing };
}

/** What is promised about a figure of this part. */
function promised(scene: ChartScene, { id }: ChartedNode, figure: string, unit: Series['unit']): Panel['limits'] {
  return limitLines(scene, `part:${id}.${figure}`, unit);
}
