/**
 * What the page that proves the simulation looks like, kept as pictures: a group of cases of which two have been run. The seeds decide
 * every dot in them. After a change that is meant, look at what is new and take them again:
 * `npx playwright test -c e2e/playwright.config.ts pictures-proof --update-snapshots`.
 */
import { ProofPage } from './proof-page.ts';
import { expect, test } from './visit.ts';

/** As for the other pictures: smoothed edges may differ between machines, a mark that is missing may not. */
const CLOSE = { threshold: 0.05, maxDiffPixels: 1_000 };

test.use({ viewport: { width: 1440, height: 900 } });

test('cases about retries, run and not yet run, light and dark', async ({ page }) => {
  const proof = new ProofPage(page);
  await proof.visit();
  await proof.run('Retries of failures that do not hang together');
  await proof.run('A retry budget lets it recover');
  await proof.dialog.getByRole('link', { name: /^Retries and limits/ }).click();
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await expect(proof.quantity('Retries of failures that do not hang together', 'attempts for each request')).toContainText('holds');
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect.soft(page).toHaveScreenshot(`prove-it-${theme}.png`, CLOSE);
  }
});
