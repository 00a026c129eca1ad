/** What must hold before any journey: the page opens from a path of its own, keeps to itself, and keeps what is drawn. */
import { expect, test } from './visit.ts';
import { Workbench } from './workbench.ts';

test('the page opens from a path of its own, quietly, without leaving its host; its policy refuses what comes from elsewhere', async ({
  bench,
  page,
  complaints,
}) => {
  await bench.visit();
  await expect(page).toHaveTitle(/Loadbearing/);
  await expect(page.getByRole('heading', { name: 'See what your architecture bears.' })).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  expect(complaints).toEqual([]);

  await page.evaluate(() => {
    document.head.append(Object.assign(document.createElement('style'), { textContent: 'body{}' }));
  });
  await expect.poll(() => complaints.some((line) => line.startsWith('policy: style-src'))).toBe(true);
  complaints.length = 0;
});

test.describe('kept by its service worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('after one visit the page opens and runs without a network', async ({ bench, page, context }) => {
    await bench.visit();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await bench.visit();
    await bench.openExample('A queue levels');
    await bench.runToEnd();
    await expect(bench.finding('Traffic')).toContainText('answered');
  });
});

test('what was drawn is there again after a reload', async ({ bench, page }) => {
  const { drawing } = bench;
  await bench.startEmpty();
  await drawing.clickPart('Client', [0.3, 0.4]);
  await drawing.kind('Queue').press('Enter');
  await bench.title.fill('Kept');
  await bench.title.press('Enter');
  await expect(bench.saved).toHaveText('saved');
  await page.reload();
  await expect(bench.title).toHaveValue('Kept');
  await expect(drawing.allParts).toHaveCount(2);
  await expect(drawing.link('client', 'queue')).toBeVisible();
});

test('a second tab works on a copy and says so', async ({ bench, page, context }) => {
  await bench.visit();
  await bench.openExample('Failover');
  await bench.title.fill('In the first tab');
  await bench.title.press('Enter');
  await expect(bench.saved).toHaveText('saved');

  const second = new Workbench(await context.newPage());
  await second.visit();
  await expect(second.title).toHaveValue('In the first tab');
  await expect(second.page.getByText('This design is open in another tab')).toBeVisible();
  await second.title.fill('In the second tab');
  await second.title.press('Enter');
  await second.page.getByRole('button', { name: 'Keep as a copy' }).click();
  await expect(second.saved).toHaveText('saved');

  await page.reload();
  await expect(bench.title).toHaveValue('In the first tab');
  await bench.fromMenu('Open');
  await expect(page.getByRole('dialog').getByRole('button', { name: /^In the second tab/ })).toBeVisible();
});
