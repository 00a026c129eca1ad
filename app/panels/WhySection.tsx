/** Why it is so: what the report explains about the run, or about the selected part, in sentences with numbers. */
import { useMemo } from 'react';
import { type Explanation, explain } from '../../src/run/explain.ts';
import type { Report } from '../../src/run/report.ts';
import { useDesign } from '../state/design-store.ts';
import { setView } from '../state/view-store.ts';
import { Section } from './Section.tsx';
import type { Subject } from './subject.ts';
import styles from './WhySection.module.css';

export interface WhySectionProps {
  readonly report: Report | undefined;
  readonly subject: Subject;
}

export function WhySection({ report, subject }: WhySectionProps) {
  const design = useDesign((state) => state.design);
  const all = useMemo(() => (report === undefined ? [] : explain(report, design)), [report, design]);
  const ids = subject.is === 'nodes' ? subject.nodes.map((node) => node.id) : [];
  const found = subject.is === 'document' ? all : all.filter(({ nodeId }) => nodeId !== undefined && ids.includes(nodeId));
  if (found.length === 0) return null;
  return (
    <Section title="Why">
      {found.map((one) => (
        <Why key={`${one.nodeId} ${one.title}`} of={one} linked={subject.is === 'document'} />
      ))}
      <button type="button" className={styles['ask']} onClick={() => setView({ dialog: 'why', stretch: undefined })}>
        Why, in its worst time
      </button>
    </Section>
  );
}

function Why({ of: { title, sentences, nodeId }, linked }: { readonly of: Explanation; readonly linked: boolean }) {
  return (
    <div className={styles['why']}>
      {linked && nodeId !== undefined ? (
        <button type="button" className={styles['title']} onClick={() => setView({ selection: { nodes: [nodeId], links: [] } })}>
          {title}
        </button>
      ) : (
        <p className={styles['title']}>{title}</p>
      )}
      <p className={styles['words']}>{sentences.join(' ')}</p>
    </div>
  );
}
