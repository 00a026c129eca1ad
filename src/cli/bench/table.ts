/** The bench in words: one line a workload, one a bar. */
import type { Judged } from './bars.ts';
import type { Figures } from './parts.ts';

/** Everything a bench came to; also what `--json` prints. */
export interface BenchResult {
  readonly machine: string;
  readonly node: string;
  readonly commit: string;
  readonly workloads: Readonly<Record<string, Figures>>;
  readonly bars: Readonly<Record<string, Judged>>;
  readonly peers?: Readonly<Record<string, PeerFigures>>;
}

/** A peer on one workload. */
export interface PeerFigures {
  readonly version: string;
  readonly customersPerCpuSecond: number;
  readonly ratio: number;
  readonly meanMs: number;
  readonly sameAnswer: boolean;
  readonly pairs: number;
}

/** Lines for a person. */
export function lines(result: BenchResult): readonly string[] {
  return [
    `${result.machine}, Node ${result.node}, commit ${result.commit}`,
    'CPU time (user and system), medians of rounds in which what is compared takes turns; warm-up left out.',
    '',
    ...workloadLines(result),
    '',
    ...Object.entries(result.bars).map(([name, judged]) => barLine(name, judged)),
    ...peerLines(result),
  ];
}

function workloadLines({ workloads }: BenchResult): readonly string[] {
  const head = row(['', 'customers/s', 'events/s', '÷ by hand', 'bar', '', 'mean ms', 'rounds', '']);
  return [
    head,
    ...Object.entries(workloads).map(([name, w]) =>
      row([
        name,
        millions(w.customersPerCpuSecond),
        millions(w.eventsPerCpuSecond),
        w.ratioToSpecialised?.toFixed(3) ?? '',
        w.bar === undefined ? '' : amount(w.bar),
        word(w.met ?? null),
        w.meanMs === undefined ? '' : `${w.meanMs.toFixed(2)}${w.sameAnswer === false ? ' WRONG' : ''}`,
        String(w.pairs),
        w.about,
      ]),
    ),
  ];
}

function barLine(name: string, judged: Judged): string {
  const value = judged.value === null ? (judged.note ?? 'not measured') : `${amount(judged.value)} ${judged.unit}`;
  const bound = `${judged.bound === 'least' ? 'at least' : 'at most'} ${amount(judged.bar)}`;
  return `${name.padEnd(9)} ${(word(judged.met) || '–').padEnd(7)} ${judged.about}: ${value} (${bound})`;
}

function peerLines({ peers }: BenchResult): readonly string[] {
  if (peers === undefined) return [];
  return [
    '',
    ...Object.entries(peers).map(
      ([name, p]) =>
        `${name.padEnd(13)} ${p.version.padEnd(8)} ${millions(p.customersPerCpuSecond)} customers/s; the product does ${p.ratio.toFixed(1)} times as many; ` +
        `mean ${p.meanMs.toFixed(2)} ms${p.sameAnswer ? '' : ' WRONG'}, ${p.pairs} rounds`,
    ),
  ];
}

const WIDTHS = [5, 12, 11, 10, 7, 7, 9, 7, 0] as const;

function row(cells: readonly string[]): string {
  const padded = cells.map((cell, i) => (i === 0 || i === cells.length - 1 ? cell.padEnd(WIDTHS[i] ?? 0) : cell.padStart(WIDTHS[i] ?? 0)));
  return padded.join(' ').trimEnd();
}

function millions(perSecond: number): string {
  return `${(perSecond / 1e6).toFixed(perSecond < 1e5 ? 3 : 2)} M`;
}

function amount(value: number): string {
  return value >= 1e6 ? millions(value) : String(Number(value.toPrecision(3)));
}

function word(met: boolean | null): string {
  return met === null ? '' : met ? 'met' : 'missed';
}
