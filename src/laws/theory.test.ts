/**
 * Theory: every case of the proof by its protocol, which is independent replications by seed, the first minute or so cut off
 * as warm-up, a 95 % Student interval over replications. At the end one table says what was measured.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { read } from '../design/read.ts';
import { type ProofCase, replicationOf, seedOf } from '../proof/case.ts';
import { CASES } from '../proof/index.ts';
import { judge } from '../proof/judge.ts';
import { run } from './protocol.ts';
import { type Measured, tableOf } from './table.ts';

const measured: Measured[] = [];

/** Runs every replication of a case and adds its quantities to the table. */
function prove(proof: ProofCase): readonly Measured[] {
  const reports = Array.from({ length: proof.replications }, (_, i) => run(replicationOf(proof, seedOf(proof, i))).report);
  return proof.quantities.map((quantity) => ({ proof, quantity, verdict: judge(quantity, reports.map(quantity.measure)) }));
}

describe('theory', () => {
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
