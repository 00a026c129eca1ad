/** The shared crosshair: a line that follows the pointer without React. */
import { useEffect, useRef } from 'react';
import { getView, subscribeView } from '../state/view-store.ts';
import type { TimeScale } from '../ui/plot-area.ts';
import styles from './TimeLines.module.css';

export function HoverLine({ scale }: { readonly scale: TimeScale }) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = (ms: number | undefined): void => {
      if (line.current === null) return;
      line.current.hidden = ms === undefined;
      if (ms !== undefined) line.current.style.transform = `translateX(${scale.px(ms)}px)`;
    };
    place(getView().hoverMs);
    return subscribeView((view, before) => {
      if (view.hoverMs !== before.hoverMs) place(view.hoverMs);
    });
  }, [scale]);
  return <div ref={line} className={styles['hover']} aria-hidden="true" hidden />;
}
