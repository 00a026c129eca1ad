/**
 * Measures the cases of the proof for the laws and prints a line of JSON for each. A command of its own, so that all processors
 * measure at once: as many cases are under way as there are threads, and whichever thread is free takes the next case.
 */
import { type ProofCase, replicationOf, seedOf } from '../proof/case.ts';
import { CASES } from '../proof/index.ts';
import { judge, preciseEnough, type Verdict } from '../proof/judge.ts';
import type { RunPool } from '../run/replications.ts';
import { print } from './output.ts';
import { createThreadPool } from './pool.ts';

/** One sample per quantity of the i-th replication. */
async function replicate(pool: RunPool, proof: ProofCase, i: number): Promise<readonly number[]> {
  const seed = seedOf(proof, i);
  const done = await pool.run({ design: replicationOf(proof, seed), seed });
  if (!done.ok) throw new Error(`${proof.id}: ${done.problems[0]?.message ?? 'its design cannot be read'}`);
  return proof.quantities.map((quantity) => quantity.measure(done.report));
}

/** Whether the samples of any quantity differ: where none do, their width says nothing, and every replication counts by itself. */
function varies(samples: readonly (readonly number[])[]): boolean {
  return samples.some((column) => column.some((x) => x !== column[0]));
}

/**
 * Verdicts of all quantities over at most so many replications from the `from`-th on, taken in the order of their seeds. With `byWidth`
 * it ends as on the page, once all intervals are narrow, whatever they show.
 */
async function measure(pool: RunPool, proof: ProofCase, from: number, most: number, byWidth: boolean): Promise<readonly Verdict[]> {
  const samples: number[][] = proof.quantities.map(() => []);
  for (let i = 0; i < most; i++) {
    const values = await replicate(pool, proof, from + i);
    for (const [q, value] of values.entries()) samples[q]!.push(value);
    if (byWidth && varies(samples) && preciseEnough(proof, samples)) break;
  }
  return proof.quantities.map((quantity, q) => judge(quantity, samples[q]!));
}

/** Of a hundred intervals five miss by chance: a case that misses is measured again, with twice as many fresh seeds, all of them. */
async function prove(pool: RunPool, proof: ProofCase): Promise<readonly Verdict[]> {
  const first = await measure(pool, proof, 0, proof.replications, true);
  const missed = first.some((verdict) => !verdict.agrees) && first.every((verdict) => verdict.narrow);
  return missed ? measure(pool, proof, proof.replications, 2 * proof.replications, false) : first;
}

const pool = createThreadPool();
const line = [...CASES];

async function proveTheNext(): Promise<void> {
  for (let proof = line.shift(); proof !== undefined; proof = line.shift()) {
    print(JSON.stringify({ id: proof.id, verdicts: await prove(pool, proof) }));
  }
}

try {
  await Promise.all(Array.from({ length: pool.size }, proveTheNext));
} finally {
  pool.close();
}
