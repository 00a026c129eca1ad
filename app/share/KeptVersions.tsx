/** Named versions of the design that is open. Going back to one is an edit like any other, and can be undone. */
import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { readText } from '../../src/design/read.ts';
import { dispatch } from '../state/design-store.ts';
import { keepVersion, listVersions, removeVersion } from '../state/documents.ts';
import { setView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { ago } from './ago.ts';
import styles from './KeptList.module.css';
import { useList } from './use-list.ts';

export function KeptVersions({ onRestore }: { readonly onRestore: () => void }) {
  const [versions, again] = useList(listVersions);
  const [name, setName] = useState('');
  const keep = async (): Promise<void> => {
    const kept = await keepVersion(name.trim() === '' ? 'Version' : name.trim());
    if (!kept) setView({ notice: { text: 'The browser refused to keep the version. Save a file instead.', tone: 'bad' } });
    setName('');
    again();
  };
  return (
    <section aria-labelledby="kept-versions">
      <h3 id="kept-versions" className={styles['heading']}>
        Versions of this design
      </h3>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <input
          className={styles['field']}
          aria-label="Name of the version"
          placeholder="Name, e.g. before adding the cache"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" icon={<Bookmark aria-hidden="true" />}>
          Keep a version
        </Button>
      </form>
      <ul className={styles['list']}>
        {versions?.map((version) => (
          <li key={version.key} className={styles['item']}>
            <button
              type="button"
              className={styles['open']}
              onClick={() => {
                onRestore();
                restore(version.name, version.text);
              }}
            >
              <span className={styles['name']}>{version.name}</span>
              <span className={styles['when']}>{ago(version.keptAt, Date.now())}</span>
            </button>
            <IconButton label={`Delete version ${version.name}`} onClick={() => void removeVersion(version.key).then(again)}>
              <Trash2 aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function restore(name: string, text: string): void {
  const read = readText(text);
  const problem = read.ok ? dispatch({ do: 'replace', design: read.value }) : read.error[0];
  const words = problem === undefined ? `Back to “${name}”. Undo returns.` : `“${name}” cannot be read: ${problem.message}`;
  setView({ notice: { text: words, tone: problem === undefined ? 'good' : 'bad' } });
}
