/** What is measured at the selection: live while it runs, and in full once it rests. */
import { ChartNoAxesGantt } from 'lucide-react';
import { useMemo } from 'react';
import { kindOf } from '../../../src/catalog/index.ts';
import type { LinkDoc, NodeDoc } from '../../../src/design/document.ts';
import type { Report } from '../../../src/run/report.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import type { RunShape } from '../../../src/worker/protocol.ts';
import { useDesign } from '../../state/design-store.ts';
import { useRun } from '../../state/run-store.ts';
import { setView } from '../../state/view-store.ts';
import { addressWords } from '../../timeline/address.ts';
import { Button } from '../../ui/Button.tsx';
import { useAtTime } from '../clock.ts';
import { Section } from '../Section.tsx';
import type { Subject } from '../subject.ts';
import { connectionFacts } from './connection-facts.ts';
import { LIVE_OWN, linkFigures, nodeFigures, runFigures } from './figures.ts';
import { LiveFigures } from './LiveFigures.tsx';
import { LiveTable } from './LiveTable.tsx';
import styles from './MeasureTab.module.css';
import { PolicyState } from './PolicyState.tsx';
import { Durations, Ends, Facts } from './ReportFigures.tsx';
import { availabilityFacts, costFacts, linkFacts, nodeDurations, runDurations } from './report-rows.ts';
import { SloSection } from './SloSection.tsx';
import { SummarySection } from './SummarySection.tsx';
import { meanWords } from './slo-rows.ts';
import { consumerColumns, END_TO_END, goldenColumns, instanceColumns } from './tables.ts';

/** More rows than this cannot be painted ten times a second beside everything else (chosen). */
const MOST_ROWS = 100;

const begun = (timeMs: number): boolean => timeMs > 0;

export interface MeasureTabProps {
  readonly subject: Subject;
  readonly report: Report | undefined;
}

export function MeasureTab({ subject, report }: MeasureTabProps) {
  const shape = useRun((run) => run.shape);
  if (!useAtTime(begun) || shape === undefined) {
    return <p className={styles['empty']}>Nothing is measured yet. Press play, or step through it one event at a time.</p>;
  }
  switch (subject.is) {
    case 'document':
      return <RunMeasures shape={shape} report={report} />;
    case 'links':
      return subject.links.map((link) => (
        <LinkMeasures key={link.id} link={link} shape={shape} report={report} alone={subject.links.length === 1} />
      ));
    default: {
      const [node, ...others] = subject.nodes;
      if (node !== undefined && others.length === 0) return <NodeMeasures node={node} shape={shape} report={report} />;
      return <PartsMeasures nodes={subject.nodes} shape={shape} />;
    }
  }
}

interface Of {
  readonly shape: RunShape;
  readonly report: Report | undefined;
}

function NodeMeasures({ node, shape, report }: Of & { readonly node: NodeDoc }) {
  const index = shape.nodeIds.indexOf(node.id);
  const kind = kindOf(node.kind);
  const figures = useMemo(() => nodeFigures(index, kind), [index, kind]);
  const columns = useMemo(() => instanceColumns(shape.firstInstance[index] ?? 0), [shape, index]);
  const count = shape.instanceCount[index] ?? 0;
  const rows = useMemo(
    () => Array.from({ length: count }, (_, i) => ({ key: String(i), head: `${node.name}/${i + 1}` })),
    [count, node.name],
  );
  const measured = report?.nodes[node.id];
  if (index < 0) return <p className={styles['empty']}>It was drawn after this run began. Reset to run with it.</p>;
  const own = (kind?.figures ?? []).slice(LIVE_OWN).map(({ id, label, unit }) => {
    const value = measured?.figures[id] ?? null;
    return { label, text: value === null ? '–' : formatQuantity(value, unit) };
  });
  const further = report === undefined ? own : [...own, ...costFacts(report, node.id)];
  return (
    <>
      <Section title="Now">
        <LiveFigures figures={figures} />
      </Section>
      {count > 1 && (
        <Section title="Instances">
          <LiveTable caption={`Instances of ${node.name}`} head="Copy" rows={rows} columns={columns} />
        </Section>
      )}
      {kind?.role === 'broker' && <ConsumerMeasures node={node} shape={shape} />}
      {report !== undefined && measured !== undefined && (
        <>
          <Durations durations={nodeDurations(measured)} />
          <Ends report={report} outcomes={measured.outcomes} node={node.id} />
          {further.length > 0 && <Facts title="More figures" facts={further} />}
        </>
      )}
    </>
  );
}

