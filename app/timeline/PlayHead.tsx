/**
 * The play head and the ruler it moves along: dragged, clicked or moved by keys it shows the run as it was. It follows frames without
 * React. The stretch that is played again and again lies on the same ruler.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { HEADER } from '../../src/run/frame.ts';
import { backToNow, presentMs } from '../state/past.ts';
import { goToWindow, latestFrame, onFrame, stepWindow, useRun } from '../state/run-store.ts';
import { clockText, type TimeScale } from '../ui/plot-area.ts';
import styles from './PlayHead.module.css';

interface Scaled {
  readonly scale: TimeScale;
}

const STRIDE = 10;

export function PlayHead({ scale, durationMs }: Scaled & { readonly durationMs: number }) {
  const head = useRef<HTMLDivElement>(null);
  const seekAt = useSeekAt(scale);
  useEffect(() => {
    const place = (): void => {
      const element = head.current;
      if (element === null) return;
      const data = latestFrame()?.data;
      const ms = data?.[HEADER.timeMs] ?? 0;
      const past = (data?.[HEADER.moment] ?? 0) > 0;
      element.style.transform = `translateX(${scale.px(ms)}px)`;
      element.toggleAttribute('data-past', past);
      tell(
        element,
        ms,
        past ? `${clockText(Math.round(ms))}, the run has come to ${clockText(Math.round(presentMs()))}` : clockText(Math.round(ms)),
      );
    };
    place();
    return onFrame(place);
  }, [scale]);
  return (
    <div
      ref={head}
      className={styles['head']}
      data-scrub
      role="slider"
      tabIndex={0}
      aria-label="Play head"
      aria-valuemin={0}
      aria-valuemax={durationMs}
      aria-valuenow={0}
      {...seekAt}
      onKeyDown={moveByKey}
    >
      <span className={styles['grip']} />
    </div>
  );
}

function tell(element: Element, ms: number, words: string): void {
  if (element.getAttribute('aria-valuetext') === words) return;
  element.setAttribute('aria-valuenow', String(Math.round(ms)));
  element.setAttribute('aria-valuetext', words);
}

function moveByKey(event: KeyboardEvent<HTMLElement>): void {
  const stride = event.shiftKey ? STRIDE : 1;
  const acts: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => stepWindow(-stride),
    ArrowDown: () => stepWindow(-stride),
    ArrowRight: () => stepWindow(stride),
    ArrowUp: () => stepWindow(stride),
    PageDown: () => stepWindow(-STRIDE),
    PageUp: () => stepWindow(STRIDE),
    Home: () => goToWindow(0),
    End: backToNow,
    Escape: backToNow,
  };
  const act = acts[event.key];
  if (act === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** The strip with the times: a press goes there, a drag along it scrubs. Its other ways are the head's keys and the step button. */
export function Ruler({ scale }: Scaled) {
  return <div className={styles['ruler']} data-scrub title="Press or drag to look back" {...useSeekAt(scale)} />;
}

/** A pointer that is down shows the moment under it. */
function useSeekAt(scale: TimeScale) {
  const held = useRef(false);
  const seek = (event: PointerEvent<HTMLElement>): void => {
    const plot = event.currentTarget.parentElement;
    if (plot !== null) goToWindow(scale.ms(event.clientX - plot.getBoundingClientRect().left));
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      if (event.button !== 0) return;
      held.current = true;
      event.currentTarget.setPointerCapture(event.pointerId);
      seek(event);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      if (held.current) seek(event);
    },
    onPointerUp: (): void => {
      held.current = false;
    },
    onPointerCancel: (): void => {
      held.current = false;
    },
  };
}

export function LoopBand({ scale }: Scaled) {
  const loop = useRun((run) => run.loop);
  if (loop === undefined) return null;
  const left = scale.px(loop.fromMs);
  return <div className={styles['loop']} aria-hidden="true" style={{ left, width: Math.max(2, scale.px(loop.toMs) - left) }} />;
}
