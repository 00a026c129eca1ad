/** While the simulation runs as fast as it can, the page stays in the hand: frames come and a press is answered. */
import type { Page } from '@playwright/test';
import { expect, test } from './visit.ts';

/** Presses on Pause, each answered within this time as people count it, ms. */
const ANSWER_MS = 200;
/** Between two frames, half of the time, ms: thirty a second would be 33, and two cores share browser, worker and test. */
const FRAME_MS = 50;

test('a press on Pause is answered at once while the simulation runs flat out', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Three tiers');
  await bench.inspector.set('Duration', '50 min');
  await bench.setSpeed('As fast as possible');

  const answers: number[] = [];
  const frames: number[] = [];
  for (let i = 0; i < 5; i++) {
    await bench.play();
    frames.push(...(await frameIntervals(page, 40)));
    answers.push(await pauseAnswer(page));
    await expect(bench.button('Play')).toBeVisible();
  }
  const simulated = await bench.seconds();
  const [answer, frame] = [median(answers), median(frames)];
  const worst = Math.max(...frames);
  test
    .info()
    .annotations.push({ type: 'figures', description: `pause ${answer} ms, frame ${frame} ms, worst ${worst} ms, ${simulated} s` });
  console.log(
    `speed: pause answered in ${answer} ms (${answers}), frames every ${frame} ms, at worst ${worst} ms, ${simulated} s simulated`,
  );
  expect(simulated).toBeGreaterThan(20);
  expect(answer).toBeLessThanOrEqual(ANSWER_MS);
  expect(frame).toBeLessThanOrEqual(FRAME_MS);
});

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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
