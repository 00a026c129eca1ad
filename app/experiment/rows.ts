/** What the tables of an experiment show, as text and numbers. Pure, so that it can be tested without a page. */
import {
  differenceTexts,
  differenceWords,
  type EstimateText,
  intervalTexts,
  type Judgement,
  judgeDifference,
} from '../../src/run/experiment/compare.ts';
import { ENOUGH_BEYOND, FIGURES, type Figure } from '../../src/run/experiment/figures.ts';
import { differenceOf, intervalOf, isThin, type Round, samplesOf } from '../../src/run/experiment.ts';
import type { Interval } from '../../src/stats/confidence.ts';
import type { Tone } from '../ui/Badge.tsx';

export interface Row {
  readonly id: string;
  readonly name: string;
  /** Whether it is a quantile that rests on fewer than a hundred samples in some run. */
  readonly thin: boolean;
  readonly n: number;
  readonly interval: Interval;
  readonly samples: readonly number[];
}

export interface ReplicationRow extends Row {
  readonly estimate: EstimateText;
}

export interface ComparisonRow extends Row {
  readonly a: EstimateText;
  readonly b: EstimateText;
  readonly difference: EstimateText;
  readonly words: string;
  readonly judgement: Judgement;
  readonly tone: Tone;
}

const LATENCY = ' latency';
const TONES: Readonly<Partial<Record<Judgement, Tone>>> = { better: 'good', worse: 'bad' };

export function replicationRows(rounds: readonly Round[]): readonly ReplicationRow[] {
  return FIGURES.flatMap((figure) => {
    const interval = intervalOf(rounds, figure);
    if (interval.n === 0) return [];
    const samples = samplesOf(rounds, figure);
    return [{ ...common(rounds, figure), n: interval.n, interval, samples, estimate: intervalTexts(interval, figure.unit) }];
  });
}

export function comparisonRows(rounds: readonly Round[]): readonly ComparisonRow[] {
  return FIGURES.flatMap((figure) => {
    const [a, b] = [intervalOf(rounds, figure, 0), intervalOf(rounds, figure, 1)];
    if (a.n === 0 && b.n === 0) return [];
    const interval = differenceOf(rounds, figure);
    const judgement = judgeDifference(interval, figure.better);
    return [
      {
        ...common(rounds, figure),
        n: interval.n,
        interval,
        samples: differences(rounds, figure),
        a: intervalTexts(a, figure.unit),
        b: intervalTexts(b, figure.unit),
        difference: differenceTexts(interval, figure.unit, a.mean),
        words: differenceWords(interval, figure, a.mean),
        judgement,
        tone: TONES[judgement] ?? 'quiet',
      },
    ];
  });
}

/** The comparison in a sentence: what became better, what worse; the rest is noise. */
export function finding(rows: readonly ComparisonRow[]): string {
  const names = (judgement: Judgement): string => list(rows.filter((row) => row.judgement === judgement));
  const [better, worse] = [names('better'), names('worse')];
  if (better === '' && worse === '') return 'No figure differs by more than noise.';
  const parts = [better !== '' && `Better: ${better}.`, worse !== '' && `Worse: ${worse}.`, 'The rest differs by no more than noise.'];
  const all = rows.every(({ judgement }) => judgement === 'better' || judgement === 'worse');
  return parts
    .slice(0, all ? 2 : 3)
    .filter(Boolean)
    .join(' ');
}

/** How much longer an experiment takes at the pace it had so far, in words; undefined when nobody can say yet. */
export function timeLeft(done: number, planned: number, passedMs: number): string | undefined {
  if (done < 2 || done >= planned) return undefined;
  const seconds = Math.ceil(((passedMs / done) * (planned - done)) / 1000);
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}

function common(rounds: readonly Round[], figure: Figure) {
  return { id: figure.id, name: titled(figure.words), thin: isThin(rounds, figure, ENOUGH_BEYOND) };
}

function differences(rounds: readonly Round[], figure: Figure): readonly number[] {
  return rounds.flatMap(({ reports: [first, second] }) => {
    const [a, b] = [figure.of(first), second === undefined ? null : figure.of(second)];
    return a === null || b === null ? [] : [b - a];
  });
}

/** With a capital at its start, but for p50 and its kin. */
function titled(words: string): string {
  return /^p\d/.test(words) ? words : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Figures in a row, as one says them: `p99 and mean latency, stale reads`. */
function list(rows: readonly Row[]): string {
  const small = rows.map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1));
  const latencies = small.flatMap((name) => (name.endsWith(LATENCY) ? name.slice(0, -LATENCY.length) : []));
  const others = small.filter((name) => !name.endsWith(LATENCY));
  return [...(latencies.length > 0 ? [and(latencies) + LATENCY] : []), ...others].join(', ');
}

function and(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
