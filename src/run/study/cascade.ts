/**
 * A cascade step by step: the same run with and without a fault, under the same seed, window by window. What is otherwise at a part from
 * some moment on (it fails, a line grows, it answers late, calls stay away) is a step; steps in the order of time are how the fault spread.
 */
import type { Design } from '../../design/document.ts';
import { formatQuantity } from '../../std/quantity.ts';
import { NODE_WINDOW, WINDOW } from '../frame.ts';
import type { RunPool, RunTrack } from '../replications.ts';
import type { FaultChoice } from './fault-choices.ts';
import { type FaultTimes, strikesAt, underFaults } from './faulty.ts';
import { CannotRun, type Watch } from './study.ts';

export type Symptom = 'fails' | 'waits' | 'slow' | 'starves';

export interface CascadeStep {
  readonly node: string;
  readonly symptom: Symptom;
  /** From when to when it is so, ms after the strike; `toMs` Infinity when it still is at the end. */
  readonly fromMs: number;
  readonly toMs: number;
  /** What is so and what is without the fault, at the worst window. */
  readonly words: string;
}

export interface Cascade {
  readonly fault: FaultChoice;
  /** In the order of time. */
  readonly steps: readonly CascadeStep[];
  readonly digest: string;
}

/** What counts as a step (chosen, so that the luck of one window is none): shares, multiples of the other run, and least sizes. */
const FAILS_SHARE = 0.1;
const TIMES = 3;
const LEAST_LINE = 5;
const LEAST_LATE_MS = 10;
const STARVES_SHARE = 0.3;
const LEAST_CALLS = 5;

/** @throws when the design cannot run, the pool is closed, or the simulation breaks. */
export async function cascadeOf(
  design: Design,
  { fault, times }: { readonly fault: FaultChoice; readonly times: FaultTimes },
  pool: RunPool,
  watch: Watch<Cascade> = () => {},
): Promise<Cascade> {
  let done = 0;
  const tracked = async (faults: readonly FaultChoice[]): Promise<RunTrack> => {
    const of = underFaults(design, faults, times, [], faults[0]?.short ?? 'no fault');
    const answer = await pool.run({ design: of, seed: of.scenario.seed, track: true });
    if (!answer.ok) throw new CannotRun(answer.problems[0]?.message ?? 'The design cannot be run.');
    if (answer.track === undefined) throw new Error('A pool gave no windows of a run.');
    watch({ done: ++done, planned: 2, result: { fault, steps: [], digest: '' } });
    return answer.track;
  };
  const [calm, struck] = await Promise.all([tracked([]), tracked([fault])]);
  const ids = design.nodes.map(({ id }) => id);
  return { fault, steps: stepsOf(ids, calm, struck, strikesAt(design)), digest: struck.end };
}

interface Sight {
  readonly symptom: Symptom;
  readonly much: number;
  readonly words: string;
}

/** The steps that two runs show, parts by their index. */
export function stepsOf(nodes: readonly string[], calm: RunTrack, struck: RunTrack, atMs: number): readonly CascadeStep[] {
  const windows = Math.min(calm.data.length / calm.width, struck.data.length / struck.width);
  const steps: CascadeStep[] = [];
  nodes.forEach((node, n) => {
    const open = new Map<Symptom, { fromMs: number; toMs: number; much: number; words: string }>();
    for (let row = 0; row < windows; row++) {
      const endMs = struck.data[row * struck.width + WINDOW.endMs] ?? 0;
      if (endMs <= atMs) continue;
      for (const { symptom, much, words } of sightsOf(windowAt(calm, row, n), windowAt(struck, row, n))) {
        const known = open.get(symptom);
        const now = { fromMs: known?.fromMs ?? endMs - struck.windowMs - atMs, toMs: endMs - atMs };
        open.set(symptom, known === undefined || much > known.much ? { ...now, much, words } : { ...known, ...now });
      }
    }
    const lastMs = (struck.data[(windows - 1) * struck.width + WINDOW.endMs] ?? 0) - atMs;
    for (const [symptom, { fromMs, toMs, words }] of open) {
      steps.push({ node, symptom, fromMs: Math.max(0, fromMs), toMs: toMs >= lastMs ? Infinity : toMs, words });
    }
  });
  return steps.sort((a, b) => a.fromMs - b.fromMs);
}

type NodeFigures = (column: keyof typeof NODE_WINDOW) => number;

function windowAt({ data, width }: RunTrack, row: number, node: number): NodeFigures {
  const from = row * width + WINDOW.size + node * NODE_WINDOW.size;
  return (column) => data[from + NODE_WINDOW[column]] ?? Number.NaN;
}

/** What is otherwise at one part in one window. */
function sightsOf(calm: NodeFigures, now: NodeFigures): readonly Sight[] {
  const found: Sight[] = [];
  const [share, usual] = [failedShare(now), failedShare(calm)];
  if (now('failed') >= LEAST_CALLS && share >= FAILS_SHARE && share >= TIMES * usual) {
    found.push({ symptom: 'fails', much: share, words: `${formatQuantity(share, 'ratio', 2)} of its calls fail` });
  }
  const [line, usualLine] = [now('queue'), calm('queue')];
  if (line >= LEAST_LINE && line >= TIMES * usualLine) {
    found.push({ symptom: 'waits', much: line, words: `${Math.round(line)} wait in its line, ${Math.round(usualLine)} otherwise` });
  }
  const [late, usualLate] = [now('p99'), calm('p99')];
  if (late >= TIMES * usualLate && late - usualLate >= LEAST_LATE_MS) {
    const words = `p99 ${formatQuantity(late, 'ms', 2)}, ${formatQuantity(usualLate, 'ms', 2)} otherwise`;
    found.push({ symptom: 'slow', much: late, words });
  }
  const [calls, usualCalls] = [now('arrivals'), calm('arrivals')];
  if (usualCalls >= LEAST_CALLS && calls <= STARVES_SHARE * usualCalls) {
    const words = calls === 0 ? 'no calls reach it' : `${formatQuantity(calls / usualCalls, 'ratio', 2)} of its calls reach it`;
    found.push({ symptom: 'starves', much: 1 - calls / usualCalls, words });
  }
  return found;
}

function failedShare(of: NodeFigures): number {
  const ended = of('ok') + of('failed');
  return ended > 0 ? of('failed') / ended : 0;
}

/** A step in a sentence, without its moment. */
export function stepWords({ node, words }: CascadeStep, { nodes }: Pick<Design, 'nodes'>): string {
  return `${nodes.find(({ id }) => id === node)?.name || node}: ${words}`;
}
