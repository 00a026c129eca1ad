/** Consistency: which models a run kept, the smallest proof against one that it did not, and what a partition does to each side. */
import { barriers, DIALOG } from './accessible.ts';
import { expect, test } from './visit.ts';

test('a run says what held, shows the smallest counter-example in words and goes to its moment; CAP sides are compared', async ({
  bench,
  page,
}) => {
  await bench.visit();
  await bench.openExample('Failover');
  await bench.runToEnd();
  const { digest } = await bench.share();

  await page.getByRole('figure', { name: 'Consistency', exact: true }).hover();
  await page.getByRole('button', { name: 'What held' }).click();
  const dialog = page.getByRole('dialog', { name: 'Consistency' });
  const models = dialog.getByRole('list', { name: 'Models, strongest first' });
  await expect(models.getByRole('button')).toHaveCount(10, { timeout: 30_000 });
  await expect(models.getByRole('button', { name: 'Linearizable violated' })).toHaveAttribute('aria-pressed', 'true');
  await expect(dialog.getByText(/^[A-Z]\sread\sx=\d+\sat.*after\s[A-Z].s\swrite\sx=\d+\swas\sacknowledged\sat/).first()).toBeVisible();
  await expect(dialog.getByRole('table', { name: 'Operations of the counter-example' }).getByRole('row')).not.toHaveCount(1);
  await models.getByRole('button', { name: 'Weak held' }).click();
  await expect(dialog.getByRole('article', { name: 'Weak: held' })).toContainText(/Not broken once in [\d,]+ reads/);
  await expect(dialog.getByRole('region', { name: 'Freshness of db' })).toContainText('of its reads were stale');

  expect(await barriers(page, DIALOG)).toEqual([]);

  await dialog.getByRole('tab', { name: 'CAP comparison' }).click();
  await dialog.getByRole('button', { name: 'Compare' }).click();
  const rows = dialog.getByRole('region', { name: 'Comparison' }).getByRole('row');
  await expect(dialog.getByText(/answered most/)).toBeVisible({ timeout: 60_000 });
  await expect(rows.filter({ hasText: 'Consistent (CP)' })).toContainText('linearizable');
  await expect(rows.filter({ hasText: 'Available (AP)' })).toContainText('%');

  await dialog.getByRole('tab', { name: 'What held' }).click();
  await dialog.getByRole('button', { name: /^Mark .* on the charts$/ }).click({ timeout: 30_000 });
  await expect(dialog).toBeHidden();
  // The run stands as it stood.
  expect((await bench.share()).digest).toBe(digest);
});
