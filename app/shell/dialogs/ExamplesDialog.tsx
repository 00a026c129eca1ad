/** All examples: whole systems first, then one for each part. The design that is open stays kept. */
import { lazy, Suspense, useRef, useState } from 'react';
import { EXAMPLES } from '../../../src/design/examples/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ExampleCards } from '../examples/ExampleCards.tsx';
import { speaksOf } from '../examples/part-example-list.ts';
import styles from './ExamplesDialog.module.css';

const PartExamples = lazy(async () => ({ default: (await import('../examples/PartExamples.tsx')).PartExamples }));

export function ExamplesDialog({ onClose }: { readonly onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [sought, setSought] = useState('');
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
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
        <h2 className={styles['heading']}>One part each</h2>
        <p className={styles['lead']}>Small systems that meet their objectives, and would not without the part they are about.</p>
        <Suspense fallback={<p className={styles['lead']}>Loading …</p>}>
          <PartExamples sought={sought} onOpen={onClose} />
        </Suspense>
      </div>
    </Dialog>
  );
}
