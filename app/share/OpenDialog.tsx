/** Opening: a file, a pasted link or text, what this browser keeps, and kept versions of the design that is open. */
import { FolderOpen } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { receiveFile, receiveText } from './arrivals.ts';
import { KeptDocuments } from './KeptDocuments.tsx';
import { KeptVersions } from './KeptVersions.tsx';
import styles from './OpenDialog.module.css';

export function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const [pasted, setPasted] = useState('');
  const take = (work: Promise<boolean>): void => {
    onClose();
    void work;
  };
  return (
    <Dialog title="Open" lead="Anything opens as a new design. The one you have open stays kept." open onClose={onClose}>
      <div className={styles['row']}>
        <Button look="primary" icon={<FolderOpen aria-hidden="true" />} onClick={() => chooser.current?.click()}>
          Choose a file …
        </Button>
        <span className={styles['or']}>or drop one onto the page, or paste a link:</span>
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".json,application/json,.png,image/png,.svg,image/svg+xml"
          aria-label="File"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) take(receiveFile(file));
          }}
        />
      </div>
      <form
        className={styles['row']}
        onSubmit={(event) => {
          event.preventDefault();
          if (pasted.trim() !== '') take(receiveText(pasted, 'paste'));
        }}
      >
        <textarea
          className={styles['paste']}
          aria-label="Link or text of a design"
          placeholder="https://…#lb1.… or the text of a design"
          rows={2}
          spellCheck={false}
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
        <Button type="submit" blocked={pasted.trim() === '' ? 'Paste a link or the text of a design first.' : undefined}>
          Open it
        </Button>
      </form>
      <KeptDocuments onOpen={onClose} />
      <KeptVersions onRestore={onClose} />
    </Dialog>
  );
}
