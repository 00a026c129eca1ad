/**
 * The latency heat map in a chart's cell. A canvas with figures around it; the pointer or the arrow keys choose a cell, pressing it (or
 * Enter) asks for requests that fell into it. It follows the run at the charts' pace.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { formatQuantity } from '../../src/std/quantity.ts';
import { clockText } from '../ui/plot-area.ts';
import styles from './charts.module.css';
import type { ChartFeed } from './handles.ts';
import { cellAt, darkness, type HeatCell, type HeatCells, heatCells, rowOf } from './heat.ts';
import type { ChartScene } from './model.ts';
import { at } from './numbers.ts';
import { Pace } from './pace.ts';
import { onColours, readColours } from './palette.ts';
import { type PlotBox, plotBox } from './plot-box.ts';

/** A column is at least this wide, px: it must be hit. */
const COLUMN = 5;
const TICKS_MS = [0.01, 0.1, 1, 10, 100, 1_000, 10_000, 100_000];
const TICK_ROOM = 16;

export interface HeatMapProps {
  readonly scene: ChartScene;
  readonly feed: ChartFeed;
  /** Shows requests that fell into this cell. */
  readonly onCell: (cell: HeatCell) => void;
}

interface Drawn {
  readonly cells: HeatCells;
  readonly box: PlotBox;
  /** ms of the run in one column. */
  readonly columnMs: number;
}

interface Place {
  readonly column: number;
  readonly row: number;
}

export function HeatMap({ scene, feed, onCell }: HeatMapProps) {
  const element = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState<Drawn>();
  const [place, setPlace] = useState<Place>();
  useEffect(() => {
    const [host, surface] = [element.current, canvas.current];
    if (host === null || surface === null) return;
    const draw = (): void => setDrawn(paintHeat(host, surface, scene));
    const pace = new Pace(draw);
    const sizes = new ResizeObserver(draw);
    sizes.observe(host);
    const ends = [feed.subscribe(() => pace.ask()), onColours(draw), () => sizes.disconnect(), () => pace.end()];
    return () => {
      for (const end of ends) end();
    };
  }, [scene, feed]);
  const cell = drawn === undefined || place === undefined ? undefined : cellAt(drawn.cells, scene.windowMs, place.column, place.row);
  const choose = (): void => {
    if (cell !== undefined && cell.count > 0) onCell(cell);
  };
  const point = (event: PointerEvent<HTMLElement>): void => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    if (drawn !== undefined) setPlace(placeAt(drawn, event.clientX - left, event.clientY - top));
  };
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    if (drawn === undefined || drawn.cells.rows === 0) return;
    if (event.key === 'Enter' || event.key === ' ') choose();
    else if (event.key === 'Escape' && place !== undefined) setPlace(undefined);
    else if (event.key in STEPS) setPlace(moved(drawn.cells, place, event.key));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={element}
      className={styles['plot']}
      role="slider"
      tabIndex={0}
      aria-label="Latency heat map"
      aria-valuemin={0}
      aria-valuemax={scene.durationMs}
      aria-valuenow={Math.round(cell?.toMs ?? 0)}
      aria-valuetext={cell === undefined ? 'no cell chosen; arrow keys choose one, Enter shows its requests' : cellWords(cell)}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setPlace(undefined)}
      onClick={choose}
      onKeyDown={press}
    >
      <canvas ref={canvas} />
      <svg className={styles['over']} aria-hidden="true">
        {drawn !== undefined && <Figures drawn={drawn} place={cell === undefined ? undefined : place} />}
      </svg>
      <span className={styles['heatWords']} aria-hidden="true">
        {cell === undefined ? '' : cellWords(cell)}
      </span>
    </div>
  );
}

