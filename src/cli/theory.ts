/**
 * Measures the cases of the proof for the laws: `theory K N` takes every N-th of them from the K-th on and prints a line of JSON for
 * each. A command of its own, so that both processors measure at once.
 */
import process from 'node:process';
import { type ProofCase, replicationOf, seedOf } from '../proof/case.ts';
import { CASES } from '../proof/index.ts';
import { judge } from '../proof/judge.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import { print } from './output.ts';

/** Verdicts of all quantities of a case over so many replications from the i-th on. */
function measure(proof: ProofCase, from: number, count: number) {
  const reports = Array.from({ length: count }, (_, i) => {
    const session = new Session(replicationOf(proof, seedOf(proof, from + i)));
    session.advance(session.end);
    return reportOf(session, 0);
  });
  return proof.quantities.map((quantity) => judge(quantity, reports.map(quantity.measure)));
}

/** Of a hundred intervals five miss by chance: a case that misses is measured again, with twice as many fresh seeds. */
function prove(proof: ProofCase) {
  const first = measure(proof, 0, proof.replications);
  const missed = first.some((verdict) => !verdict.agrees) && first.every((verdict) => verdict.narrow);
  return missed ? measure(proof, proof.replications, 2 * proof.replications) : first;
}

const [first = 0, step = 1] = process.argv.slice(2).map(Number);
CASES.forEach((proof, i) => {
  if (i % step === first) print(JSON.stringify({ id: proof.id, verdicts: prove(proof) }));
});
