/**
 * What an interview question is: what is to be built, what whoever asks will be told, the load and the classes of its requests, what must
 * hold, and what will be tried on the drawing. Data only. The figures are of one system of moderate size, so that the whole load, and ten
 * times as much, can be simulated as it is; all of them are chosen.
 */
import type { ClassDoc, ObjectiveDoc } from '../../design/document.ts';
import type { ParamBag } from '../../std/parameter.ts';
import type { EnvelopeInput } from '../../theory/envelope.ts';

/** A question that clears up the scope, and the answer that goes into the brief. */
export interface Ask {
  readonly id: string;
  readonly ask: string;
  readonly answer: string;
  /** Figures that the answer gives the calculator. */
  readonly figures?: Partial<EnvelopeInput>;
}

/** An objective, and the question that would have brought it to light. */
export interface Required extends ObjectiveDoc {
  readonly ask: string;
}

/** What is tried. `times` is of the load; everything else is aimed at the drawing (see trials.ts). */
export type TrialSort = 'calm' | 'load' | 'spike' | 'zone' | 'part' | 'leader' | 'hot-key' | 'cold-cache' | 'slow-store' | 'cut';

export interface TrialDoc {
  readonly sort: TrialSort;
  readonly times?: number;
  /** As the interviewer says it. */
  readonly says: string;
  /** What should hold meanwhile; empty: what the question requires. */
  readonly must: readonly ObjectiveDoc[];
}

export interface Question {
  readonly id: string;
  readonly title: string;
  /** What is asked, in two or three sentences. */
  readonly story: string;
  /** What it must do, said without being asked. */
  readonly functions: readonly string[];
  readonly asks: readonly Ask[];
  readonly source: { readonly name: string; readonly params: ParamBag };
  readonly classes: readonly ClassDoc[];
  readonly required: readonly Required[];
  readonly trials: readonly TrialDoc[];
  /** What is worth talking about in the deep dive. */
  readonly topics: readonly string[];
}

export const MINUTES = 45;
