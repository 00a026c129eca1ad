/** Theory against measurement in the visitor's own browser: run cases, see what they come to, take a system to the canvas. */
import { barriers, DIALOG } from './accessible.ts';
import { Keys } from './keys.ts';
import { ProofPage } from './proof-page.ts';
import { expect, test } from './visit.ts';

const BUCKET = 'What a token bucket lets in';
const KEY = 'One key that lives for ten seconds';
const RETRIES = 'Retries of failures that do not hang together';

test('cases are run here and hold, the results can be taken away, and the open design stays', async ({ bench, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const proof = new ProofPage(page);
  await bench.visit();
  await bench.openExample('Failover');
  await bench.fromMenu('Prove it');
  await expect(proof.dialog).toBeVisible();
  expect(new URL(page.url()).hash).toBe('#prove');
  await expect(proof.controls).toContainText(/^.*0 of \d+ quantities hold, \d+ not yet run/);

  await proof.run(BUCKET);
  await expect(proof.quantity(BUCKET)).toContainText('holds');
  expect(await proof.figure(proof.quantity(BUCKET), 'exact')).toBe('5200');
  expect(await proof.figure(proof.quantity(BUCKET), 'measured')).toBe('5200 ± 0');

  await proof.run(KEY);
  const hits = proof.quantity(KEY);
  await expect(hits).toContainText('holds');
  expect(await proof.figure(hits, 'exact')).toMatch(/^0\.8333/);
  expect(await proof.figure(hits, 'measured')).toMatch(/^0\.83\d+ ± 0\.00\d+$/);
  expect(Number(await proof.figure(hits, 'n'))).toBeGreaterThanOrEqual(10);
  await expect(hits.getByRole('img')).toHaveAccessibleName(
    /^hit ratio: \d+ replications from 0\.8\d+ to 0\.8\d+, interval from .+, exact value 0\.8333$/,
  );
  await expect(proof.controls).toContainText(/2 of \d+ quantities hold, \d+ not yet run/);
  await expect(proof.dialog.getByRole('navigation', { name: 'On this page' })).toContainText(/Caches\s*1\/\d+/);

  expect(await proof.csv()).toMatch(/\ntoken-bucket,requests let in,,5200,5200,0,3,0,holds,/);

  await page.keyboard.press('Escape');
  await expect(proof.dialog).toHaveCount(0);
  expect(new URL(page.url()).hash).toBe('');
  await expect(bench.title).toHaveValue(/^Failover/);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('prove it');
  await page.keyboard.press('Enter');
  await expect(proof.quantity(BUCKET)).toContainText('holds');

  await test.step('the same seeds give the same figures to the last digit, others do not', async () => {
    const replications = async (): Promise<string | undefined> => {
      const line = (await proof.csv()).split('\n').find((row) => row.startsWith('cache-ttl,'));
      return line?.split(',').at(-1);
    };
    const first = await replications();
    await proof.run(KEY);
    expect(await replications()).toBe(first);
    await proof.chooseSeeds(4711);
    await proof.run(KEY);
    const other = await replications();
    expect(other).not.toBe(first);
    expect(other?.split(' ').filter((one) => first?.split(' ').includes(one))).toEqual([]);
  });
});

test('nothing on the page keeps anybody out, light and dark; a run of all is stopped at once and keeps what it has', async ({ page }) => {
  const proof = new ProofPage(page);
  await proof.visit();
  await proof.run(BUCKET);
  expect(await barriers(page, DIALOG)).toEqual([]);
  await proof.controls.getByRole('button', { name: 'Run the rest' }).click();
  await expect(proof.progress).toBeVisible();
  await expect(proof.controls).toContainText(/: \d+ of at most \d+ replications/);
  await proof.controls.getByRole('button', { name: 'Stop' }).click();
  await proof.ended();
  await expect(proof.controls).toContainText(/1 of \d+ quantities holds, /);
  await expect(proof.controls.getByRole('button', { name: 'Run the rest' })).toBeEnabled();
});

test('a system is opened on the canvas as it is run for the proof, and the way back is offered', async ({ bench, page }) => {
  const proof = new ProofPage(page);
  await bench.visit();
  await bench.openExample('Three tiers');
  await page.goto('./#prove=token-bucket');
  await expect(proof.case(BUCKET)).toBeFocused();
  await proof.openSystem(BUCKET);
  await expect(bench.title).toHaveValue(BUCKET);
  await expect(bench.drawing.part('gateway')).toBeVisible();
  await expect(bench.drawing.allParts).toHaveCount(3);
  // The notice; what is read out says the same for a moment.
  await expect(page.getByText(/as it is run for the proof/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Back to mine' }).click();
  await expect(bench.title).toHaveValue(/^Three tiers/);
});

test('a case is found, run and opened by keyboard alone', async ({ bench, page }) => {
  const keys = new Keys(page);
  const proof = new ProofPage(page);
  await bench.visit();
  await keys.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Find a command' })).toBeFocused();
  await keys.type('prove it');
  await keys.press('Enter');
  await expect(proof.dialog).toBeVisible();
  const jump = proof.dialog.getByRole('link', { name: /^Retries and limits/ });
  for (let i = 0; i < 12 && !(await jump.evaluate((link) => link === document.activeElement)); i++) await keys.press('Tab');
  await expect(jump).toBeFocused();
  await keys.press('Enter', 'Tab');
  await expect(proof.case(RETRIES).getByRole('button', { name: /^Run: / })).toBeFocused();
  await keys.press('Enter');
  await proof.ended();
  await expect(proof.quantity(RETRIES, 'attempts for each request')).toContainText('holds');
  await keys.press('Tab', 'Enter');
  await expect(proof.dialog).toHaveCount(0);
  await expect(bench.title).toHaveValue(RETRIES);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  test('everything fits the width, and a case can be run', async ({ bench, page }) => {
    const proof = new ProofPage(page);
    await bench.visit();
    await bench.button('More').tap();
    await page.getByRole('menuitem', { name: /^Prove it/ }).tap();
    await proof.run(BUCKET);
    await expect(proof.quantity(BUCKET)).toContainText('holds');
    const tooWide = await proof.dialog.evaluate((dialog) => {
      const limit = dialog.getBoundingClientRect().right;
      const parts = [...dialog.querySelectorAll('p, h3, h4, dd, button, svg, a, code')];
      return parts.filter((part) => part.getBoundingClientRect().right > limit + 0.5).map((part) => part.textContent);
    });
    expect(tooWide).toEqual([]);
  });
});
