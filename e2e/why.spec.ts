/** Why it was slow, or failed: asked of a chart, answered in words, gone on from to the traces of that time; and of a famous outage. */
import { barriers, DIALOG } from './accessible.ts';
import { Keys } from './keys.ts';
import { expect, test } from './visit.ts';

test('a stretch dragged over a chart is explained by its cause, and its requests are followed', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Retry storm');
  await bench.runToEnd(100);
  const { digest } = await bench.share();

  const plot = bench.charts.getByRole('slider', { name: 'Availability over time' });
  const box = await plot.boundingBox();
  if (box === null) throw new Error('the plot has a place');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.55, y, { steps: 3 });
  await page.mouse.move(box.x + box.width * 0.65, y, { steps: 3 });
  await page.mouse.up();

  const dialog = page.getByRole('dialog', { name: 'Why' });
  const answer = dialog.getByRole('region', { name: 'Answer' });
  await expect(answer).toBeVisible();
  await expect(answer.getByRole('status')).toContainText('Retries keep app overloaded');
  await expect(answer).toContainText('From 20 s to 30 s: Traffic spike on clients');
  await expect(answer.getByRole('list', { name: 'The loop' })).toContainText('overload of app');
  await expect(answer.getByRole('table', { name: /^Where the time of the slowest requests went/ }).getByRole('row')).not.toHaveCount(1);
  expect(await barriers(page, DIALOG)).toEqual([]);

  await dialog.getByRole('button', { name: 'Traces of this time' }).click();
  const traces = page.getByRole('dialog', { name: 'Traces' });
  await expect(traces.getByText(/^Requests that were answered or failed between/)).toBeVisible();
  await page.keyboard.press('Escape');
  expect((await bench.share()).digest).toBe(digest);
});

test('by keyboard the worst time of a famous outage is asked about', async ({ bench, page }) => {
  const keys = new Keys(page);
  await bench.visit();
  await bench.openExample('Cloudflare, 2 July 2019');
  await bench.runToEnd(52);
  await keys.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Find a command' })).toBeFocused();
  await keys.type('why was it slow');
  await keys.press('Enter');
  const answer = page.getByRole('dialog', { name: 'Why' }).getByRole('region', { name: 'Answer' });
  await expect(answer.getByRole('status')).toContainText('firewall works slowly');
  await answer.getByRole('button', { name: 'firewall works slowly' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(bench.inspector.pane.getByRole('textbox', { name: 'Name' })).toHaveValue('firewall');
  // Who calls it and whom it calls.
  await expect(bench.inspector.pane.getByText('Called by')).toBeVisible();
  await bench.inspector.pane.getByRole('button', { name: 'origin', exact: true }).click();
  await expect(bench.inspector.pane.getByRole('textbox', { name: 'Name' })).toHaveValue('origin');
});
