/** The run in one paragraph, to read and to copy; and what of it can be taken away. */
import { Check, Copy, Download, FileText } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Report } from '../../../src/run/report.ts';
import { runSummary } from '../../../src/run/run-summary.ts';
import { useDesign } from '../../state/design-store.ts';
import { setView } from '../../state/view-store.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { Section } from '../Section.tsx';
import styles from './SummarySection.module.css';

export function SummarySection({ report }: { readonly report: Report }) {
  const design = useDesign((state) => state.design);
  const words = useMemo(() => runSummary(report, design), [report, design]);
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(words);
      setCopied(true);
      announce('Summary copied');
      setTimeout(() => setCopied(false), 2_500);
    } catch {
      setView({
        notice: { text: 'The browser did not let the page copy. Select the words and copy them with the keyboard.', tone: 'bad' },
      });
    }
  };
  return (
    <Section title="In words">
      <p className={styles['words']}>{words}</p>
      <div className={styles['row']}>
        <Button icon={copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />} onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy summary'}
        </Button>
        <Button icon={<FileText aria-hidden="true" />} onClick={() => setView({ dialog: 'post-mortem' })}>
          Post-mortem
        </Button>
        <Button icon={<Download aria-hidden="true" />} onClick={() => setView({ dialog: 'export' })}>
          Export
        </Button>
      </div>
    </Section>
  );
}
