/**
 * The series store: every chart window of the run so far, as growing columns. Frames bring the windows that the page
 * has not had yet, so the columns are complete even when frames were skipped. Charts read views and copy nothing.
 */
import { CLASS_WINDOW, type FrameLayout, HEADER, NODE_WINDOW, WINDOW } from '../../src/run/frame.ts';

export type WindowColumn = Exclude<keyof typeof WINDOW, 'size'>;
export type NodeWindowColumn = Exclude<keyof typeof NODE_WINDOW, 'size'>;
export type ClassWindowColumn = Exclude<keyof typeof CLASS_WINDOW, 'size'>;

const ROOM_AT_FIRST = 256;

export class SeriesStore {
  /** Windows received so far in this epoch. */
  length = 0;
  /** Grows by one whenever something was added or everything was cleared. */
  version = 0;
  /** Which run the windows belong to; -1 before the first frame. */
  epoch = -1;
  #width = 0;
  #classAt = 0;
  #heatAt = 0;
  #room = 0;
  #columns: Float64Array[] = [];

  /** All values of one column so far, oldest first. A view: valid until the next frame is taken in. */
  column(name: WindowColumn): Float64Array {
    return this.#view(WINDOW[name]);
  }

  /** All values of one column of one node, oldest first. A view: valid until the next frame is taken in. */
  nodeColumn(node: number, name: NodeWindowColumn): Float64Array {
    return this.#view(WINDOW.size + node * NODE_WINDOW.size + NODE_WINDOW[name]);
  }

  /** All values of one column of one class of requests, oldest first. A view: valid until the next frame is taken in. */
  classColumn(cls: number, name: ClassWindowColumn): Float64Array {
    return this.#view(this.#classAt + cls * CLASS_WINDOW.size + CLASS_WINDOW[name]);
  }

  /** How many answers of each window took as long as this cell says, oldest first. A view: valid until the next frame is taken in. */
  heat(cell: number): Float64Array {
    return this.#view(this.#heatAt + cell);
  }

  /**
   * Takes in the windows a frame carries. Windows that are there already are passed over, and so is everything after a
   * gap: the next frame brings it again. @returns whether anything changed.
   */
  take(data: Float64Array, layout: FrameLayout): boolean {
    const version = this.version;
    const epoch = data[HEADER.epoch] ?? 0;
    if (epoch !== this.epoch || layout.windowSize !== this.#width) this.#begin(epoch, layout.windowSize);
    this.#classAt = layout.classAt;
    this.#heatAt = layout.heatAt;
    const first = data[HEADER.firstWindow] ?? 0;
    const carried = data[HEADER.carried] ?? 0;
    if (first > this.length || first + carried <= this.length) return this.version !== version;
    this.#reserve(first + carried);
    for (let window = this.length; window < first + carried; window++) {
      const at = layout.windowAt + (window - first) * this.#width;
      for (let i = 0; i < this.#width; i++) {
        const column = this.#columns[i];
        if (column !== undefined) column[window] = data[at + i] ?? Number.NaN;
      }
    }
    this.length = first + carried;
    this.version++;
    return true;
  }

  clear(): void {
    this.#begin(-1, 0);
  }

  #begin(epoch: number, width: number): void {
    this.epoch = epoch;
    this.length = 0;
    this.version++;
    if (width === this.#width) return;
    this.#width = width;
    this.#room = 0;
    this.#columns = [];
  }

  #reserve(length: number): void {
    if (length <= this.#room) return;
    this.#room = Math.max(ROOM_AT_FIRST, this.#room * 2, length);
    for (let i = 0; i < this.#width; i++) {
      const grown = new Float64Array(this.#room);
      const column = this.#columns[i];
      if (column !== undefined) grown.set(column.subarray(0, this.length));
      this.#columns[i] = grown;
    }
  }

  #view(index: number): Float64Array {
    return this.#columns[index]?.subarray(0, this.length) ?? new Float64Array(0);
  }
}
