/** THE list of interview questions, in the order in which they are offered. */
import type { Question } from './question.ts';
import { READING_QUESTIONS } from './reading-questions.ts';
import { WRITING_QUESTIONS } from './writing-questions.ts';

export const QUESTIONS: readonly Question[] = [...READING_QUESTIONS, ...WRITING_QUESTIONS];

/** The question of this id, or undefined. */
export function questionOf(id: string): Question | undefined {
  return QUESTIONS.find((question) => question.id === id);
}
