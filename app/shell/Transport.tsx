/** What makes simulated time pass: back to the start, play or pause, one event, one window, to the end. */
import { ChevronRight, ChevronsRight, Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { useRun } from '../state/run-store.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './Transport.module.css';
import { useAction } from './use-action.ts';

export function Transport() {
  const playing = useRun((run) => run.state === 'playing' || run.state === 'catching-up');
  return (
    <fieldset className={styles['transport']} aria-label="Run">
      <IconButton label="Reset" {...useAction('run.reset')}>
        <SkipBack aria-hidden="true" />
      </IconButton>
      <IconButton label={playing ? 'Pause' : 'Play'} look="primary" className={styles['play']} {...useAction('run.toggle')}>
        {playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
      </IconButton>
      <IconButton label="Step one event" {...useAction('run.step-event')}>
        <ChevronRight aria-hidden="true" />
      </IconButton>
      <IconButton label="Step one window" {...useAction('run.step-window')}>
        <ChevronsRight aria-hidden="true" />
      </IconButton>
      <IconButton label="Run to end" {...useAction('run.to-end')}>
        <SkipForward aria-hidden="true" />
      </IconButton>
    </fieldset>
  );
}
