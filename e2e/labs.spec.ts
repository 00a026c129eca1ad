/** A lab from its question to the mended design, opened by a link as a teacher hands it out. */
import { expect, test } from './visit.ts';

test('predict, run, understand, mend: one slow copy', async ({ bench, page }) => {
  const { drawing, inspector } = bench;
  await bench.visit('#lab=slow-replica');
  const lab = page.getByRole('region', { name: 'Lab: One slow copy' });
  await expect(lab.getByRole('listitem', { name: 'Predict' }).or(lab.getByText('Predict', { exact: true }))).toBeVisible();
  const lock = lab.getByRole('button', { name: 'Lock it in and run' });
  await expect(lock).toBeDisabled();
  await lab.getByRole('radio', { name: /^All requests become twice as slow/ }).check();
  await bench.setSpeed('As fast as possible');
  await lock.click();
  await expect(lab.getByRole('status')).toContainText('Not as you predicted. The slow copy cannot keep up', { timeout: 15_000 });
  await expect(lab).toContainText('Health checks do not help');

  await lab.getByRole('button', { name: 'Now mend it' }).click();
  await lab.getByRole('button', { name: 'Check' }).click();
  await expect(lab.getByRole('status')).toContainText(/^Not yet\. Measured/);
  await lab.getByRole('button', { name: 'Hint' }).click();
  await expect(lab).toContainText('Which figure differs most');

  await drawing.choose('round-robin');
  await inspector.tab('Set');
  await inspector.choose('Algorithm', /^least connections/);
  await expect(lab.getByRole('status')).toHaveCount(0);
  await lab.getByRole('button', { name: 'Check' }).click();
  await expect(lab.getByRole('status')).toContainText(/^Done\. Measured [\d.]+ ms/, { timeout: 15_000 });
  await lab.getByRole('button', { name: 'Finish' }).click();
  await expect(lab).toHaveCount(0);
});

test('a lab that does not exist is named, and labs are found in their dialog', async ({ bench, page }) => {
  await bench.visit('#lab=no-such-lab');
  await expect(page.getByRole('alert')).toHaveText(/There is no lab called “no-such-lab”/);
  await bench.button('Labs').click();
  await page.getByRole('button', { name: 'Begin The outage that outlives its cause' }).click();
  await expect(page.getByRole('region', { name: 'Lab: The outage that outlives its cause' })).toContainText('What happens then?');
});
