/** Why something cannot be, in words beside the pointer. It goes by itself; the live region says it too. */
import { useEffect } from 'react';
import { setCanvas, useCanvas } from './canvas-store.ts';
import styles from './Refusal.module.css';

/** Long enough to read a sentence, ms. */
const SHOWN_MS = 4_500;

export function Refusal() {
  const refusal = useCanvas((state) => state.refusal);
  const drawing = useCanvas((state) => state.draft !== undefined);
  useEffect(() => {
    if (refusal === undefined || drawing) return;
    const timer = setTimeout(() => setCanvas({ refusal: undefined }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [refusal, drawing]);
  if (refusal === undefined) return null;
  const left = Math.max(8, Math.min(refusal.at.x + 14, window.innerWidth - 288));
  const top = Math.max(8, Math.min(refusal.at.y + 14, window.innerHeight - 72));
  return (
    <div className={styles['refusal']} style={{ left, top }}>
      {refusal.text}
    </div>
  );
}
