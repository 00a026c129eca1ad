/** Results as text to be pasted elsewhere: as a table for people, or as CSV for a spreadsheet. Every digit that was measured is in it. */
import type { ProofCase, Quantity } from '../../src/proof/case.ts';
import { fewestOf } from '../../src/proof/judge.ts';
import { type CaseRun, NOT_RUN, type ProofState } from './runner.ts';
import { type Judged, judged, standingWords } from './standing.ts';

interface Row {
  readonly proof: ProofCase;
  readonly quantity: Quantity;
  readonly run: CaseRun;
  readonly result: Judged;
}

const HEAD = ['case', 'quantity', 'unit', 'exact', 'measured', 'half-width 95 %', 'n', 'seed offset', 'verdict', 'formula', 'source'];

/** Comma-separated, a row for each quantity, and the samples of its replications in the last column. */
export function asCsv(cases: readonly ProofCase[], state: ProofState): string {
  const rows = rowsOf(cases, state).map(({ proof, quantity, run, result }) => [
    ...cells(proof, quantity, run, result),
    quantity.formula,
    proof.source,
    (run.samples[proof.quantities.indexOf(quantity)] ?? []).join(' '),
  ]);
  return [[...HEAD, 'replications'], ...rows].map((row) => row.map(quoted).join(',')).join('\n');
}

/** Columns of text under a line that says what it is and where it was measured. */
export function asText(cases: readonly ProofCase[], state: ProofState, where: string): string {
  const rows = [HEAD.slice(0, 9), ...rowsOf(cases, state).map(({ proof, quantity, run, result }) => cells(proof, quantity, run, result))];
  const widths = HEAD.slice(0, 9).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [`Loadbearing, theory against measurement. ${where}`, '', ...table].join('\n');
}

function rowsOf(cases: readonly ProofCase[], state: ProofState): readonly Row[] {
  return cases.flatMap((proof) => {
    const run = state.runs[proof.id] ?? NOT_RUN;
    const over = run.state !== 'running' && run.state !== 'waiting';
    return proof.quantities.map((quantity, q) => ({
      proof,
      quantity,
      run,
      result: judged(quantity, run.samples[q] ?? [], over, fewestOf(proof)),
    }));
  });
}

function cells({ id }: ProofCase, { name, unit, exact }: Quantity, { n, offset }: CaseRun, { standing, verdict }: Judged): string[] {
  const measured = n === 0 ? ['', ''] : [digits(verdict.mean), digits(verdict.half)];
  return [id, name, unit, digits(exact), ...measured, String(n), n === 0 ? '' : String(offset), standingWords(standing)];
}

/** All digits that a number carries and a reader can use. */
function digits(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(12))) : '';
}

/** A cell that starts like a formula is kept from being one. */
function quoted(cell: string): string {
  const plain = /^[=+@]|^-(?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
