/** The place from which screen readers hear what `announce` says. Mounted once, never seen. */
import { useEffect, useRef } from 'react';
import { giveVoice } from './announce.ts';
import styles from './LiveRegion.module.css';

export function LiveRegion() {
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    giveVoice((text) => {
      if (region.current !== null) region.current.textContent = text;
    });
    return () => giveVoice(() => {});
  }, []);
  return <div ref={region} className={styles['unseen']} aria-live="polite" aria-atomic="true" />;
}
