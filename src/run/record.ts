/**
 * The record: what a run was like at the end of each chart window, so that any past moment can be shown at once, however the
 * run got there: played, stepped or as fast as possible. One row holds all of a frame but its chart windows, which the recorder
 * keeps anyway, and the digest at that moment. Its figures are taken by a writer of its own once a window, so they do not depend
 * on when the page happened to look. Memory is bounded: a record that grows beyond its limit keeps every second row.
 */
import { NS_PER_MS } from '../std/units.ts';
import type { Compiled } from './compile.ts';
import { DOT, type FrameLayout, HEADER } from './frame.ts';
import { FrameWriter } from './frame-writer.ts';
import type { Session } from './session.ts';

/** One moment. Times in the head are exact, figures of parts and links have the 24 bits of a float: more than anybody reads. */
interface Row {
  /** ms */
  readonly timeMs: number;
  readonly digest: string;
  readonly head: Float64Array;
  /** The blocks of nodes, instances and links. */
  readonly body: Float32Array;
  /** Dots one after the other, their times from the moment on. */
  readonly dots: Float32Array;
}

/** Most bytes of rows (chosen: a run of ten parts needs one or two million). */
const MOST_BYTES = 48e6;
/** Dots belong to the picture of a moment for at least a window, and for as many gaps of the watch as lie in a third of a real second. */
const GAPS_BACK = 2;

export class RunRecord {
  readonly #compiled: Compiled;
  readonly #session: Session;
  readonly #writer: FrameWriter;
  readonly #layout: FrameLayout;
  readonly #scratch: Float64Array;
  readonly #mostBytes: number;
  #rows: Row[] = [];
  #bytes = 0;
  /** Every so many windows is kept. */
  #stride = 1;

  /** Begins with the present moment of a session, which is its first. `mostBytes` 0: the last row only. */
  constructor(session: Session, mostBytes: number = MOST_BYTES) {
    this.#session = session;
    this.#compiled = session.compiled;
    this.#layout = session.layout;
    this.#writer = new FrameWriter(session.compiled, session.recorder, session.agenda, session.layout);
    this.#scratch = new Float64Array(session.layout.length);
    this.#mostBytes = mostBytes;
    this.#keep();
  }

  /** How many moments are kept, and how many windows lie between two of them. */
  get rows(): number {
    return this.#rows.length;
  }

  get stride(): number {
    return this.#stride;
  }

  /** A chart window has ended at this moment. */
  take(): void {
    if (this.#mostBytes === 0) this.#forgetAll();
    // Even where it is not kept, the writer looks: its figures are those since it looked last.
    if (this.#session.recorder.windows % this.#stride === 0) this.#keep();
    else this.#write();
    if (this.#bytes > this.#mostBytes && this.#rows.length > 2) this.#thin();
  }

  /** The meter's totals were reset. */
  forgetCounters(): void {
    this.#writer.forgetCounters();
  }

  /** The digest at the last recorded moment that is not after this one (ms), and when that was. */
  digestAt(ms: number): { readonly timeMs: number; readonly digest: string } | undefined {
    const row = this.#rowAt(ms);
    return row && { timeMs: row.timeMs, digest: row.digest };
  }

  /**
   * Fills a frame with the last recorded moment that is not after this one (ms): all but its chart windows. Answers that
   * moment, or undefined when there is none.
   */
  read(ms: number, out: Float64Array): number | undefined {
    const row = this.#rowAt(ms);
    if (row === undefined) return undefined;
    out.set(row.head);
    out.set(row.body, this.#layout.nodeAt);
    const { dotAt } = this.#layout;
    for (let i = 0; i < row.dots.length; i += DOT.size) {
      for (let field = 0; field < DOT.size; field++) out[dotAt + i + field] = row.dots[i + field]!;
      out[dotAt + i + DOT.leaves] = row.timeMs + row.dots[i + DOT.leaves]!;
      out[dotAt + i + DOT.arrives] = row.timeMs + row.dots[i + DOT.arrives]!;
    }
    return row.timeMs;
  }

  #write(): Float64Array {
    const { design, recorder } = this.#session;
    const status = { state: 'paused', durationMs: design.scenario.durationMs, speed: 0, epoch: 0 } as const;
    this.#writer.write(this.#scratch, status, recorder.windows);
    return this.#scratch;
  }

  #keep(): void {
    const frame = this.#write();
    const { nodeAt, dotAt } = this.#layout;
    const timeMs = frame[HEADER.timeMs]!;
    const dots = this.#dots(frame, timeMs);
    const head = frame.slice(0, HEADER.size);
    head[HEADER.dots] = dots.length / DOT.size;
    const row: Row = {
      timeMs,
      digest: this.#compiled.sim.digest.text(),
      head,
      body: new Float32Array(frame.subarray(nodeAt, dotAt)),
      dots,
    };
    this.#rows.push(row);
    this.#bytes += bytesOf(row);
  }

  #dots(frame: Float64Array, timeMs: number): Float32Array {
    const { dotAt } = this.#layout;
    const { gap } = this.#compiled.sim.watch;
    const back = Math.max(this.#session.recorder.windowMs, gap === Number.POSITIVE_INFINITY ? 0 : (GAPS_BACK * gap) / NS_PER_MS);
    let count = 0;
    // Newest first: those that belong to the picture come before all others.
    while (count < frame[HEADER.dots]! && frame[dotAt + count * DOT.size + DOT.leaves]! >= timeMs - back) count++;
    const dots = new Float32Array(count * DOT.size);
    for (let i = 0; i < dots.length; i += DOT.size) {
      for (let field = 0; field < DOT.size; field++) dots[i + field] = frame[dotAt + i + field]!;
      dots[i + DOT.leaves] = frame[dotAt + i + DOT.leaves]! - timeMs;
      dots[i + DOT.arrives] = frame[dotAt + i + DOT.arrives]! - timeMs;
    }
    return dots;
  }

  #rowAt(ms: number): Row | undefined {
    const rows = this.#rows;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle]!.timeMs <= ms) low = middle + 1;
      else high = middle;
    }
    return rows[low - 1];
  }

  #forgetAll(): void {
    this.#rows = [];
    this.#bytes = 0;
  }

  #thin(): void {
    this.#stride *= 2;
    this.#rows = this.#rows.filter((_, i) => i % 2 === 0);
    this.#bytes = this.#rows.reduce((sum, row) => sum + bytesOf(row), 0);
  }
}

function bytesOf({ head, body, dots }: Row): number {
  return head.byteLength + body.byteLength + dots.byteLength;
}
