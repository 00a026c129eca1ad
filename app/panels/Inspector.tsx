/**
 * The inspector: what is selected, and four questions about it: how it is set, what is measured, how it can break, what it is. A
 * coordinator only; everything it shows is generated from the specs of the selection by the tabs.
 */
import { useEffect, useMemo } from 'react';
import { kindOf } from '../../src/catalog/index.ts';
import { LINK_PARAMETERS, NETWORK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import { registerActions } from '../state/actions.ts';
import { useDesignInForce } from '../state/use-in-force.ts';
import { type InspectorTab, setView, useView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { AboutTab } from './about/AboutTab.tsx';
import { AdviceSection } from './advice/AdviceSection.tsx';
import { BreakTab } from './break/BreakTab.tsx';
import { DocumentTab } from './document/DocumentTab.tsx';
import { HelpStrip } from './HelpStrip.tsx';
import styles from './Inspector.module.css';
import { EstimateSection } from './measure/EstimateSection.tsx';
import { MeasureTab } from './measure/MeasureTab.tsx';
import { NeighboursLine } from './NeighboursLine.tsx';
import { PANEL_ACTIONS } from './panel-actions.ts';
import { plural } from './plural.ts';
import { SubjectHeader } from './SubjectHeader.tsx';
import { SetTab } from './set/SetTab.tsx';
import { type Subject, subjectOf } from './subject.ts';
import { useReport } from './use-report.ts';
import { WhySection } from './WhySection.tsx';

const TABS: readonly { readonly value: InspectorTab; readonly label: string }[] = [
  { value: 'set', label: 'Set' },
  { value: 'measure', label: 'Measure' },
  { value: 'break', label: 'Break' },
  { value: 'about', label: 'About' },
];
const REGISTRIES = { kindOf, linkSpecs: LINK_PARAMETERS, networkSpecs: NETWORK_PARAMETERS };

export function Inspector() {
  useEffect(() => registerActions(PANEL_ACTIONS), []);
  const design = useDesignInForce();
  const selection = useView((view) => view.selection);
  const tab = useView((view) => view.tab);
  const report = useReport();
  const subject = useMemo(() => subjectOf(design, selection, REGISTRIES), [design, selection]);
  // What was folded out or typed belongs to what it was typed for.
  const key = `${tab} ${selection.nodes.join(' ')} > ${selection.links.join(' ')}`;
  return (
    <aside aria-label="Inspector" className={styles['inspector']}>
      <SubjectHeader subject={subject} />
      {subject.is === 'nodes' && subject.nodes.length === 1 && <NeighboursLine id={subject.nodes[0]?.id ?? ''} />}
      <div className={styles['tabs']}>
        <Tabs aria-label="About the selection" tabs={TABS} value={tab} onChange={(next) => setView({ tab: next })}>
          <div key={key} ref={toTop}>
            {tab === 'set' && <Settings subject={subject} report={report} />}
            {tab === 'measure' && <WhySection report={report} subject={subject} />}
            {tab === 'measure' && <MeasureTab subject={subject} report={report} />}
            {tab === 'measure' && <EstimateSection subject={subject} report={report} />}
            {tab === 'break' && <BreakTab subject={subject} />}
            {tab === 'about' && <AboutTab subject={subject} />}
          </div>
        </Tabs>
      </div>
      {tab === 'set' && <HelpStrip />}
    </aside>
  );
}

/** Something else begins at its beginning; the panel around it is what scrolls, because it can have the focus. */
function toTop(content: HTMLElement | null): void {
  if (content?.parentElement) content.parentElement.scrollTop = 0;
}

function Settings({ subject, report }: { readonly subject: Subject; readonly report: ReturnType<typeof useReport> }) {
  switch (subject.is) {
    case 'document':
      return <DocumentTab report={report} />;
    case 'both':
      return <Both subject={subject} />;
    default:
      return (
        <>
          <SetTab subject={subject} />
          <WhySection report={report} subject={subject} />
          <AdviceSection subject={subject} />
        </>
      );
  }
}

function Both({ subject }: { readonly subject: Extract<Subject, { is: 'both' }> }) {
  const { nodes, links } = subject;
  return (
    <div className={styles['note']}>
      <p>Parts and links have different settings. Keep one sort of them to set several at once.</p>
      <div className={styles['choice']}>
        <Button onClick={() => setView({ selection: { nodes: nodes.map((node) => node.id), links: [] } })}>
          Keep {plural(nodes.length, 'part')}
        </Button>
        <Button onClick={() => setView({ selection: { nodes: [], links: links.map((link) => link.id) } })}>
          Keep {plural(links.length, 'link')}
        </Button>
      </div>
    </div>
  );
}
