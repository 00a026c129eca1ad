/**
 * The strip at the foot of the inspector that explains the setting in hand: what it does, its range and default, and where the default
 * comes from. It stands still, so it covers nothing, moves nothing under the pointer, and can be read for as long as it takes.
 */

import { useInProgress } from './clock.ts';
import styles from './HelpStrip.module.css';
import { useHelp } from './help.ts';
import { rangeWords, sourceWords } from './spec-words.ts';

export function HelpStrip() {
  const spec = useHelp();
  const running = useInProgress();
  return (
    <div className={styles['strip']} aria-hidden="true">
      {spec === undefined ? (
        <p className={styles['fine']}>Values take units: 20ms, 1.5k/s, 0.1 %. Arrows step them, with Shift ten times as far.</p>
      ) : (
        <>
          <p>
            <strong>{spec.label}.</strong> {spec.help}
          </p>
          <p className={styles['fine']}>
            {rangeWords(spec)} · {sourceWords(spec)}
            {running && <span className={styles['effect']}>{spec.live ? ' · takes effect at once' : ' · starts the run anew'}</span>}
          </p>
        </>
      )}
    </div>
  );
}
