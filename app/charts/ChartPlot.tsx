/**
 * The plot of a chart: canvas below, text and moving marks above, and a slider's manners for people without a pointer:
 * arrow keys move the crosshair by one window, and the values there are the slider's value in words, which screen
 * readers read as it changes. Pressing the mouse does nothing.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Axes } from './Axes.tsx';
import styles from './charts.module.css';
import type { ChartFeed, Crosshair } from './handles.ts';
import { movedBy } from './keys.ts';
import type { ChartModel, ChartScene } from './model.ts';
import { Overlay } from './overlay.ts';
import { PlotDrawing, type Surroundings } from './plot-drawing.ts';
import { PlotStage } from './plot-stage.ts';
import { Readout } from './Readout.tsx';
import { readoutOf, readoutSentence } from './readout.ts';

export interface ChartPlotProps {
  readonly name: string;
  readonly model: ChartModel;
  readonly scene: ChartScene;
  readonly feed: ChartFeed;
  readonly crosshair: Crosshair;
}

/** What is read in this very chart: the moment, and a count that changes when its values may have changed. */
interface Pointed {
  readonly ms: number;
  readonly index: number;
}

export function ChartPlot({ name, model, scene, feed, crosshair }: ChartPlotProps) {
  const drawing = useMemo(() => new PlotDrawing(model, scene), [model, scene]);
  const [around, setAround] = useState<Surroundings>();
  const [pointed, setPointed] = useState<Pointed>();
  const parts = useRef<Partial<Record<'element' | 'canvas' | 'labels' | 'dots' | 'playHead' | 'crosshair', Element | null>>>({});
  const here = useRef(false);

  useEffect(() => {
    const { element, canvas, labels, dots, playHead, crosshair: line } = parts.current;
    const nodes = {
      labels: labels as SVGGElement,
      dots: dots as SVGGElement,
      playHead: playHead as SVGPathElement,
      crosshair: line as SVGPathElement,
    };
    const stage = new PlotStage({
      element: element as HTMLElement,
      canvas: canvas as HTMLCanvasElement,
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
  const point = (event: PointerEvent<HTMLElement>): void => {
    if (drawing.length === 0) return;
    const { box } = drawing;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    look(x >= box.left - 4 && x <= box.right + 4 ? box.time.ms(x) : undefined);
  };
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const now = pointed?.ms ?? crosshair.get();
    const next = movedBy(event.key, event.shiftKey, now, model.times());
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    look(next === 'leave' ? undefined : next);
  };
  const words = pointed === undefined ? undefined : readoutOf(model, scene, pointed.index, pointed.ms);
  const part =
    (key: keyof typeof parts.current) =>
    (node: Element | null): void => {
      parts.current[key] = node;
    };

  return (
    <div
      ref={part('element')}
      className={styles['plot']}
      role="slider"
      tabIndex={0}
      aria-label={`${name} over time`}
      aria-valuemin={0}
      aria-valuemax={scene.durationMs}
      aria-valuenow={Math.round(pointed?.ms ?? Math.min(scene.durationMs, drawing.endMs))}
      aria-valuetext={words === undefined ? 'no moment chosen; arrow keys move through the run' : readoutSentence(words)}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => look(undefined)}
      onBlur={() => look(undefined)}
      onKeyDown={press}
    >
      <canvas ref={part('canvas')} />
      <svg className={styles['over']} aria-hidden="true">
        {around !== undefined && <Axes around={around} />}
        <path ref={part('crosshair')} className={styles['crosshair']} />
        <g ref={part('dots')} />
        <path ref={part('playHead')} className={styles['playHead']} />
        <g ref={part('labels')} />
      </svg>
      {around !== undefined && !around.begun && (
        <p className={styles['teaches']} style={{ left: around.box.left, width: Math.max(96, around.box.right - around.box.left) }}>
          <span>{model.teaches}</span>
        </p>
      )}
      {words !== undefined && pointed !== undefined && <Readout words={words} x={drawing.box.time.px(pointed.ms)} box={drawing.box} />}
    </div>
  );
}

function same(old: Pointed | undefined, next: Pointed): Pointed {
  return old !== undefined && old.ms === next.ms && old.index === next.index ? old : next;
}
