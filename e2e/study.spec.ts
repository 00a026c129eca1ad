/** Studies: questions that take many runs, as somebody asks them who wants to know what a design bears before it breaks. */
import type { Locator } from '@playwright/test';
import { ANY, barriers, DIALOG } from './accessible.ts';
import { expect, test } from './visit.ts';
import type { Workbench } from './workbench.ts';

async function studies(bench: Workbench, tab: string): Promise<Locator> {
  await bench.button('Studies').click();
  const dialog = bench.page.getByRole('dialog', { name: 'Studies' });
  await dialog.getByRole('tab', { name: tab }).click();
  return dialog;
}

async function expectAccessible({ page }: Workbench): Promise<void> {
  expect(await barriers(page, DIALOG, ANY)).toEqual([]);
}

test('every single fault: what is held, what is missed, and the run behind a cell', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Retry storm');
  const dialog = await studies(bench, 'Failures');
  await dialog.getByRole('button', { name: 'Make 5 runs' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: /^5 runs in [\d.]+ s\.$/ })).toBeVisible({ timeout: 60_000 });
  await expect(dialog).toContainText(/\d of 4 single faults miss an objective; the worst: .*app/);
  const table = dialog.getByRole('table', { name: 'Single faults and objectives' });
  await expect(table.getByRole('row')).toHaveCount(6);
  await expectAccessible(bench);

  await test.step('cells are walked with the arrows and opened with Enter; the run replays as it was measured', async () => {
    await table.getByRole('button', { name: /^No fault: .* held/ }).focus();
    await page.keyboard.press('ArrowDown');
    const crash = table.getByRole('button', { name: /^app crashes: availability at least 75 %, missed with/ });
    await expect(crash).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(bench.title).toHaveValue('Retry storm: crash app');
    await bench.runToEnd(25);
    await expect(bench.verdict).toHaveText(/replayed identically/);
  });
});

test('a study can be stopped, and what has come in stays', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Retry storm');
  const dialog = await studies(bench, 'Metastability');
  await dialog.getByRole('button', { name: 'Draw the map' }).click();
  const table = dialog.getByRole('table', { name: 'Loads against triggers' });
  await expect(table.getByRole('button').first()).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Stopped by hand' })).toBeVisible();
  await expect(table.getByRole('button').first()).toBeVisible();

  await test.step('what the drawing alone says needs no run', async () => {
    await dialog.getByRole('tab', { name: 'Structure' }).click();
    await expect(dialog).toContainText('app is a single point of failure.');
  });

  await test.step('a setting is swept: a table for each figure, and the points that nothing beats (B15)', async () => {
    await dialog.getByRole('tab', { name: 'Trade-offs' }).click();
    await dialog.getByRole('combobox', { name: 'Turn' }).click();
    await page.getByRole('option', { name: 'workers of app' }).click();
    await dialog.getByRole('textbox', { name: 'Values of workers of app' }).fill('10, 20');
    await dialog.getByRole('button', { name: 'Make 2 runs' }).click();
    await expect(dialog).toContainText(/\d of 2 points lie on the frontier/, { timeout: 60_000 });
    await expect(dialog.getByRole('table', { name: 'p99 over the grid' }).getByRole('row')).toHaveCount(3);
    await expectAccessible(bench);
  });
});