/** How far each of those is behind to whom a broker delivers: the lag of every group of a log, of every subscriber of a topic. */
function ConsumerMeasures({ node, shape }: { readonly node: NodeDoc; readonly shape: RunShape }) {
  const design = useDesign((state) => state.design);
  const links = useMemo(
    () => design.links.filter((link) => link.from === node.id && shape.linkIds.includes(link.id)).slice(0, MOST_ROWS),
    [design, node.id, shape],
  );
  const columns = useMemo(() => consumerColumns(links.map((link) => shape.linkIds.indexOf(link.id))), [links, shape]);
  if (links.length === 0) return null;
  const rows = links.map((link) => ({ key: link.id, head: design.nodes.find(({ id }) => id === link.to)?.name ?? link.to }));
  return (
    <Section title="Consumers">
      <LiveTable caption={`Consumers of ${node.name}`} head="To" rows={rows} columns={columns} />
    </Section>
  );
}

function LinkMeasures({ link, shape, report, alone }: Of & { readonly link: LinkDoc; readonly alone: boolean }) {
  const design = useDesign((state) => state.design);
  const index = shape.linkIds.indexOf(link.id);
  const delivers = kindOf(design.nodes.find(({ id }) => id === link.from)?.kind ?? '')?.role === 'broker';
  const figures = useMemo(() => linkFigures(index, delivers), [index, delivers]);
  const measured = report?.links[link.id];
  if (index < 0) return null;
  return (
    <>
      <Section title={alone ? 'Now' : addressWords(design, `${link.from}>${link.to}`)}>
        <LiveFigures figures={figures} />
      </Section>
      <PolicyState link={link} index={index} />
      {measured !== undefined && <Facts title="In this run" facts={linkFacts(measured)} />}
      {measured !== undefined && measured.connections !== null && <Facts title="Connections" facts={connectionFacts(measured)} />}
    </>
  );
}

function RunMeasures({ shape, report }: Of) {
  const nodes = useDesign((state) => state.design.nodes);
  const figures = useMemo(() => runFigures(), []);
  return (
    <>
      {report !== undefined && <SummarySection report={report} />}
      <Section title="All requests so far">
        <LiveFigures figures={figures} />
        <Button
          className={styles['traces']}
          icon={<ChartNoAxesGantt aria-hidden="true" />}
          onClick={() => setView({ dialog: 'traces', stretch: undefined })}
        >
          Traces of single requests
        </Button>
      </Section>
      <PartsMeasures nodes={nodes} shape={shape} whole />
      {report !== undefined && (
        <>
          <Durations durations={runDurations(report)} finding={meanWords(report.total)} />
          <Ends report={report} outcomes={report.total.outcomes} />
          <Facts title="In this run" facts={availabilityFacts(report)} />
          <SloSection availability={report.availability} />
        </>
      )}
    </>
  );
}

/** Four golden signals, part by part; of a whole run first those that its clients see. */
function PartsMeasures({
  nodes,
  shape,
  whole = false,
}: {
  readonly nodes: readonly NodeDoc[];
  readonly shape: RunShape;
  readonly whole?: boolean;
}) {
  const known = useMemo(() => nodes.filter((node) => shape.nodeIds.includes(node.id)).slice(0, MOST_ROWS), [nodes, shape]);
  const columns = useMemo(
    () => goldenColumns([...(whole ? [END_TO_END] : []), ...known.map((node) => shape.nodeIds.indexOf(node.id))], shape.windowMs),
    [known, shape, whole],
  );
  const rows = useMemo(
    () => [
      ...(whole ? [{ key: ' end to end', head: 'End to end' }] : []),
      ...known.map((node) => ({
        key: node.id,
        head: (
          <button type="button" onClick={() => setView({ selection: { nodes: [node.id], links: [] } })}>
            {node.name}
          </button>
        ),
      })),
    ],
    [known, whole],
  );
  return (
    <Section title="Golden signals">
      <LiveTable caption="Latency, traffic, errors and saturation" head="Part" rows={rows} columns={columns} />
      {nodes.length > MOST_ROWS && (
        <p className={styles['empty']}>
          The first {MOST_ROWS} of {nodes.length} parts. Select others to see them.
        </p>
      )}
    </Section>
  );
}
