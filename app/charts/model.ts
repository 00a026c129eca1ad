/**
 * What a chart is made of, apart from how it is painted: panels that share the time axis, series that read columns, and
 * a finding in words. A model follows the windows of a run; the rest of this folder draws any model.
 */
import type { CLASS_WINDOW, NODE_WINDOW, WINDOW } from '../../src/run/frame.ts';
import type { Unit } from '../../src/std/parameter.ts';
import type { Band } from './bands.ts';
import type { Look } from './palette.ts';
import type { ScaleSpec } from './value-axis.ts';

/** The windows of a run as columns; the page's series store has this form. */
export interface WindowSource {
  readonly length: number;
  /** Grows when another run begins; windows of different epochs have nothing to do with each other. */
  readonly epoch: number;
  column(name: Exclude<keyof typeof WINDOW, 'size'>): Float64Array;
  nodeColumn(node: number, name: Exclude<keyof typeof NODE_WINDOW, 'size'>): Float64Array;
  classColumn(cls: number, name: Exclude<keyof typeof CLASS_WINDOW, 'size'>): Float64Array;
  /** Answers of each window that took as long as this cell of the heat map says. */
  heat(cell: number): Float64Array;
}

/** What every chart of a run shares. */
export interface ChartScene {
  readonly source: WindowSource;
  readonly windowMs: number;
  readonly durationMs: number;
  /** Totals leave out what happened before. */
  readonly warmupMs: number;
  readonly bands: readonly Band[];
  readonly limits: readonly Limit[];
  /** What is promised about availability, of all requests or of one class of them. */
  readonly slos: readonly ChartSlo[];
  /** When alerts on error budgets were on, so far. */
  readonly alerts: () => readonly Band[];
}

/** A promise about availability. */
export interface ChartSlo {
  readonly id: string;
  /** Place of its class in the design; -1 for all requests. */
  readonly cls: number;
  /** Whose requests, in a word or two. */
  readonly whose: string;
  readonly target: number;
}

/** An objective, as a line to stay above or below. */
export interface Limit {
  readonly metric: string;
  readonly bound: 'most' | 'least';
  readonly value: number;
}

export interface Series {
  readonly key: string;
  /** At the line's end: one short word. */
  readonly label: string;
  /** In readout, table and file. */
  readonly name: string;
  readonly unit: Unit;
  readonly look: Look;
  /** `under`: filled down to the base; `stack`: filled, and the next one stands on it. */
  readonly area?: 'under' | 'stack';
  /** Holds its value until the next window. */
  readonly step?: true;
  /** In readout and table only. */
  readonly unseen?: true;
  /** Higher keeps its label longer where there is little room. */
  readonly rank: number;
  /** One number for each window. */
  readonly values: () => Float64Array;
  /** Where the line is drawn, when that differs from its values (a stack). */
  readonly drawn?: () => Float64Array;
  /** Its values where enough samples lie behind them, NaN elsewhere: drawn heavier, written without a mark. */
  readonly firm?: () => Float64Array;
}

export interface Panel {
  readonly key: string;
  /** Share of the plot's height, relative to its neighbours. */
  readonly height: number;
  readonly scale: ScaleSpec;
  readonly series: readonly Series[];
  readonly limits: readonly { readonly value: number; readonly label: string }[];
  /** Said in the panel when the run has begun and nothing was measured. */
  readonly nothing: string;
}

export interface ChartModel {
  /** One line for people who have not run anything yet. */
  readonly teaches: string;
  readonly panels: readonly Panel[];
  /** End of each window, ms. */
  readonly times: () => Float64Array;
  /** Ends behind the figures, one for each window; undefined where no chart value is a statistic of samples. */
  readonly samples: (() => Float64Array) | undefined;
  /** Takes in new windows. Changes when what was drawn before is no longer true. */
  readonly refresh: () => number;
  /** What the chart shows, in a sentence with numbers; '' before there is anything to say. */
  readonly finding: () => string;
}

/** All series of a model, in order. */
export function seriesOf(model: ChartModel): Series[] {
  return model.panels.flatMap((panel) => panel.series);
}
