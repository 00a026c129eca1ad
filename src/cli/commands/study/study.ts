/** What the commands of studies share: a design, a pool, progress on stderr, and a problem told with the right exit code. */
import type { Design } from '../../../design/document.ts';
import type { RunPool } from '../../../run/replications.ts';
import { type FaultChoice, faultChoices } from '../../../run/study/fault-choices.ts';
import { CannotRun, type SoFar } from '../../../run/study/study.ts';
import { readInput } from '../../input.ts';
import { BAD_INPUT, BUG, print, printJson, Stop } from '../../output.ts';
import { poolFor, progress, type RunOptions, withOptions } from '../options.ts';

/** What studies are told beyond what a run is. */
export interface StudyOptions extends RunOptions {
  readonly faults?: string;
  readonly under?: string;
  readonly pairs?: boolean;
  readonly figure?: string;
  readonly factor?: string;
  readonly vary?: readonly string[];
  /** The one setting of a sweep, and its values. */
  readonly part?: string;
  readonly parameter?: string;
  readonly values?: string;
  readonly objective?: string;
  readonly loads?: string;
  readonly triggers?: string;
  /** A part whose work the trigger of a map makes slower. */
  readonly slow?: string;
  readonly runs?: string;
}

/** What a study found: how it is printed, and the exit code. */
interface Told {
  /** Fields are added, never renamed. */
  readonly json: (wallMs: number) => object;
  readonly text: (wallMs: number) => string;
  readonly code: number;
}

/** Reads the design, runs the study on threads, prints what it found. @throws Stop with words and exit code. */
export async function study(
  source: string | undefined,
  options: StudyOptions,
  work: (design: Design, pool: RunPool, watch: (so: SoFar<unknown>) => void) => Promise<Told>,
): Promise<number> {
  const design = withOptions(readInput(source).design, options);
  const pool = poolFor(options);
  const { show, clear } = progress();
  const began = performance.now();
  try {
    const told = await work(design, pool, ({ done, planned }) => show(`run ${done} of ${planned}`));
    clear();
    const wallMs = Math.round(performance.now() - began);
    if (options.json === true) printJson(told.json(wallMs));
    else print(told.text(wallMs));
    return told.code;
  } catch (error) {
    if (error instanceof Stop) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new Stop(error instanceof CannotRun ? BAD_INPUT : BUG, words);
  } finally {
    clear();
    pool.close();
  }
}

/** The faults that `--faults` names, by sort (`crash`), id (`crash:web/1`) or target (`web`); without it those that are usual. */
export function chosenFaults(design: Design, words: string | undefined): readonly FaultChoice[] {
  const all = faultChoices(design);
  if (words === undefined) return all.filter(({ usual }) => usual);
  const wanted = words.split(',').map((word) => word.trim());
  const fits = (word: string) => (choice: FaultChoice) =>
    choice.sort === word || choice.id === word || choice.target === word || choice.target.startsWith(`${word}/`);
  const unknown = wanted.find((word) => !all.some(fits(word)));
  if (unknown !== undefined) {
    const sorts = [...new Set(all.map(({ sort }) => sort))].join(', ');
    throw new Stop(
      BAD_INPUT,
      `--faults: nothing here is ${unknown}. Use ${sorts}, a part, or one of ${all.map(({ id }) => id).join(', ')}.`,
    );
  }
  return all.filter((choice) => wanted.some((word) => fits(word)(choice)));
}

/** A whole number among the options, or what is usual. */
export function wholeOption(name: string, text: string | undefined, usual: number, least: number, most: number): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most || text.trim() === '') {
    throw new Stop(BAD_INPUT, `--${name}: a whole number from ${least} to ${most}.`);
  }
  return value;
}

/** Columns as wide as their widest cell; those named stand to the left, numbers to the right. */
export function columns(rows: readonly (readonly string[])[], left: ReadonlySet<number> = new Set([0])): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (left.has(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** How long it took, at the end of what is printed. */
export function tookWords(runs: number, wallMs: number): string {
  return `${runs} runs in ${(wallMs / 1000).toFixed(1)} s`;
}
