/**
 * A large design at the highest speed: the page goes on drawing, and the simulation answers what it is told, while the worker takes all
 * the time that it can get. What is measured is the page that people have: its own frames, and its own messages to its own worker.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { root } from './cli.ts';
import { bestOfSome, beyond, MEASURING_MS, quantile, type Try } from './machine.ts';
import { expect, test } from './visit.ts';
import { fragmentOf, type Workbench } from './workbench.ts';

/** Parts of the design, in a grid. */
const COLUMNS = 10;
const ROWS = 10;
/** Frames a second at least, in the best of some stretches; and what a machine shows at rest that can show them. */
const FRAMES = 50;
const FRAMES_AT_REST = 58;
const STRETCHES = 4;
const STRETCH_MS = 1000;
/** 19 in 20 messages are answered within this time, ms. */
const ANSWER_MS = 50;
const PRESSES = 20;
/** On a crowded machine: a page that is held up by the simulation shows no frame and answers nothing until the run is over, minutes later. */
const FRAMES_CROWDED = 4;
const ANSWER_CROWDED_MS = 3_000;

const flat = { type: 'exponential', mean: 4 };

/** A hundred parts: in each row a client, eight services, and a database; each calls the next, and now and then that of the next row. */
function hundred(): unknown {
  const nodes = [];
  const links = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const kind = column === 0 ? 'client' : column === COLUMNS - 1 ? 'sql-database' : 'service';
      const params = kind === 'client' ? { rate: 250 } : kind === 'service' ? { instances: 2, workers: 8, work: flat } : {};
      nodes.push({ id: id(row, column), kind, name: id(row, column), x: column * 232, y: row * 136, params, region: '', zones: ['a'] });
      if (column === 0) continue;
      links.push({ id: `l${row}-${column}`, from: id(row, column - 1), to: id(row, column), params: { timeout: 2000, retries: 1 } });
      const down = (row + 1) % ROWS;
      if (column > 1 && column % 2 === 0)
        links.push({ id: `d${row}-${column}`, from: id(row, column - 1), to: id(down, column), params: { probability: 0.1, step: 2 } });
    }
  }
  const get = { id: 'get', name: 'Get', route: '/', write: false, weight: 1, bytesUp: 500, bytesDown: 2000 };
  const scenario = { seed: 1, durationMs: 3_000_000, warmupMs: 0, timeline: [], objectives: [] };
  return { version: 1, title: 'A hundred parts', about: '', classes: [get], nodes, links, scenario };
}

function id(row: number, column: number): string {
  return `p${row}-${column}`;
}

async function linkTo(design: unknown): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'flat-out-')), 'design.json');
  writeFileSync(file, JSON.stringify(design));
  const words = ['.ci/bundled.mjs', 'main', 'link', file, '--unsealed'];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root, maxBuffer: 1 << 26 });
  return fragmentOf(stdout.trim());
}

// Dots move over the links, as they do for most people.
test.use({ contextOptions: { reducedMotion: 'no-preference' } });

test('a hundred parts flat out: the page keeps its frames, and what is told to the simulation is answered', async ({ bench, page }) => {
  test.setTimeout(MEASURING_MS);
  await page.addInitScript(timeAnswers);
  await bench.visit(await linkTo(hundred()));
  await expect(bench.drawing.allParts).toHaveCount(COLUMNS * ROWS);
  await bench.setSpeed('As fast as possible');
  expect(await bestOfSome(`flat out, ${COLUMNS * ROWS} parts`, () => flatOut(bench, page))).toEqual([]);
});

async function flatOut(bench: Workbench, page: Page): Promise<Try> {
  const before = await framesPerSecond(page, STRETCH_MS);
  await bench.play();
  const rates: number[] = [];
  for (let i = 0; i < STRETCHES; i++) rates.push(await framesPerSecond(page, STRETCH_MS));
  const pauses = await pressPauses(page);
  const strikes = await strike(bench, page);
  const simulated = await bench.seconds();
  await bench.pause();
  const atRest = Math.min(before, await framesPerSecond(page, STRETCH_MS));
  await bench.reset();
  expect(simulated).toBeGreaterThan(5);
  const [best, middle] = [Math.max(...rates), quantile(rates, 0.5)];
  return {
    words: `${middle.toFixed(1)} frames/s, at best ${best.toFixed(1)}, at rest ${atRest.toFixed(1)}; pause answered in ${told(pauses)} ms; fault in ${told(strikes)} ms; ${simulated} s simulated`,
    undisturbed: atRest >= FRAMES_AT_REST,
    tooSlow: (undisturbed) => {
      const [frames, within, q] = undisturbed ? [FRAMES, ANSWER_MS, 0.95] : [FRAMES_CROWDED, ANSWER_CROWDED_MS, 0.5];
      const answers = [
        ['pause, ms', quantile(pauses, q), within],
        ['fault, ms', quantile(strikes, q), within],
      ] as const;
      return beyond([['frames/s', best, -frames], ...answers]);
    },
  };
}

