/** The designs that this browser keeps, newest first. */
import { Trash2 } from 'lucide-react';
import { listDocuments, openKept, removeDocument, useDocuments } from '../state/documents.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { ago } from './ago.ts';
import styles from './KeptList.module.css';
import { useList } from './use-list.ts';

export function KeptDocuments({ onOpen }: { readonly onOpen: () => void }) {
  const open = useDocuments((documents) => documents.id);
  const storage = useDocuments((documents) => documents.storage);
  const persistent = useDocuments((documents) => documents.persistent);
  const [kept, again] = useList(listDocuments);
  const others = kept?.filter(({ id }) => id !== open) ?? [];
  return (
    <section aria-labelledby="kept-documents">
      <h3 id="kept-documents" className={styles['heading']}>
        On this device
      </h3>
      {others.length === 0 && <p className={styles['none']}>No other design is kept here yet.</p>}
      <ul className={styles['list']}>
        {others.map(({ id, title, savedAt }) => (
          <li key={id} className={styles['item']}>
            <button
              type="button"
              className={styles['open']}
              onClick={() => {
                onOpen();
                void openKept(id);
              }}
            >
              <span className={styles['name']}>{title}</span>
              <span className={styles['when']}>{ago(savedAt, Date.now())}</span>
            </button>
            <IconButton label={`Delete ${title}`} onClick={() => void removeDocument(id).then(again)}>
              <Trash2 aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
      <p className={styles['note']}>{storageWords(storage, persistent)}</p>
    </section>
  );
}

function storageWords(storage: 'kept' | 'blocked', persistent: boolean | undefined): string {
  if (storage === 'blocked') return 'This browser keeps nothing: these last as long as this tab.';
  if (persistent === true) return 'The browser promised not to clear them by itself.';
  return 'The browser may clear them when the disk is full. Save a file of what you want to keep for good.';
}
