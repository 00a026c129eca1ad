/** Painting from frames without React: at most ten times a second, and always the last frame before a rest. */
import { useEffect, useRef } from 'react';
import type { Frame } from '../../state/frames.ts';
import { latestFrame, onFrame } from '../../state/run-store.ts';

/** Text that changes faster cannot be read (B22). */
const EVERY_MS = 100;

/** Calls `paint` now and with the frames to come; the newest `paint` is used. */
export function useLivePaint(paint: (frame: Frame) => void): void {
  const newest = useRef(paint);
  newest.current = paint;
  useEffect(() => {
    let painted = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const now = (): void => {
      timer = undefined;
      painted = performance.now();
      const frame = latestFrame();
      if (frame !== undefined) newest.current(frame);
    };
    const later = (): void => {
      if (timer !== undefined) return;
      const wait = painted + EVERY_MS - performance.now();
      if (wait <= 0) now();
      else timer = setTimeout(now, wait);
    };
    later();
    const end = onFrame(later);
    return () => {
      end();
      clearTimeout(timer);
    };
  }, []);
  // A new subject is painted at once, not with the next frame, which may never come while paused.
  useEffect(() => {
    const frame = latestFrame();
    if (frame !== undefined) paint(frame);
  }, [paint]);
}

/** Writes a text only when it is another one: the browser lays out nothing for what stays. */
export function write(element: Element | null | undefined, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}
