/** Ties a drawing to the elements of its plot for as long as they are mounted, and keeps what is read at the crosshair. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import styles from './charts.module.css';
import type { ChartFeed, Crosshair } from './handles.ts';
import { Overlay } from './overlay.ts';
import type { PlotDrawing, Surroundings } from './plot-drawing.ts';
import { PlotStage } from './plot-stage.ts';

/** What is read in this very chart: the moment, and its window (-1: the run has not come that far). */
export interface Pointed {
  readonly ms: number;
  readonly index: number;
}

export interface StagedPlot {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly labels: RefObject<SVGGElement | null>;
  readonly dots: RefObject<SVGGElement | null>;
  readonly playHead: RefObject<SVGPathElement | null>;
  readonly line: RefObject<SVGPathElement | null>;
  /** The text around the plot; undefined before the first painting. */
  readonly around: Surroundings | undefined;
  readonly pointed: Pointed | undefined;
  /** Moves the shared crosshair from here; undefined puts it away. */
  readonly look: (ms: number | undefined) => void;
}

export function usePlotStage(drawing: PlotDrawing, feed: ChartFeed, crosshair: Crosshair): StagedPlot {
  const element = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const labels = useRef<SVGGElement>(null);
  const dots = useRef<SVGGElement>(null);
  const playHead = useRef<SVGPathElement>(null);
  const line = useRef<SVGPathElement>(null);
  const here = useRef(false);
  const [around, setAround] = useState<Surroundings>();
  const [pointed, setPointed] = useState<Pointed>();

  useEffect(() => {
    const root = element.current;
    const surface = canvas.current;
    if (root === null || surface === null || labels.current === null || dots.current === null) return;
    if (playHead.current === null || line.current === null) return;
    const nodes = { labels: labels.current, dots: dots.current, playHead: playHead.current, crosshair: line.current };
    const stage = new PlotStage({
      element: root,
      canvas: surface,
      overlay: new Overlay(nodes, { label: styles['label'] ?? '', dot: styles['dot'] ?? '' }),
      drawing,
      feed,
      crosshair,
      pointedAt: () => here.current,
      onSurroundings: setAround,
      onNews: () => setPointed((old) => (old === undefined ? old : same(old, { ms: old.ms, index: drawing.indexAt(old.ms) }))),
    });
    return () => stage.end();
  }, [drawing, feed, crosshair]);

  const look = (ms: number | undefined): void => {
    here.current = ms !== undefined;
    setPointed((old) => (ms === undefined ? undefined : same(old, { ms, index: drawing.indexAt(ms) })));
    crosshair.set(ms);
  };
  return { element, canvas, labels, dots, playHead, line, around, pointed, look };
}

function same(old: Pointed | undefined, next: Pointed): Pointed {
  return old !== undefined && old.ms === next.ms && old.index === next.index ? old : next;
}
