/** The page on a phone: one pane at a time, and below it what makes it run. Drawing wants more room; watching does not. */
import { ChartLine, SlidersHorizontal, Workflow } from 'lucide-react';
import { type ComponentType, useState } from 'react';
import { Bottom } from './Bottom.tsx';
import { closeNews } from './NoticeStack.tsx';
import styles from './PhonePage.module.css';
import { RunClock } from './RunClock.tsx';
import { Slot } from './Slot.tsx';
import { SpeedSelect } from './SpeedSelect.tsx';
import { Transport } from './Transport.tsx';
import { Welcome } from './Welcome.tsx';

type Pane = 'drawing' | 'charts' | 'details';

const PANES: readonly { readonly id: Pane; readonly label: string; readonly Icon: ComponentType<{ 'aria-hidden': 'true' }> }[] = [
  { id: 'drawing', label: 'Drawing', Icon: Workflow },
  { id: 'charts', label: 'Charts', Icon: ChartLine },
  { id: 'details', label: 'Details', Icon: SlidersHorizontal },
];

export function PhonePage() {
  const [pane, setPane] = useState<Pane>('drawing');
  return (
    <>
      <div className={styles['pane']}>
        {pane === 'drawing' && (
          <Slot name="Canvas">
            <Welcome />
          </Slot>
        )}
        {pane === 'charts' && <Bottom />}
        {pane === 'details' && <Slot name="Inspector" />}
      </div>
      <footer className={styles['bar']} data-region="Run" tabIndex={-1}>
        <div className={styles['time']}>
          <RunClock />
          <SpeedSelect />
        </div>
        <Transport />
        <nav className={styles['panes']} aria-label="Panes">
          {PANES.map(({ id, label, Icon }) => (
            <button
              key={id}
              type="button"
              className={styles['switch']}
              aria-current={pane === id ? 'page' : undefined}
              onClick={() => {
                setPane(id);
                closeNews();
              }}
            >
              <Icon aria-hidden="true" />
              {label}
            </button>
          ))}
        </nav>
      </footer>
    </>
  );
}
