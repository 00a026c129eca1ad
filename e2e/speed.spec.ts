/** While the simulation runs as fast as it can, the page stays in the hand: frames come and a press is answered. */
import type { Page } from '@playwright/test';
import { bestOfSome, beyond, MEASURING_MS, quantile, type Try } from './machine.ts';
import { expect, test } from './visit.ts';
import type { Workbench } from './workbench.ts';

/** Presses on Pause, each answered within this time as people count it, ms. */
const ANSWER_MS = 200;
/** Between two frames, half of the time, ms: thirty a second would be 33, and two cores share browser, worker and test. */
const FRAME_MS = 50;
/** On a crowded machine, ms: a page that is held up does neither until the run is over. */
const ANSWER_CROWDED_MS = 3_000;
const FRAME_CROWDED_MS = 400;
const PRESSES = 5;

test('a press on Pause is answered at once while the simulation runs flat out', async ({ bench, page }) => {
  test.setTimeout(MEASURING_MS);
  await bench.visit();
  await bench.openExample('Three tiers');
  await bench.inspector.set('Duration', '50 min');
  await bench.setSpeed('As fast as possible');
  expect(await bestOfSome('speed', () => flatOut(bench, page))).toEqual([]);
});

async function flatOut(bench: Workbench, page: Page): Promise<Try> {
  const answers: number[] = [];
  const frames: number[] = [];
  for (let i = 0; i < PRESSES; i++) {
    await bench.play();
    frames.push(...(await frameIntervals(page, 40)));
    answers.push(await pauseAnswer(page));
    await expect(bench.button('Play')).toBeVisible();
  }
  const simulated = await bench.seconds();
  await bench.reset();
  expect(simulated).toBeGreaterThan(20);
  const [answer, frame] = [quantile(answers, 0.5), quantile(frames, 0.5)];
  return {
    words: `pause answered in ${answer} ms (${answers}), frames every ${frame} ms, at worst ${Math.max(...frames)} ms, ${simulated} s simulated`,
    undisturbed: true,
    tooSlow: (undisturbed) =>
      beyond([
        ['pause, ms', answer, undisturbed ? ANSWER_MS : ANSWER_CROWDED_MS],
        ['between frames, ms', frame, undisturbed ? FRAME_MS : FRAME_CROWDED_MS],
      ]),
  };
}

/** Times between so many frames, ms. */
function frameIntervals(page: Page, count: number): Promise<number[]> {
  return page.evaluate(
    (wanted) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        const frame = (now: number): void => {
          times.push(now);
          if (times.length <= wanted) requestAnimationFrame(frame);
          else resolve(times.slice(1).map((time, i) => Math.round(time - (times[i] ?? 0))));
        };
        requestAnimationFrame(frame);
      }),
    count,
  );
}

/** Presses Pause and says how long it took until the button offered Play again, ms. */
function pauseAnswer(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const button = document.querySelector<HTMLElement>('button[aria-label="Pause"]');
        const from = performance.now();
        const watch = new MutationObserver(() => {
          if (document.querySelector('button[aria-label="Pause"]') !== null) return;
          watch.disconnect();
          requestAnimationFrame(() => resolve(Math.round(performance.now() - from)));
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'] });
        button?.click();
      }),
  );
}