/** A cell in words: when, how long, how many. */
function cellWords({ fromMs, toMs, leastMs, mostMs, count }: HeatCell): string {
  const most = Number.isFinite(mostMs) ? ` to ${formatQuantity(mostMs, 'ms', 3)}` : ' or more';
  const answers = count === 1 ? '1 answer' : `${formatQuantity(count, 'count', 3)} answers`;
  return `${clockText(fromMs)} to ${clockText(toMs)} · ${formatQuantity(leastMs, 'ms', 3)}${most} · ${answers}`;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The first key goes to the fullest cell of the newest column. */
function moved({ columns, rows, counts }: HeatCells, place: Place | undefined, key: string): Place {
  if (place === undefined) {
    const column = columns - 1;
    const filled = Array.from({ length: rows }, (_, row) => at(counts, row * columns + column));
    return { column, row: filled.indexOf(Math.max(...filled)) };
  }
  const [across, up] = STEPS[key] ?? [0, 0];
  return {
    column: Math.min(columns - 1, Math.max(0, place.column + across)),
    row: Math.min(rows - 1, Math.max(0, place.row + up)),
  };
}

function placeAt({ cells, box, columnMs }: Drawn, x: number, y: number): Place | undefined {
  const column = Math.floor(box.time.ms(x) / columnMs);
  const row = Math.floor(((box.bottom - y) / (box.bottom - box.top)) * cells.rows);
  return x < box.left || x > box.right || row < 0 || row >= cells.rows || column >= cells.columns ? undefined : { column, row };
}

function paintHeat(host: HTMLElement, canvas: HTMLCanvasElement, scene: ChartScene): Drawn | undefined {
  const { clientWidth: width, clientHeight: height } = host;
  const ctx = canvas.getContext('2d');
  if (ctx === null || width === 0) return undefined;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const box = plotBox(width, height, [1], scene.durationMs);
  const cells = heatCells(scene.source, scene.windowMs, scene.durationMs, (box.right - box.left) / COLUMN);
  const columnMs = cells.windows * scene.windowMs;
  const colours = readColours(host);
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.fillStyle = colours.baseline;
  ctx.fillRect(box.left, box.bottom, box.right - box.left, 1);
  ctx.fillStyle = colours.series.s1;
  const high = (box.bottom - box.top) / Math.max(1, cells.rows);
  for (let column = 0; column < cells.columns; column++) {
    const left = box.time.px(column * columnMs);
    const right = Math.min(box.right, box.time.px((column + 1) * columnMs));
    for (let row = 0; row < cells.rows; row++) {
      const count = at(cells.counts, row * cells.columns + column);
      if (count === 0) continue;
      ctx.globalAlpha = darkness(count, cells.most);
      ctx.fillRect(left, box.bottom - (row + 1) * high, Math.max(1, right - left - 0.5), Math.max(1, high - 0.5));
    }
  }
  ctx.globalAlpha = 1;
  return { cells, box, columnMs };
}

/** Ticks, and the frame of the chosen cell. */
function Figures({ drawn: { cells, box, columnMs }, place }: { readonly drawn: Drawn; readonly place: Place | undefined }) {
  const high = (box.bottom - box.top) / Math.max(1, cells.rows);
  const y = (ms: number): number => box.bottom - rowOf(ms, cells.lowest) * high;
  const shown = cells.rows === 0 ? [] : TICKS_MS.filter((ms) => y(ms) <= box.bottom && y(ms) >= box.top + TICK_ROOM / 2);
  return (
    <g className={styles['axes']}>
      {box.time.ticks.map((tick) => (
        <text key={tick.ms} x={tick.px} y={box.bottom + 15} textAnchor="middle">
          {tick.text}
        </text>
      ))}
      {shown.map((ms) => (
        <text key={ms} x={box.left - 6} y={y(ms) + 4} textAnchor="end">
          {formatQuantity(ms, 'ms', 2)}
        </text>
      ))}
      {cells.rows === 0 && (
        <text x={(box.left + box.right) / 2} y={(box.top + box.bottom) / 2} textAnchor="middle">
          nothing answered yet
        </text>
      )}
      {place !== undefined && (
        <rect
          className={styles['heatCell']}
          x={box.time.px(place.column * columnMs)}
          y={box.bottom - (place.row + 1) * high}
          width={box.time.px(columnMs) - box.time.px(0)}
          height={high}
        />
      )}
    </g>
  );
}
