/**
 * Choosing a stretch of time on a plot: drag with the mouse or a pen over it, or press Shift+Enter for the second around the crosshair. What is being
 * chosen is painted straight onto its mark; a touch goes on scrolling.
 */
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import type { PlotBox } from './plot-box.ts';

/** Shorter drags are presses, px. */
const LEAST_PX = 6;
/** What Enter chooses around a moment, ms each way. */
const AROUND_MS = 500;

export type OnStretch = (stretch: { readonly fromMs: number; readonly toMs: number }) => void;

export interface Brush {
  readonly mark: RefObject<SVGRectElement | null>;
  readonly down: (event: PointerEvent<HTMLElement>) => void;
  readonly move: (event: PointerEvent<HTMLElement>) => void;
  readonly up: (event: PointerEvent<HTMLElement>) => void;
  readonly cancel: () => void;
  /** Whether the press that has just ended was a drag, which is no press at a moment. */
  readonly chose: () => boolean;
  /** Whether it took the key. */
  readonly key: (event: KeyboardEvent<HTMLElement>, ms: number | undefined) => boolean;
}

/** `endMs`: how far the run has come. */
export function useBrush(box: () => PlotBox, endMs: () => number, onStretch: OnStretch | undefined): Brush {
  const mark = useRef<SVGRectElement>(null);
  const from = useRef<number>(undefined);
  const dragged = useRef(false);
  const xOf = (event: PointerEvent<HTMLElement>): number => event.clientX - event.currentTarget.getBoundingClientRect().left;
  const paint = (a: number, b: number): void => {
    const { left, right, top, bottom } = box();
    const [x, end] = [Math.max(left, Math.min(a, b)), Math.min(right, Math.max(a, b))];
    mark.current?.setAttribute('x', String(x));
    mark.current?.setAttribute('width', String(Math.max(0, end - x)));
    mark.current?.setAttribute('y', String(top));
    mark.current?.setAttribute('height', String(bottom - top));
  };
  const cancel = (): void => {
    from.current = undefined;
    mark.current?.setAttribute('width', '0');
  };
  return {
    mark,
    cancel,
    chose: () => dragged.current,
    down: (event) => {
      if (onStretch === undefined || event.pointerType === 'touch' || event.button !== 0) return;
      from.current = xOf(event);
      dragged.current = false;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    move: (event) => {
      if (from.current === undefined || Math.abs(xOf(event) - from.current) < LEAST_PX) return;
      dragged.current = true;
      paint(from.current, xOf(event));
    },
    up: (event) => {
      const [a, b] = [from.current, xOf(event)];
      cancel();
      if (a === undefined || onStretch === undefined || Math.abs(b - a) < LEAST_PX) return;
      const { time, left, right } = box();
      const ms = (x: number): number => Math.max(0, Math.min(endMs(), time.ms(Math.max(left, Math.min(right, x)))));
      const [fromMs, toMs] = [ms(Math.min(a, b)), ms(Math.max(a, b))];
      if (toMs > fromMs) onStretch({ fromMs: Math.round(fromMs), toMs: Math.round(toMs) });
    },
    key: (event, ms) => {
      if (onStretch === undefined || event.key !== 'Enter' || !event.shiftKey || ms === undefined || endMs() === 0) return false;
      const toMs = Math.min(endMs(), Math.round(ms + AROUND_MS));
      onStretch({ fromMs: Math.max(0, Math.min(Math.round(ms - AROUND_MS), toMs - 2 * AROUND_MS)), toMs });
      return true;
    },
  };
}
