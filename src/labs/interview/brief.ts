/** The brief: what was asked and answered, as text, and the sheet on which the drawing begins: a source, its classes, what must hold. */
import type { Design, ObjectiveDoc } from '../../design/document.ts';
import { LIMITS } from '../../design/document.ts';
import { emptyDesign } from '../../design/fresh.ts';
import type { Question, Required } from './question.ts';
import type { InterviewSession } from './session.ts';

/** What is said without being asked, and what was asked. */
export function briefText(question: Question, asked: readonly string[]): string {
  const answers = question.asks.filter(({ id }) => asked.includes(id)).map(({ ask, answer }) => `${ask} ${answer}`);
  return [question.story, `It must: ${question.functions.join('; ')}.`, ...answers].join('\n').slice(0, LIMITS.textLength);
}

/** Objectives that the answers so far have set. What was never asked is required all the same, and found out at the end. */
export function knownObjectives(question: Question, asked: readonly string[]): readonly ObjectiveDoc[] {
  return question.required.filter(({ ask }) => asked.includes(ask)).map(plain);
}

export function plain({ id, metric, bound, value, class: cls }: Required | ObjectiveDoc): ObjectiveDoc {
  return { id, metric, bound, value, class: cls };
}

/** 30 s of the peak, of which the first five are left out (chosen: long enough for a thousand of the rarest). */
const SCENARIO = { seed: 1, durationMs: 30_000, warmupMs: 5000 };

/** The sheet: everything but the system. */
export function sheetOf(question: Question, { asked }: Pick<InterviewSession, 'asked'>): Design {
  const { name, params } = question.source;
  return {
    ...emptyDesign(),
    title: question.title,
    about: briefText(question, asked),
    classes: question.classes,
    nodes: [{ id: 'users', kind: 'client', name, x: 40, y: 136, params, region: '', zones: ['a'] }],
    scenario: { ...SCENARIO, timeline: [], objectives: knownObjectives(question, asked) },
  };
}
