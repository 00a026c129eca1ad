/** Windows made up by a test: columns with what the test says and 0 or NaN elsewhere, as frames bring them. */
import type { CLASS_WINDOW, NODE_WINDOW, WINDOW } from '../../src/run/frame.ts';
import type { Band } from './bands.ts';
import type { ChartScene, ChartSlo, Limit, WindowSource } from './model.ts';

type Row = Partial<Record<Exclude<keyof typeof WINDOW, 'size'>, number>>;
type ClassRow = Partial<Record<Exclude<keyof typeof CLASS_WINDOW, 'size'>, number>>;
type NodeRow = Partial<Record<Exclude<keyof typeof NODE_WINDOW, 'size'>, number>>;

interface Given {
  readonly durationMs?: number;
  readonly warmupMs?: number;
  readonly bands?: readonly Band[];
  readonly limits?: readonly Limit[];
  readonly slos?: readonly ChartSlo[];
}

/** Where nothing was measured, these are NaN; everything else is a count. */
const MEASURED = new Set(['p50', 'p95', 'p99', 'p999', 'mean', 'lagMs', 'utilisation', 'figure0']);

export class MadeUpRun implements WindowSource {
  epoch = 1;
  readonly windowMs: number;
  #rows: Row[] = [];
  #nodes: NodeRow[] = [];
  #classes: ClassRow[] = [];

  constructor(windowMs = 100) {
    this.windowMs = windowMs;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Adds `count` windows that are all alike. */
  add(row: Row, count = 1, node: NodeRow = {}, cls: ClassRow = {}): this {
    for (let i = 0; i < count; i++) {
      this.#rows.push(row);
      this.#nodes.push(node);
      this.#classes.push(cls);
    }
    return this;
  }

  /** Another run begins. */
  restart(): void {
    this.epoch++;
    this.#rows = [];
    this.#nodes = [];
    this.#classes = [];
  }

  column(name: keyof Row): Float64Array {
    if (name === 'endMs') return Float64Array.from(this.#rows, (_, i) => (i + 1) * this.windowMs);
    return Float64Array.from(this.#rows, (row) => row[name] ?? (MEASURED.has(name) ? Number.NaN : 0));
  }

  nodeColumn(_node: number, name: keyof NodeRow): Float64Array {
    return Float64Array.from(this.#nodes, (row) => row[name] ?? (MEASURED.has(name) ? Number.NaN : 0));
  }

  classColumn(_cls: number, name: keyof ClassRow): Float64Array {
    return Float64Array.from(this.#classes, (row) => row[name] ?? 0);
  }

  /** All answers took as long as the tenth cell says. */
  heat(cell: number): Float64Array {
    return Float64Array.from(this.#rows, (row) => (cell === 10 ? (row.ok ?? 0) : 0));
  }

  /** A scene around this run. */
  scene(given: Given = {}): ChartScene {
    const calm = { bands: [], limits: [], slos: [], alerts: () => [] };
    return { source: this, windowMs: this.windowMs, durationMs: 60_000, warmupMs: 0, ...calm, ...given };
  }
}
