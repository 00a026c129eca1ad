/** The table of the laws: what theory says of each case, what was measured, how sure that is, and how far it is off. */
import type { ProofCase, Quantity } from '../proof/case.ts';
import type { Verdict } from '../proof/judge.ts';

export interface Measured {
  readonly proof: ProofCase;
  readonly quantity: Quantity;
  readonly verdict: Verdict;
}

const HEAD = ['case', 'quantity', 'exact', 'measured', '± 95 %', 'n', 'deviation', ''];

/** Columns of text, numbers to the right. Deviation is a share of the exact value, or absolute where that is 0. */
export function tableOf(rows: readonly Measured[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map((row) =>
      row
        .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellsOf({ proof, quantity, verdict }: Measured): string[] {
  const { exact, approximate, name, unit } = quantity;
  const off = verdict.mean - exact;
  const deviation = exact === 0 ? digits(off) : `${off < 0 ? '' : '+'}${((100 * off) / Math.abs(exact)).toFixed(3)} %`;
  const said = unit === '' ? name : `${name}, ${unit}`;
  const word = verdict.passes ? (approximate === true ? 'near' : 'holds') : 'FAILS';
  return [proof.id, said, digits(exact), digits(verdict.mean), digits(verdict.half), String(verdict.n), deviation, word];
}

function digits(x: number): string {
  return Number.isInteger(x) ? String(x) : x.toPrecision(6);
}
