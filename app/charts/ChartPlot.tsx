/**
 * The plot of a chart: canvas below, text and moving marks above, and a slider's manners for people without a pointer:
 * arrow keys move the crosshair by one window, and the values there are the slider's value in words, which screen
 * readers read as it changes. A press, or Enter, shows the run as it was at that moment; dragging over it chooses a stretch of time to
 * ask about, and so does Shift+Enter around the crosshair.
 */
import { type KeyboardEvent, type PointerEvent, useMemo } from 'react';
import { Axes } from './Axes.tsx';
import styles from './charts.module.css';
import type { ChartFeed, Crosshair } from './handles.ts';
import { movedBy } from './keys.ts';
import type { ChartModel, ChartScene } from './model.ts';
import { PlotDrawing, type Surroundings } from './plot-drawing.ts';
import { Readout } from './Readout.tsx';
import { readoutOf, readoutSentence } from './readout.ts';
import { type OnStretch, useBrush } from './use-brush.ts';
import { usePlotStage } from './use-plot-stage.ts';

export interface ChartPlotProps {
  readonly name: string;
  readonly model: ChartModel;
  readonly scene: ChartScene;
  readonly feed: ChartFeed;
  readonly crosshair: Crosshair;
  /** A stretch of time was chosen on it. */
  readonly onStretch?: OnStretch | undefined;
}

export function ChartPlot({ name, model, scene, feed, crosshair, onStretch }: ChartPlotProps) {
  const drawing = useMemo(() => new PlotDrawing(model, scene), [model, scene]);
  const { around, pointed, look, ...refs } = usePlotStage(drawing, feed, crosshair);

  const brush = useBrush(() => drawing.box, feed.nowMs, onStretch);

  const point = (event: PointerEvent<HTMLElement>): void => {
    if (drawing.length === 0) return;
    const { box } = drawing;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    look(x >= box.left - 4 && x <= box.right + 4 ? box.time.ms(x) : undefined);
  };
  const press = pressing({ brush, crosshair, model, pointedMs: pointed?.ms, look });
  const words = pointed === undefined ? undefined : readoutOf(model, scene, pointed.index, pointed.ms);

  return (
    <div
      ref={refs.element}
      className={styles['plot']}
      role="slider"
      tabIndex={0}
      aria-label={`${name} over time`}
      aria-valuemin={0}
      aria-valuemax={scene.durationMs}
      aria-valuenow={Math.round(pointed?.ms ?? Math.min(scene.durationMs, drawing.endMs))}
      aria-valuetext={
        words === undefined
          ? onStretch === undefined
            ? NO_MOMENT
            : `${NO_MOMENT}, Shift+Enter asks why it was so there`
          : readoutSentence(words)
      }
      onPointerMove={(event) => {
        point(event);
        brush.move(event);
      }}
      onPointerDown={(event) => {
        point(event);
        brush.down(event);
      }}
      onClick={() => !brush.chose() && pointed !== undefined && crosshair.seek?.(pointed.ms)}
      onPointerUp={brush.up}
      onPointerCancel={brush.cancel}
      onPointerLeave={() => look(undefined)}
      onBlur={() => look(undefined)}
      onKeyDown={press}
    >
      <canvas ref={refs.canvas} />
      <svg className={styles['over']} aria-hidden="true">
        {around !== undefined && <Axes around={around} />}
        <rect ref={brush.mark} className={styles['brush']} />
        <path ref={refs.line} className={styles['crosshair']} />
        <g ref={refs.dots} />
        <path ref={refs.playHead} className={styles['playHead']} />
        <g ref={refs.labels} />
      </svg>
      {around !== undefined && !around.begun && <Teaching around={around} text={model.teaches} />}
      {words !== undefined && pointed !== undefined && <Readout words={words} x={drawing.box.time.px(pointed.ms)} box={drawing.box} />}
    </div>
  );
}

interface Pressing {
  readonly brush: ReturnType<typeof useBrush>;
  readonly crosshair: Crosshair;
  readonly model: ChartModel;
  readonly pointedMs: number | undefined;
  readonly look: (ms: number | undefined) => void;
}

/** What keys do: choose a stretch, go to the moment, or move through the moments. */
function pressing({ brush, crosshair, model, pointedMs, look }: Pressing) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    if (brush.key(event, pointedMs ?? crosshair.get())) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Enter' && pointedMs !== undefined && crosshair.seek !== undefined) {
      event.preventDefault();
      crosshair.seek(pointedMs);
      return;
    }
    const next = movedBy(event.key, event.shiftKey, pointedMs ?? crosshair.get(), model.times());
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    look(next === 'leave' ? undefined : next);
  };
}

const NO_MOMENT = 'no moment chosen; arrow keys move through the run';

/** What the chart will show, in the middle of the empty plot. */
function Teaching({ around, text }: { readonly around: Surroundings; readonly text: string }) {
  const { left, right } = around.box;
  return (
    <p className={styles['teaches']} style={{ left, width: Math.max(96, right - left) }}>
      <span>{text}</span>
    </p>
  );
}
