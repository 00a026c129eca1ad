/**
 * The grader: judges a prediction against a run and a task against its objective. It looks at reports only, so the page, the
 * command line and a teacher's desk come to the same judgement.
 */

import { figureOf, judge } from '../run/objective.ts';
import type { Report } from '../run/report.ts';
import { unreachable } from '../std/assert.ts';
import type { Lab, Prediction } from './lab.ts';

export interface Grade {
  readonly predicted: boolean;
  /** What was measured, for a prediction of a number. */
  readonly measured: number | null;
}

/** Judges what was predicted. `given` is the index of the option, or the number in the prediction's unit. */
export function gradePrediction(prediction: Prediction, given: number, firstRun: Report): Grade {
  switch (prediction.type) {
    case 'choice':
      return { predicted: given === prediction.answer, measured: null };
    case 'number': {
      const measured = figureOf({ metric: prediction.metric, class: '' }, firstRun);
      const near = measured !== null && Math.abs(given - measured) <= prediction.tolerance * Math.abs(measured);
      return { predicted: near, measured };
    }
    default:
      return unreachable(prediction);
  }
}

/** Judges the task by its objective's figure in a run; a figure that was not measured does not meet it. */
export function gradeTask(lab: Lab, report: Report): { readonly met: boolean; readonly value: number | null } {
  return judge(lab.task.objective, report);
}
