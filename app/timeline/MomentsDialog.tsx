/** Where to go in time without a drag: a typed moment, a bookmark, a stretch to play again and again, and what to run until. */
import { CornerDownRight, Repeat, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useDesign } from '../state/design-store.ts';
import { presentMs, setLoop } from '../state/past.ts';
import { simulatedMs } from '../state/run-driver.ts';
import { getRun, goTo, togglePlay, useRun } from '../state/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { clockText } from '../ui/plot-area.ts';
import { Breakpoints } from './Breakpoints.tsx';
import { bookmarksOf } from './bookmarks.ts';
import { removeEntries } from './edit.ts';
import styles from './MomentsDialog.module.css';
import { NumberRow } from './NumberRow.tsx';

export function MomentsDialog({ onClose }: { readonly onClose: () => void }) {
  const present = presentMs();
  const none = present > 0 ? undefined : 'Nothing has run yet: there is no past to look at.';
  const go = (ms: number): void => {
    goTo(ms);
    onClose();
  };
  return (
    <Dialog title="Moments" lead="The run as it was at any moment, and where it is to pause." open onClose={onClose}>
      <div className={styles['moments']}>
        <GoTo present={present} none={none} onGo={go} />
        <Bookmarks present={present} onGo={go} />
        <Loop present={present} none={none} onClose={onClose} />
        <Breakpoints onClose={onClose} />
      </div>
    </Dialog>
  );
}

interface Going {
  readonly present: number;
  readonly onGo: (ms: number) => void;
}

interface Blocked {
  /** Why there is no past yet. */
  readonly none: string | undefined;
}

function GoTo({ present, none, onGo }: Going & Blocked) {
  const [at, setAt] = useState(() => Math.round(simulatedMs()));
  return (
    <section className={styles['section']} aria-label="Go to">
      <h3>Go to</h3>
      <div className={styles['row']}>
        <MomentField label="Moment" value={at} max={present} onChange={setAt} />
        <Button look="primary" icon={<CornerDownRight aria-hidden="true" />} blocked={none} onClick={() => onGo(at)}>
          Go
        </Button>
      </div>
      <p className={styles['help']}>
        {none ?? `From 0 to ${clockText(Math.round(present))}. Between two chart windows the run is executed again up to there.`}
      </p>
    </section>
  );
}

function Bookmarks({ present, onGo }: Going) {
  const timeline = useDesign((state) => state.design.scenario.timeline);
  const bookmarks = bookmarksOf(timeline);
  return (
    <section className={styles['section']} aria-label="Bookmarks">
      <h3>Bookmarks</h3>
      {bookmarks.length === 0 && (
        <p className={styles['help']}>None yet. B puts one at the moment shown; the notes of the timeline are bookmarks too.</p>
      )}
      <ul className={styles['list']}>
        {bookmarks.map(({ id, at, text }) => (
          <li key={id}>
            <span className={styles['when']}>{clockText(at)}</span>
            <span className={styles['what']}>{text}</span>
            <Button
              look="quiet"
              aria-label={`Go to ${text}`}
              blocked={at > present ? 'The run has not come so far yet.' : undefined}
              onClick={() => onGo(at)}
            >
              Go
            </Button>
            <IconButton label={`Remove ${text}`} onClick={() => removeEntries([id], text)}>
              <Trash2 aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A loop begins that long before the moment shown when nothing else is said, ms (chosen). */
const USUAL_LOOP_MS = 5000;

function Loop({ present, none, onClose }: { readonly present: number; readonly onClose: () => void } & Blocked) {
  const loop = useRun((run) => run.loop);
  const shown = Math.round(simulatedMs());
  const [from, setFrom] = useState(loop?.fromMs ?? Math.max(0, shown - USUAL_LOOP_MS));
  const [to, setTo] = useState(loop?.toMs ?? shown);
  const wrong = from < to ? undefined : 'It must end after it begins.';
  const begin = (): void => {
    setLoop({ fromMs: from, toMs: to });
    goTo(from);
    onClose();
    if (getRun().state !== 'playing' || !getRun().looking) togglePlay();
  };
  return (
    <section className={styles['section']} aria-label="Loop">
      <h3>Play a stretch again and again</h3>
      <div className={styles['row']}>
        <MomentField label="From" value={from} max={present} onChange={setFrom} />
        <MomentField label="To" value={to} max={present} onChange={setTo} />
        <Button icon={<Repeat aria-hidden="true" />} blocked={none ?? wrong} onClick={begin}>
          Loop
        </Button>
        {loop !== undefined && (
          <Button look="quiet" onClick={() => setLoop(undefined)}>
            End the loop
          </Button>
        )}
      </div>
    </section>
  );
}

interface MomentFieldProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly onChange: (ms: number) => void;
}

function MomentField({ max, ...field }: MomentFieldProps) {
  return <NumberRow {...field} className={styles['field']} range={{ unit: 'ms', min: 0, max, whole: false }} />;
}
