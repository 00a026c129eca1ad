/**
 * The page's one runner, and what components read of it. Results live as long as the tab, so that opening a system on the canvas
 * and coming back loses none of them; they are no part of any design.
 */
import { useSyncExternalStore } from 'react';
import type { ProofCase } from '../../src/proof/case.ts';
import { CASES } from '../../src/proof/index.ts';
import { fewestOf } from '../../src/proof/judge.ts';
import { createRunPool } from '../../src/worker/pool.ts';
import { type Overall, overall } from './overall.ts';
import { type CaseRun, NOT_RUN, ProofRunner, type ProofState } from './runner.ts';
import { type Judged, judged } from './standing.ts';

export const runner = new ProofRunner(CASES, {
  createPool: () => createRunPool(),
  nowMs: () => performance.now(),
  later: (then, ms) => void setTimeout(then, ms),
});

/** Reads a part of the state that stays the same object while nothing about it changes. */
export function useProof<T>(select: (state: ProofState) => T): T {
  return useSyncExternalStore(runner.subscribe, () => select(runner.state()));
}

export function runOf(state: ProofState, proof: ProofCase): CaseRun {
  return state.runs[proof.id] ?? NOT_RUN;
}

const verdicts = new WeakMap<ProofCase, { readonly run: CaseRun; readonly all: readonly Judged[] }>();

/** Every quantity of a case, judged by what there is of its run. */
export function judgedOf(proof: ProofCase, run: CaseRun): readonly Judged[] {
  const known = verdicts.get(proof);
  if (known?.run === run) return known.all;
  const over = run.state !== 'running' && run.state !== 'waiting';
  const all = proof.quantities.map((quantity, q) => judged(quantity, run.samples[q] ?? [], over, fewestOf(proof)));
  verdicts.set(proof, { run, all });
  return all;
}

/** What these cases prove together. */
export function overallOf(state: ProofState, cases: readonly ProofCase[] = CASES): Overall {
  return overall(cases.flatMap((proof) => judgedOf(proof, runOf(state, proof))));
}
