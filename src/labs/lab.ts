/**
 * What a lab is: a start design, a prediction that is locked before the run, what to watch, the explanation, and a task with
 * one checked objective. Data only; the page walks through it, `grade` judges it. A link `#lab=ID` opens one.
 */
import type { ObjectiveDoc } from '../design/document.ts';

/** A question answered before the run: one of several, or a number within a tolerance. */
export type Prediction =
  | { readonly type: 'choice'; readonly question: string; readonly options: readonly string[]; readonly answer: number }
  | {
      readonly type: 'number';
      readonly question: string;
      readonly unit: 'ms' | 'ratio' | 'count' | 'perSecond';
      /** Read off the first run: a metric of objectives. */
      readonly metric: ObjectiveDoc['metric'];
      /** A prediction within this share of the measured value counts as right. */
      readonly tolerance: number;
    };

export interface Lab {
  readonly id: string;
  readonly title: string;
  /** Minutes it takes. */
  readonly minutes: number;
  /** The example it starts from. */
  readonly example: string;
  /** What it is about, in two or three sentences. */
  readonly story: string;
  readonly prediction: Prediction;
  /** What to do and look at during the run. */
  readonly watch: string;
  /** Shown after the run, paragraph by paragraph. */
  readonly explanation: readonly string[];
  readonly task: {
    readonly text: string;
    readonly objective: ObjectiveDoc;
    /** Shown one by one, on request. */
    readonly hints: readonly string[];
  };
  readonly teacher: {
    readonly goal: string;
    readonly misconception: string;
    readonly answer: string;
  };
}
