/** How far a run of the proof is: a share to be drawn, and the case that is being run in words. */
import type { ProofCase } from '../../src/proof/case.ts';
import type { ProofState } from './runner.ts';

export interface ProgressOfProof {
  /** 0…1; a case counts as far as its replications are, at most. */
  readonly share: number;
  readonly words: string;
}

/** Cases weigh the same, whatever they cost. Of cases that were not asked for, nothing is counted. */
export function progressOf(cases: readonly ProofCase[], { runs, current }: ProofState): ProgressOfProof {
  const asked = cases.filter(({ id }) => runs[id] !== undefined && runs[id].state !== 'idle');
  const shares = asked.map(({ id }) => {
    const run = runs[id];
    if (run === undefined) return 0;
    return run.state === 'running' || run.state === 'waiting' ? run.n / run.limit : 1;
  });
  const share = asked.length === 0 ? 0 : shares.reduce((sum, one) => sum + one, 0) / asked.length;
  const proof = cases.find(({ id }) => id === current);
  const run = current === undefined ? undefined : runs[current];
  if (proof === undefined || run === undefined) return { share, words: '' };
  return { share, words: `${proof.title}: ${run.n} of at most ${run.limit} replications` };
}
