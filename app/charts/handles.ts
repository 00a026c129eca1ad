/** What a chart is handed to follow a run and its neighbours without holding any of their state in React. */

/** News about the run. */
export interface ChartFeed {
  /** Calls back when windows arrived or everything was cleared. @returns a function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Simulated time reached, ms; NaN where nothing runs. */
  readonly nowMs: () => number;
}

/** The moment looked at, shared by every chart and the timeline. */
export interface Crosshair {
  readonly get: () => number | undefined;
  readonly set: (ms: number | undefined) => void;
  /** Shows the run as it was at a moment (ms); absent where nothing can be shown. */
  readonly seek?: (ms: number) => void;
  /** @returns a function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
}
