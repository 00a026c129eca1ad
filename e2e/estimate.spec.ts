/** Before anything runs the page says what theory expects: on the canvas, aloud, and beside what is measured later. */
import { expect, test } from './visit.ts';

test('a drawing that has never run says what it would bear, at once after an edit, and why where it cannot', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Three tiers');
  await expect(bench.drawing.part('db')).toHaveAccessibleName(
    /^db, SQL database.*, expected [\d.]+\/s, [\d.]+.% busy, [\d.]+.ms on average/,
  );
  await bench.inspector.tab('Measure');
  const { pane } = bench.inspector;
  await expect(pane.getByText(/^db saturates first, at about \d\.\d× today's load/)).toBeVisible();
  await expect(pane.getByText(/^Holds until 20 s/)).toBeVisible();
  const table = pane.getByRole('table', { name: 'Estimate (before running)' });
  await expect(table.getByRole('row', { name: /^db busy ≈/ })).toBeVisible();
  await expect(table.getByRole('columnheader')).toHaveText(['Part', 'estimated']);

  await test.step('estimates on the canvas can be put away, and stay away', async () => {
    const db = bench.drawing.part('db');
    await page.keyboard.press('ControlOrMeta+k');
    const field = page.getByRole('combobox', { name: 'Find a command' });
    await expect(field).toBeFocused();
    await field.fill('estimates');
    await field.press('Enter');
    await expect(db).not.toHaveAccessibleName(/expected/);
    await page.reload();
    await bench.inspector.tab('Measure');
    await expect(bench.inspector.pane.getByRole('switch', { name: 'Show on the canvas' })).not.toBeChecked();
    await bench.inspector.pane.getByRole('switch', { name: 'Show on the canvas' }).click();
    await expect(db).toHaveAccessibleName(/expected/);
  });

  await test.step('an edit changes the estimate at once, and where there is none it says why', async () => {
    await bench.openExample('Retry storm');
    const app = bench.drawing.part('app');
    await expect(app).toHaveAccessibleName(/expected 80\/s, 80.% busy, 120.ms on average/);
    await bench.drawing.choose('clients');
    await bench.inspector.tab('Set');
    await bench.inspector.set('Rate', '150/s');
    await expect(app).toHaveAccessibleName(/expected 150\/s, overloaded/);
    await app.click();
    await bench.inspector.tab('Measure');
    await expect(pane.getByRole('list', { name: 'Where the estimate does not hold' })).toContainText(
      'Overloaded: no steady state. It gets 150 %',
    );
    await expect(pane.getByText(/^app is saturated already: it bears about 0\.67× today's load/)).toBeVisible();
  });
});

test('what was measured stands beside what was estimated, and they agree', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('A queue levels');
  await bench.drawing.part('fulfilment').click();
  await bench.inspector.tab('Measure');
  await page.getByRole('banner').getByRole('textbox', { name: 'Title' }).focus();
  await bench.stepTo(12);
  const table = bench.inspector.pane.getByRole('table', { name: 'Estimate (before running)' });
  await expect(table.getByRole('columnheader')).toHaveText(['Figure', 'estimated', 'measured', 'difference']);
  const busy = table.getByRole('row', { name: /^Utilisation/ }).getByRole('cell');
  await expect(busy.nth(0)).toHaveText(/^≈53/);
  await expect(busy.nth(1)).toHaveText(/^[4-6]\d/);
  await expect(bench.drawing.part('fulfilment')).not.toHaveAccessibleName(/expected/);
});
