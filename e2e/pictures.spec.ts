/**
 * What the page looks like, kept as pictures: the three-tier example stepped to a moment at which one copy of its database is slow, with
 * the database chosen. The seed decides everything in them. After a change that is meant, look at what is new and take them again:
 * `npx playwright test -c e2e/playwright.config.ts pictures --update-snapshots`.
 */
import { expect, test } from './visit.ts';

/** Seconds of simulated time; the fault lasts from 20 s to 35 s. */
const MOMENT = 30;
/** On one machine not a pixel differs. Others may smooth edges differently; a card that is missing differs in 13,000. */
const CLOSE = { threshold: 0.05, maxDiffPixels: 1_000 };

test.use({ viewport: { width: 1440, height: 900 } });

test('three tiers with a slow replica, light and dark', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Three tiers');
  await page.getByRole('status').getByRole('button', { name: 'Dismiss' }).click();
  await bench.stepTo(MOMENT);
  await bench.drawing.choose('db');
  await bench.inspector.tab('Measure');
  await bench.showWholeSystem();
  await expect(bench.drawing.part('db')).toHaveAccessibleName(/, up, slow/);
  await expect(bench.finding('Latency')).toHaveText(/during db\/2 slow ×9 · usually/);
  await expect(bench.inspector.pane.getByRole('table', { name: 'Instances of db' })).toBeVisible();
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect.soft(page).toHaveScreenshot(`three-tiers-${theme}.png`, CLOSE);
  }
});
