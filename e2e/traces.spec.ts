/** Requests followed through a run: where the time of the slowest went, and of those that failed; without stopping anything. */
import { barriers, DIALOG } from './accessible.ts';
import { Keys } from './keys.ts';
import { expect, test } from './visit.ts';

test('the slowest request is shown call by call, the failed ones by choice, all of it by keyboard', async ({ bench, page }) => {
  const keys = new Keys(page);
  await bench.visit();
  await bench.openExample('Retry storm');
  await bench.runToEnd(100);
  const { digest } = await bench.share();

  await keys.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Find a command' })).toBeFocused();
  await keys.type('traces');
  await keys.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Traces' });
  await expect(dialog).toBeVisible();
  const requests = dialog.getByRole('list', { name: 'Requests' }).getByRole('button');
  await expect(requests.first()).toBeVisible();

  // The slowest is chosen: its attempts are rows, with what each waited for in words, and the path's pieces beside them.
  await expect(requests.first()).toHaveAttribute('aria-pressed', 'true');
  const rows = dialog.getByRole('table').getByRole('row');
  await expect(rows.nth(1)).toContainText('app/1');
  await expect(rows.nth(1)).toContainText(/in line \d/);
  await expect(rows.filter({ hasText: 'attempt 2' })).toHaveCount(1);
  await expect(dialog.getByText(/ were spent /)).toBeVisible();

  // By keyboard to the order, to the failed ones, and to another of them.
  const order = dialog.getByRole('combobox', { name: 'Which requests' });
  await order.focus();
  await keys.press('Enter');
  await page.getByRole('option', { name: 'Failed ones' }).press('Enter');
  await expect(order).toHaveText('Failed ones');
  await expect(requests.first()).toContainText(/timeout|rejected|error/);
  await order.focus();
  await keys.press('Tab', 'Tab');
  await expect(requests.nth(1)).toBeFocused();
  await keys.press('Enter');
  await expect(requests.nth(1)).toHaveAttribute('aria-pressed', 'true');

  expect(await barriers(page, DIALOG)).toEqual([]);

  // The run stands as it stood, and its worker was never given up.
  await keys.press('Escape');
  await expect(dialog).toBeHidden();
  expect((await bench.share()).digest).toBe(digest);
  await expect(page.getByText('The simulation stopped answering')).toHaveCount(0);
});

test('closed before they are there, traces keep nobody waiting', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Three tiers');
  await bench.runToEnd();
  for (const _ of [1, 2]) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('traces');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Traces' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await bench.reset();
  await bench.runToEnd();
});
