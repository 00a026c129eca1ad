/**
 * Drawing along the timeline: a press on free room, dragged, gives a stretch for a new fault; a press alone gives a moment. Moving the
 * pointer over it moves the crosshair that the charts share.
 */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { setView } from '../state/view-store.ts';
import type { TimeScale } from '../ui/plot-area.ts';

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Drawn {
  readonly at: number;
  /** undefined for a moment. */
  readonly duration: number | undefined;
  readonly anchor: () => DOMRect;
}

interface DrawOptions {
  readonly plot: RefObject<HTMLElement | null>;
  readonly scale: TimeScale;
  readonly step: number;
  readonly onDrawn: (drawn: Drawn) => void;
}

/** Shorter strokes are a press, px (chosen). */
const STILL = 4;

export function useDraw({ plot, scale, step, onDrawn }: DrawOptions): { readonly stretch: Stretch | undefined } {
  const [stretch, setStretch] = useState<Stretch>();
  const latest = useRef({ scale, step, onDrawn });
  latest.current = { scale, step, onDrawn };
  useEffect(() => {
    const element = plot.current;
    if (element === null) return undefined;
    const pen = new Pen(element, () => latest.current, setStretch);
    return () => pen.end();
  }, [plot]);
  return { stretch };
}

type Latest = () => Pick<DrawOptions, 'scale' | 'step' | 'onDrawn'>;

/** Listens to one plot for as long as it is shown. */
class Pen {
  readonly #plot: HTMLElement;
  readonly #latest: Latest;
  readonly #show: (stretch: Stretch | undefined) => void;
  readonly #listening = new AbortController();
  #from: number | undefined;

  constructor(plot: HTMLElement, latest: Latest, show: (stretch: Stretch | undefined) => void) {
    this.#plot = plot;
    this.#latest = latest;
    this.#show = show;
    const on = <K extends keyof HTMLElementEventMap>(type: K, act: (event: HTMLElementEventMap[K]) => void): void =>
      plot.addEventListener(type, act, { signal: this.#listening.signal });
    on('pointerdown', (event) => this.#press(event));
    on('pointermove', (event) => this.#move(event));
    on('pointerup', (event) => this.#lift(event));
    on('pointercancel', () => this.#drop());
    on('pointerleave', () => setView({ hoverMs: undefined }));
    window.addEventListener('keydown', (event) => event.key === 'Escape' && this.#drop(), { signal: this.#listening.signal });
  }

  end(): void {
    this.#listening.abort();
    setView({ hoverMs: undefined });
  }

  #x(event: PointerEvent): number {
    return event.clientX - this.#plot.getBoundingClientRect().left;
  }

  #press(event: PointerEvent): void {
    const onMark = event.target instanceof Element && event.target.closest('button, input, [data-scrub]') !== null;
    if (event.button !== 0 || onMark) return;
    this.#from = this.#x(event);
    this.#plot.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    const { scale } = this.#latest();
    const x = this.#x(event);
    const inside = x >= scale.px(scale.fromMs) && x <= scale.px(scale.toMs);
    setView({ hoverMs: inside ? scale.ms(x) : undefined });
    if (this.#from !== undefined) this.#show(this.#stretch(x));
  }

  #lift(event: PointerEvent): void {
    if (this.#from === undefined) return;
    const { scale, onDrawn } = this.#latest();
    const stretch = this.#stretch(this.#x(event));
    this.#drop();
    const duration = stretch.to > stretch.from ? stretch.to - stretch.from : undefined;
    onDrawn({ at: stretch.from, duration, anchor: () => this.#boxOf(scale.px(stretch.from), scale.px(stretch.to)) });
  }

  #drop(): void {
    this.#from = undefined;
    this.#show(undefined);
  }

  #stretch(x: number): Stretch {
    const { scale, step } = this.#latest();
    const start = this.#from ?? x;
    const snap = (px: number): number => Math.min(scale.toMs, Math.round(scale.ms(px) / step) * step);
    if (Math.abs(x - start) < STILL) return { from: snap(start), to: snap(start) };
    return { from: snap(Math.min(start, x)), to: snap(Math.max(start, x)) };
  }

  #boxOf(left: number, right: number): DOMRect {
    const box = this.#plot.getBoundingClientRect();
    return new DOMRect(box.left + left, box.top, Math.max(1, right - left), box.height);
  }
}
