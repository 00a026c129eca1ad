/**
 * Theory: every case of the proof by its protocol: independent replications by seed, the beginning cut off as warm-up, a 95 %
 * Student interval over replications that must be narrow and contain the exact value. Of a hundred such intervals five miss
 * by chance, and seeds are fixed, so a case whose interval misses is measured again with twice as many fresh seeds, which
 * must then hold: that finds an error more surely than the first time. At the end one table says what was measured.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { read } from '../design/read.ts';
import { type ProofCase, replicationOf, seedOf } from '../proof/case.ts';
import { CASES } from '../proof/index.ts';
import { judge } from '../proof/judge.ts';
import { run } from './protocol.ts';
import { type Measured, tableOf } from './table.ts';

const measured: Measured[] = [];

/** Runs so many replications of a case from the i-th on. */
function measure(proof: ProofCase, from: number, count: number): readonly Measured[] {
  const reports = Array.from({ length: count }, (_, i) => run(replicationOf(proof, seedOf(proof, from + i))).report);
  return proof.quantities.map((quantity) => ({ proof, quantity, verdict: judge(quantity, reports.map(quantity.measure)) }));
}

function prove(proof: ProofCase): readonly Measured[] {
  const { replications } = proof;
  const first = measure(proof, 0, replications);
  const missed = first.some((row) => !row.verdict.agrees) && first.every((row) => row.verdict.narrow);
  return missed ? measure(proof, replications, 2 * replications) : first;
}

/** A case takes seconds; on a machine that is busy with other things, some times as many. */
describe('theory', { timeout: 600_000 }, () => {
  it('is held to by cases whose designs are ordinary documents, each with an id of its own', () => {
    expect(new Set(CASES.map((proof) => proof.id)).size).toBe(CASES.length);
    for (const proof of CASES) expect(read(replicationOf(proof, 1)).ok, proof.id).toBe(true);
  });

  it.each(CASES.map((proof) => [proof.id, proof] as const))('holds for %s', (_, proof) => {
    const rows = prove(proof);
    measured.push(...rows);
    for (const row of rows) {
      const line = tableOf([row]);
      expect(row.verdict.narrow, `interval too wide:\n${line}`).toBe(true);
      expect(row.verdict.agrees, `interval misses the exact value:\n${line}`).toBe(true);
    }
  });

  afterAll(() => {
    console.info(`Theory against measurement, 95 % intervals over n replications\n${tableOf(measured)}`);
  });
});
