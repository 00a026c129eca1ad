/**
 * Theory: every case of the proof by its protocol: independent replications by seed, the beginning cut off as warm-up, a 95 %
 * Student interval over replications that must be narrow and contain the exact value. Replications end once it is narrow, whatever it
 * shows, and not before the tenth (proof/judge); where they do not vary all are run. Of a hundred such intervals five miss
 * by chance, and seeds are fixed, so a case whose interval misses is measured again with twice as many fresh seeds, which
 * must then hold: that finds an error more surely than the first time. At the end one table says what was measured.
 * The measuring is done by the bundled command line, on both processors (cli/theory).
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '../design/read.ts';
import { replicationOf } from '../proof/case.ts';
import { CASES } from '../proof/index.ts';
import type { Verdict } from '../proof/judge.ts';
import { type Measured, tableOf } from './table.ts';

const ROOT = join(import.meta.dirname, '../..');
const found = new Map<string, readonly Verdict[]>();
const measured: Measured[] = [];

/** All cases, by a process of its own. */
function measure(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, '.ci/bundled.mjs'), 'theory'], { cwd: ROOT });
    let told = '';
    let complaints = '';
    child.stdout.on('data', (data: Buffer) => (told += data.toString()));
    child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(complaints));
      for (const line of told.trim().split('\n')) {
        const { id, verdicts } = JSON.parse(line) as { id: string; verdicts: readonly Verdict[] };
        found.set(id, verdicts);
      }
      resolve();
    });
  });
}

describe('theory', () => {
  beforeAll(measure, 900_000);

  it('is held to by cases whose designs are ordinary documents, each with an id of its own', () => {
    expect(new Set(CASES.map((proof) => proof.id)).size).toBe(CASES.length);
    for (const proof of CASES) expect(read(replicationOf(proof, 1)).ok, proof.id).toBe(true);
  });

  it.each(CASES.map((proof) => [proof.id, proof] as const))('holds for %s', (_, proof) => {
    const verdicts = found.get(proof.id) ?? [];
    expect(verdicts).toHaveLength(proof.quantities.length);
    const rows = proof.quantities.map((quantity, i) => ({ proof, quantity, verdict: verdicts[i]! }));
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
