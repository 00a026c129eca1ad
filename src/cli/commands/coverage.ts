/** `coverage`: every concept that a user must be able to wire, break and see, with what realises it and the tests that prove it. */
import { COVERAGE } from '../../coverage.ts';
import { print, printJson } from '../output.ts';

export function coverageCommand(json: boolean): number {
  const rows = COVERAGE.map((row) => ({ ...row, proven: row.proof.length > 0 && row.built.length > 0 }));
  if (json) {
    printJson({ rows });
    return 0;
  }
  for (const { id, concept, built, proof, proven } of rows) {
    print(`${proven ? 'green' : 'open '} ${id.padEnd(4)} ${concept}`);
    if (built.length > 0) print(`           ${built.join(', ')}`);
    for (const test of proof) print(`           proven by ${test}`);
  }
  print(`${rows.filter(({ proven }) => proven).length} of ${rows.length} rows are proven.`);
  return 0;
}
