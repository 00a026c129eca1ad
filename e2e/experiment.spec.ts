/** Many runs of a design, and two designs against each other, as somebody does who wants to know whether a figure is luck. */
import type { Locator } from '@playwright/test';
import { ANY, barriers, DIALOG } from './accessible.ts';
import { exampleFile, tableOf } from './cli.ts';
import { expect, test } from './visit.ts';
import type { Workbench } from './workbench.ts';

/** What is told of a figure. */
function row(dialog: Locator, figure: string): Locator {
  return dialog.getByRole('row', { name: new RegExp(`^${figure}`) });
}

async function setRuns(dialog: Locator, runs: number): Promise<void> {
  const field = dialog.getByRole('textbox', { name: /^(Runs|Pairs of runs)/ });
  await field.fill(String(runs));
  await field.press('Enter');
}

async function expectAccessible({ page }: Workbench): Promise<void> {
  expect(await barriers(page, DIALOG, ANY)).toEqual([]);
}

test('many seeds: every figure with an interval, and every run as a dot; and an end when a figure is known', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Failover that loses writes');
  const dialog = await bench.manyRuns();
  await setRuns(dialog, 4);
  await dialog.getByRole('button', { name: 'Run them' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: /^4 runs, seeds from \d+\.$/ })).toBeVisible({ timeout: 60_000 });
  const availability = row(dialog, 'Availability');
  await expect(availability.getByRole('cell').first()).toHaveText(/^9\d\.\d+ %$/);
  await expect(availability).toContainText('±');
  await expect(availability.getByRole('img')).toHaveAccessibleName(/^Availability: 9\d\.\d+ % ± [\d.]+ % over 4 runs$/);
  await expectAccessible(bench);

  await test.step('the command line finds the same', async () => {
    const line = (await tableOf(exampleFile('failover'), 4)).split('\n').find((text) => text.startsWith('availability')) ?? '';
    const [mean, half] = [
      await availability.getByRole('cell').nth(0).textContent(),
      await availability.getByRole('cell').nth(1).textContent(),
    ];
    expect(line.replace(/\s+/g, ' ')).toBe(`availability ${mean} ${half} 4`);
  });

  await test.step('what was found is still there when the dialog is opened again', async () => {
    await dialog.getByRole('button', { name: 'Close' }).click();
    await bench.manyRuns();
    await expect(availability).toBeVisible();
  });

  await test.step('it stops by itself when a figure is known well enough', async () => {
    await dialog.getByRole('combobox', { name: 'Stop when' }).click();
    await page.getByRole('option', { name: 'throughput is known' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Runs, at most' })).toHaveValue('100');
    await dialog.getByRole('textbox', { name: 'to within ±' }).fill('30');
    await dialog.getByRole('button', { name: 'Run them' }).click();
    const words = /^10 runs, seeds from \d+\. Stopped when it knew throughput to within 30 %\.$/;
    await expect(dialog.getByRole('status').filter({ hasText: words })).toBeVisible({ timeout: 90_000 });
  });
});

test('a pinned design against a changed one: what the change does, and what is noise', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Failover that loses writes');
  let dialog = await bench.manyRuns('Compare');
  await expect(dialog.getByRole('button', { name: 'Compare', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('button', { name: 'Pin the present design' }).click();
  await expect(dialog).toContainText('Close this, change something on the canvas');
  await dialog.getByRole('button', { name: 'Close' }).click();

  await bench.drawing.choose('db');
  await bench.inspector.tab('Set');
  await bench.inspector.choose('A write is done when', /^one replica has received it/);
  dialog = await bench.manyRuns('Compare');
  await expect(dialog.getByRole('combobox', { name: 'Compare with (A)' })).toHaveText('The pinned design');
  await setRuns(dialog, 5);
  await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(dialog.getByRole('status').filter({ hasText: /^5 pairs/ })).toBeVisible({ timeout: 90_000 });
  await expect(row(dialog, 'Lost acknowledged writes')).toContainText(/better by [\d.]+/);
  await expect(dialog).toContainText(/Better: .*lost acknowledged writes/);
  await expect(dialog).toContainText('A is the pinned design');
  await expectAccessible(bench);

  await test.step('a link can be compared with too, and what is no link is told', async () => {
    await dialog.getByRole('combobox', { name: 'Compare with (A)' }).click();
    await page.getByRole('option', { name: 'A link or a text' }).click();
    const paste = dialog.getByRole('textbox', { name: 'Link or text of the design to compare with' });
    await paste.fill('nothing');
    await expect(dialog.getByRole('button', { name: 'Compare', exact: true })).toHaveAttribute('aria-disabled', 'true');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await bench.runToEnd();
    const { link } = await bench.share();
    dialog = await bench.manyRuns('Compare');
    await dialog.getByRole('combobox', { name: 'Compare with (A)' }).click();
    await page.getByRole('option', { name: 'A link or a text' }).click();
    await paste.fill(link);
    await setRuns(dialog, 2);
    await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
    await expect(row(dialog, 'Throughput')).toContainText('the same in every run', { timeout: 60_000 });
  });
});

test('in a small window it is in the menu, which knows that there is something to run now', async ({ bench, page }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  await bench.visit();
  await bench.button('More').click();
  await expect(page.getByRole('menuitem', { name: 'Many runs' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('menuitem', { name: 'Examples' }).click();
  await page.getByRole('dialog', { name: 'Examples' }).getByRole('button', { name: 'Failover that loses writes' }).click();
  await bench.button('More').click();
  await page.getByRole('menuitem', { name: 'Compare designs' }).click();
  const dialog = page.getByRole('dialog', { name: 'Many runs' });
  await expect(dialog.getByRole('tab', { name: 'Compare' })).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(bench);
});

test('the warm-up is found by pilot runs; an experiment can be stopped, and what has come in stays', async ({ bench }) => {
  await bench.visit();
  await bench.openExample('Failover that loses writes');
  const dialog = await bench.manyRuns();
  await dialog.getByRole('button', { name: 'Find it' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: /MSER-5|too short/ })).toBeVisible({ timeout: 60_000 });

  await setRuns(dialog, 900);
  await dialog.getByRole('button', { name: 'Run them' }).click();
  await expect(dialog.getByRole('progressbar', { name: 'Progress' })).toBeVisible();
  await expect(row(dialog, 'Throughput')).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Stopped by hand.' })).toBeVisible();
  await expect(row(dialog, 'Throughput')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Run them' })).toBeVisible();
});
