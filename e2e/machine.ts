/**
 * Measuring how quick the page is on machines that others may be using at the same time. What they take away can only make it slower, so
 * the best of a few tries says what the page can do; and where the machine does not give what the page needs, all that can be asked is
 * that nothing stands still.
 */
import process from 'node:process';
import { Worker } from 'node:worker_threads';
import { test } from '@playwright/test';

/** The page and its worker: a core for each. */
const CORES = 2;
/** Of both, so much must be there; chosen. */
const ENOUGH = 1.8;
const LOOK_MS = 250;
const TRIES = 3;

const SPIN = `const { parentPort } = require('node:worker_threads');
parentPort.once('message', (ms) => {
  for (const end = performance.now() + ms; performance.now() < end; );
  parentPort.postMessage('done');
});`;

/** Cores that this process gets when it wants two, by its processor time against the clock: 0 to 2. */
async function coresToBeHad(): Promise<number> {
  const threads = Array.from({ length: CORES }, () => new Worker(SPIN, { eval: true }));
  await Promise.all(threads.map((thread) => new Promise((resolve) => thread.once('online', resolve))));
  const [from, before] = [performance.now(), process.cpuUsage()];
  await Promise.all(
    threads.map((thread) => {
      thread.postMessage(LOOK_MS);
      return new Promise((resolve) => thread.once('message', resolve));
    }),
  );
  const { user, system } = process.cpuUsage(before);
  const cores = (user + system) / 1_000 / (performance.now() - from);
  await Promise.all(threads.map((thread) => thread.terminate()));
  return cores;
}

/** What a try came to: its figures in words, whether it had the machine to itself as far as it can tell, and what was too slow. */
export interface Try {
  readonly words: string;
  readonly undisturbed: boolean;
  readonly tooSlow: (undisturbed: boolean) => readonly string[];
}

/** What was too slow in the best of some tries; nothing, where one was quick enough. Prints what each came to. */
export async function bestOfSome(what: string, attempt: () => Promise<Try>): Promise<readonly string[]> {
  let flaws: readonly string[] = [];
  for (let i = 0; i < TRIES; i++) {
    const before = await coresToBeHad();
    const { words, undisturbed, tooSlow } = await attempt();
    const cores = Math.min(before, await coresToBeHad());
    const alone = undisturbed && cores >= ENOUGH;
    const line = `${what}: ${words}; ${cores.toFixed(1)} cores to be had, ${alone ? 'undisturbed' : 'crowded: judged only by whether it moves'}`;
    test.info().annotations.push({ type: 'figures', description: line });
    console.log(line);
    flaws = tooSlow(alone);
    if (flaws.length === 0) break;
  }
  return flaws;
}

/** A sentence for each figure that is beyond its bar: `[name, figure, bar]`; the bar is the most, or with a minus before it the least. */
export function beyond(figures: readonly (readonly [name: string, figure: number, bar: number])[]): readonly string[] {
  return figures.flatMap(([name, figure, bar]) => {
    const holds = bar < 0 ? figure >= -bar : figure <= bar;
    return holds ? [] : [`${name} ${figure.toFixed(1)}, ${bar < 0 ? 'at least' : 'at most'} ${Math.abs(bar)}`];
  });
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;
}

/** A design that is made for a measurement has as long as this on a slow machine, with its tries. */
export const MEASURING_MS = 300_000;
