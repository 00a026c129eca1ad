/** The results to take away. Where the browser does not let the page copy, the text stands there to be copied by hand. */
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { CASES } from '../../src/proof/index.ts';
import { Button } from '../ui/Button.tsx';
import { browserOf } from './browser.ts';
import styles from './CopyResults.module.css';
import { asCsv, asText } from './export-text.ts';
import { timeWords } from './figures.ts';
import { summaryLine } from './overall.ts';
import { overallOf, runner } from './proof-store.ts';

export function CopyResults() {
  const [said, setSaid] = useState<string>();
  const [byHand, setByHand] = useState<string>();
  const copy = async (text: string, what: string): Promise<void> => {
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setByHand(done === true ? undefined : text);
    setSaid(done === true ? `Copied as ${what}` : undefined);
    setTimeout(() => setSaid(undefined), 2_500);
  };
  return (
    <div className={styles['copy']}>
      <span className={styles['said']} role="status">
        {said}
      </span>
      <Button icon={<Copy aria-hidden="true" />} onClick={() => void copy(asCsv(CASES, runner.state()), 'CSV')}>
        Copy as CSV
      </Button>
      <Button icon={<Copy aria-hidden="true" />} onClick={() => void copy(asText(CASES, runner.state(), where()), 'text')}>
        Copy as text
      </Button>
      {byHand !== undefined && (
        <textarea
          className={styles['byHand']}
          aria-label="The results, to be copied by hand"
          readOnly
          value={byHand}
          rows={6}
          onFocus={(event) => event.target.select()}
        />
      )}
    </div>
  );
}

function where(): string {
  const state = runner.state();
  const { name, engine } = browserOf(navigator.userAgent);
  return `${name} (${engine}), ${timeWords(state.spentMs)}. ${summaryLine(overallOf(state))}.`;
}
