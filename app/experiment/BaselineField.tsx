/** Which design is A: the one that the present design is compared with. */
import { Pin } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useList } from '../share/use-list.ts';
import { useDesign } from '../state/design-store.ts';
import { listVersions } from '../state/documents.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import styles from './BaselineField.module.css';
import { choicesOf, designIn } from './baseline-choices.ts';
import { pin, setBaseline, useExperiment } from './experiment-store.ts';

const PASTE = 'paste';
const PASTE_OPTION = { value: PASTE, label: 'A link or a text', help: 'Anything that opens here can be compared with' };

export function BaselineField() {
  const present = useDesign((state) => state.design);
  const pinned = useExperiment((state) => state.pinned);
  const seen = useExperiment((state) => state.seen);
  const chosen = useExperiment((state) => state.baseline?.key);
  const [versions] = useList(listVersions);
  const [pasting, setPasting] = useState(chosen === 'pasted');
  const id = useId();
  const choices = choicesOf({ present, pinned, seen, versions: versions ?? [] }, Date.now()).filter(({ design }) => design !== undefined);
  const [first] = choices;
  const known = pasting || choices.some(({ key }) => key === chosen);
  const choose = (key: string): void => {
    setPasting(key === PASTE);
    const choice = choices.find((one) => one.key === key);
    setBaseline(choice?.design && { key, label: choice.label, design: choice.design });
  };
  // Whatever is likeliest is chosen by itself; a choice that has gone away is chosen anew.
  useEffect(() => {
    if (!known && versions !== undefined) setBaseline(first?.design && { key: first.key, label: first.label, design: first.design });
  });
  const options = [...choices.map(({ key, label, help }) => ({ value: key, label, help })), PASTE_OPTION];
  return (
    <div className={styles['baseline']}>
      <div className={styles['row']}>
        <label htmlFor={id} className={styles['label']}>
          Compare with (A)
        </label>
        <Select
          id={id}
          className={styles['select']}
          options={options}
          value={pasting ? PASTE : (chosen ?? '')}
          onChange={choose}
          {...(!pasting && chosen === undefined && { shown: 'Choose a design' })}
        />
        <Button
          icon={<Pin aria-hidden="true" />}
          onClick={() => {
            pin();
            announce('The design is pinned.');
          }}
        >
          {pinned?.design === present ? 'Pinned' : 'Pin the present design'}
        </Button>
      </div>
      {choices.length === 0 && !pasting && (
        <p className={styles['help']}>
          {pinned?.design === present
            ? 'Pinned. Close this, change something on the canvas, and come back: the pinned design will be A, the changed one B.'
            : 'Pin the design as it is now, close this, change something on the canvas, and come back to compare. Kept versions and links work too.'}
        </p>
      )}
      {pasting && <PasteField />}
    </div>
  );
}

function PasteField() {
  const [text, setText] = useState('');
  const chosen = useExperiment((state) => (state.baseline?.key === 'pasted' ? state.baseline.label : undefined));
  const [wrong, setWrong] = useState<string>();
  const help = useId();
  const take = (pasted: string): void => {
    setText(pasted);
    const found = designIn(pasted);
    setBaseline(found.ok ? found.value : undefined);
    setWrong(found.ok ? undefined : found.error);
  };
  return (
    <>
      <textarea
        className={styles['paste']}
        aria-label="Link or text of the design to compare with"
        aria-describedby={help}
        placeholder="https://…#lb1.… or the text of a design"
        rows={2}
        spellCheck={false}
        value={text}
        onChange={(event) => take(event.target.value)}
      />
      <p id={help} className={styles['help']} role="status">
        {wrong ?? (chosen === undefined ? 'Paste what a design is opened with.' : `Compared with ${chosen}.`)}
      </p>
    </>
  );
}
