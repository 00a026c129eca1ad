/** The list of labs: what each is about and how long it takes. */
import { Calculator, Clock, MessagesSquare } from 'lucide-react';
import { LABS } from '../../src/labs/index.ts';
import { setView } from '../state/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import styles from './LabsDialog.module.css';
import { openLab } from './lab-store.ts';

export function LabsDialog({ onClose }: { readonly onClose: () => void }) {
  const begin = (id: string): void => {
    onClose();
    void openLab(id);
  };
  return (
    <Dialog title="Labs" lead="Predict, run, understand, then mend it. Your own design stays kept." open onClose={onClose}>
      <div className={styles['doors']}>
        <Button icon={<MessagesSquare aria-hidden="true" />} onClick={() => setView({ dialog: 'interview' })}>
          Interviews
        </Button>
        <Button icon={<Calculator aria-hidden="true" />} onClick={() => setView({ dialog: 'envelope' })}>
          Back of the envelope
        </Button>
      </div>
      <ul className={styles['list']}>
        {LABS.map((lab) => (
          <li key={lab.id} className={styles['lab']}>
            <h3 className={styles['title']}>{lab.title}</h3>
            <p className={styles['story']}>{lab.story}</p>
            <div className={styles['foot']}>
              <span className={styles['time']}>
                <Clock aria-hidden="true" size={13} /> {lab.minutes} min
              </span>
              <Button look="primary" aria-label={`Begin ${lab.title}`} onClick={() => begin(lab.id)}>
                Begin
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
