/** All examples: whole systems first, then famous outages, then one for each part. The design that is open stays kept. */
import { lazy, Suspense, useRef, useState } from 'react';
import { EXAMPLES } from '../../../src/design/examples/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ExampleCards } from '../examples/ExampleCards.tsx';
import { speaksOf, wordsOf } from '../examples/part-example-list.ts';
import styles from './ExamplesDialog.module.css';

const PartExamples = lazy(async () => ({ default: (await import('../examples/PartExamples.tsx')).PartExamples }));

const OutageCards = lazy(async () => ({ default: (await import('../examples/OutageCards.tsx')).OutageCards }));

export function ExamplesDialog({ onClose }: { readonly onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [sought, setSought] = useState('');
  const words = wordsOf(sought);
  const whole = EXAMPLES.filter((example) => speaksOf(example, words));
  return (
    <Dialog
      title="Examples"
      lead="Each opens as a design of your own, ready to play and to break."
      open
      size="wide"
      onClose={onClose}
      initialFocus={input}
    >
      <input
        ref={input}
        type="search"
        className={styles['search']}
        aria-label="Find an example"
        placeholder="Find an example"
        value={sought}
        onChange={(event) => setSought(event.target.value)}
      />
      <div className={styles['examples']}>
        {whole.length > 0 && <ExampleCards examples={whole} onOpen={onClose} />}
        <section aria-label="Famous outages">
          <h2 className={styles['heading']}>Famous outages</h2>
          <p className={styles['lead']}>
            What failed, failing again for the same reason. Play one, then ask why; each says what it leaves out.
          </p>
          <Suspense fallback={<p className={styles['lead']}>Loading …</p>}>
            <OutageCards sought={sought} onOpen={onClose} />
          </Suspense>
        </section>
        <h2 className={styles['heading']}>One part each</h2>
        <p className={styles['lead']}>Small systems that meet their objectives, and would not without the part they are about.</p>
        <Suspense fallback={<p className={styles['lead']}>Loading …</p>}>
          <PartExamples sought={sought} onOpen={onClose} />
        </Suspense>
      </div>
    </Dialog>
  );
}