/**
 * Notes for every call to the worker how long its answer took to arrive at the page. It listens from the worker's making on, so that it
 * hears an answer before the page does what follows from it.
 */
function timeAnswers(): void {
  interface Call {
    readonly id?: string;
    readonly path?: readonly string[];
  }
  const seen: { readonly method: string; readonly ms: number }[] = [];
  const asked = new Map<string, { readonly method: string; readonly at: number }>();
  class TimedWorker extends Worker {
    constructor(...words: ConstructorParameters<typeof Worker>) {
      super(...words);
      this.addEventListener('message', ({ data }: MessageEvent<Call>) => {
        const call = asked.get(data.id ?? '');
        if (call !== undefined) seen.push({ method: call.method, ms: performance.now() - call.at });
      });
    }

    override postMessage(message: Call, ...rest: unknown[]): void {
      const { id, path } = message;
      if (id !== undefined && path !== undefined) asked.set(id, { method: path.join('.'), at: performance.now() });
      Reflect.apply(super.postMessage, this, [message, ...rest]);
    }
  }
  Object.assign(window, { answers: seen, Worker: TimedWorker });
}

/** Times of the answers to this method so far, ms. */
function answers(page: Page, method: string): Promise<number[]> {
  return page.evaluate((wanted) => {
    const { answers } = window as unknown as { answers: readonly { method: string; ms: number }[] };
    return answers.filter(({ method }) => method === wanted).map(({ ms }) => ms);
  }, method);
}

function framesPerSecond(page: Page, during: number): Promise<number> {
  return page.evaluate(
    (ms) =>
      new Promise<number>((resolve) => {
        let first = 0;
        let frames = 0;
        const frame = (now: number): void => {
          if (frames === 0) first = now;
          if (now - first >= ms) resolve((frames / (now - first)) * 1000);
          else requestAnimationFrame(frame);
          frames++;
        };
        requestAnimationFrame(frame);
      }),
    during,
  );
}

/** Pauses and goes on, as often and as quickly as the buttons let it; how long each was answered. */
async function pressPauses(page: Page): Promise<number[]> {
  const before = (await answers(page, 'pause')).length;
  await page.evaluate(async (presses) => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const press = async (name: string): Promise<void> => {
      let button: HTMLElement | null = null;
      for (; button === null; button = document.querySelector<HTMLElement>(`button[aria-label="${name}"]`)) await frame();
      button.click();
    };
    for (let i = 0; i < presses; i++) {
      await press('Pause');
      await press('Play');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }, PRESSES);
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  const times = (await answers(page, 'pause')).slice(before);
  expect(times).toHaveLength(PRESSES);
  return times;
}

/** Faults put in by hand while it runs, several into each of some parts; how long each was answered. */
async function strike(bench: Workbench, page: Page): Promise<number[]> {
  const before = (await answers(page, 'inject')).length;
  for (let i = 0; i < PRESSES; i++) {
    if (i % 5 === 0) {
      await bench.drawing.choose(id(i / 5, 3));
      await bench.inspector.tab('Break');
    }
    await bench.inspector.pane.getByRole('button', { name: 'Slow', exact: true }).dispatchEvent('click');
    await expect.poll(async () => (await answers(page, 'inject')).length, { intervals: [20] }).toBe(before + i + 1);
  }
  return (await answers(page, 'inject')).slice(before);
}

function told(times: readonly number[]): string {
  return `${quantile(times, 0.5).toFixed(1)} (19 in 20: ${quantile(times, 0.95).toFixed(1)}, worst ${Math.max(...times).toFixed(1)})`;
}
