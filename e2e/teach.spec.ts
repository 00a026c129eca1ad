/** Learning to reckon and to explain: one setting swept, a calculator beside the run, and an interview from scope to wrap-up. */
import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { ANY, barriers, DIALOG } from './accessible.ts';
import { expect, test } from './visit.ts';
import type { Workbench } from './workbench.ts';

async function command({ page }: Workbench, words: string, dialog: string): Promise<Locator> {
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog', { name: 'Find a command' }).getByRole('combobox').fill(words);
  await page.keyboard.press('Enter');
  return page.getByRole('dialog', { name: dialog });
}

async function expectAccessible({ page }: Workbench, within: string): Promise<void> {
  expect(await barriers(page, within, ANY)).toEqual([]);
}

test('T1: larger batches are swept: throughput and latency on one chart, and each point opens its run', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Batches: throughput or latency');
  const dialog = await command(bench, 'Studies', 'Studies');
  await dialog.getByRole('tab', { name: 'Sweep' }).click();
  await dialog.getByRole('combobox', { name: 'Sweep' }).click();
  await page.getByRole('option', { name: 'batch of events', exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Values' }).fill('1 kB, 16 kB');
  await dialog.getByRole('button', { name: 'Make 12 runs' }).click();
  await expect(dialog).toContainText(/Throughput goes from 4\d\d\/s at 1 KB to 1\.5k\/s at 16 KB; .* all that is asked is answered\./, {
    timeout: 60_000,
  });
  await expect(dialog).toContainText(
    /At 10 % of the load the median answer takes 7\.\d* ms at the smallest value and 26\.\d ms at the largest/,
  );
  await expect(dialog.getByRole('img', { name: 'Throughput and latency over batch of events' })).toBeVisible();
  await expectAccessible(bench, DIALOG);
  await dialog.getByRole('button', { name: '16 KB, load as drawn: open this run' }).click();
  await expect(bench.title).toHaveValue('Batches: throughput or latency: batchBytes 16000');
  await bench.runToEnd(20);
  await expect(bench.verdict).toHaveText(/replayed identically/);
});

test('T8: the calculator takes the design’s figures, stands beside the run and is put into the design in one step', async ({
  bench,
  page,
}) => {
  await bench.visit();
  await bench.openExample('Three tiers');
  await bench.runToEnd();
  const dialog = await command(bench, 'envelope', 'Back of the envelope');
  await dialog.getByRole('button', { name: 'Take the design’s figures' }).click();
  const table = dialog.getByRole('table', { name: 'Calculated and measured' });
  await expect(table.getByRole('row', { name: /^Requests a second .* As calculated\./ })).toBeVisible();
  await expectAccessible(bench, DIALOG);

  await test.step('ten times the people are ten times the requests', async () => {
    const people = dialog.getByRole('textbox', { name: 'People a day' });
    const before = await dialog.getByRole('row', { name: /^At the peak/ }).textContent();
    await people.fill('864M');
    await people.press('Enter');
    await expect(dialog.getByRole('row', { name: /^At the peak/ })).not.toHaveText(before ?? '');
    await dialog.getByRole('textbox', { name: 'Requests of each, a day' }).fill('1');
    await dialog.getByRole('textbox', { name: 'Peak over average' }).fill('1');
    await dialog.getByRole('textbox', { name: 'Share of writes' }).focus();
    await expect(dialog.getByRole('row', { name: /^At the peak/ })).toContainText('≈ 10k/s');
    await expect(table.getByRole('row', { name: /^Requests a second/ })).toContainText('sends less than was reckoned: press Apply');
  });

  await test.step('applied in one step, taken back in one', async () => {
    await dialog.getByRole('button', { name: 'Apply peak and servers to the design' }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('status').filter({ hasText: 'The design now sends 10k/s at most' })).toBeVisible();
    await bench.undo();
    await expect(bench.button('Undo')).toHaveAttribute('aria-disabled', 'true');
  });
});

test('T11, D17: an interview from scope to wrap-up: what was asked, drawn and tried is reviewed from measurement', async ({
  bench,
  page,
}) => {
  await bench.visit();
  const chooser = await command(bench, 'Interview', 'Interviews');
  await expect(chooser.getByRole('button', { name: /^Begin / })).toHaveCount(8);
  await chooser.getByRole('button', { name: 'Begin Short links' }).click();
  const card = page.getByRole('region', { name: 'Interview: Short links' });
  await expect(card.getByRole('timer', { name: 'Time left' })).toHaveText(/^4[45]:\d\d$/);

  await test.step('scope: what is asked goes into the brief, its figures into the calculator', async () => {
    await card.getByRole('button', { name: 'How many links are made and followed?' }).click();
    await card.getByRole('button', { name: 'How long may following a link take?' }).click();
    await expect(card).toContainText('99 of 100 within 150 ms');
    await expect(card).toContainText('The calculator says ≈ 690/s at the peak.');
    await card.getByRole('button', { name: 'Put it into the brief' }).click();
    await expectAccessible(bench, '[aria-label="Interview: Short links"]');
    await card.getByRole('button', { name: 'Begin to draw' }).click();
    await expect(bench.title).toHaveValue('Short links');
  });

  await test.step('high level: drawn on the canvas; a reload and a pause go on where it was', async () => {
    await bench.drawing.clickPart('Service', [0.6, 0.5]);
    await bench.drawing.linkByKey('followers', 'service');
    await card.getByRole('button', { name: 'Pause the clock' }).click();
    const left = await card.getByRole('timer', { name: 'Time left' }).textContent();
    await expect(bench.saved).toHaveText('saved');
    await page.reload();
    await expect(card.getByRole('timer', { name: 'Time left' })).toHaveText(left ?? '');
    await expect(card.getByRole('button', { name: 'High level' })).toHaveAttribute('aria-current', 'step');
    await card.getByRole('button', { name: 'Go on' }).click();
  });

  await test.step('deep dive: the trials run on the drawing, and each opens its run', async () => {
    await card.getByRole('button', { name: 'On to the deep dive' }).click();
    await card.getByRole('button', { name: 'Run the trials' }).click();
    await expect(card.getByRole('listitem').filter({ hasText: 'A zone goes dark' })).toContainText('Not held: zone a is lost.', {
      timeout: 60_000,
    });
    await expect(card.getByRole('listitem').filter({ hasText: 'Somebody restarts what you cache in' })).toContainText(
      'Not tried. No cache is drawn',
    );
    await expect(card.getByRole('button', { name: 'Run the trials' })).toBeVisible({ timeout: 60_000 });
    await card.getByRole('button', { name: 'Open the run: zone a is lost' }).click();
    await expect(bench.title).toHaveValue('Short links: zone a is lost');
    await bench.runToEnd(25);
    await expect(bench.verdict).toHaveText(/replayed identically/);
    await card.getByRole('button', { name: 'Back to your drawing' }).click();
    await expect(bench.title).toHaveValue('Short links');
  });

  await test.step('wrap up: every line says what it was measured from, and it goes out as Markdown', async () => {
    await card.getByRole('button', { name: 'Wrap up' }).last().click();
    await card.getByRole('textbox', { name: 'Notes, which go into the review' }).fill('Next: a second zone.');
    await card.getByRole('button', { name: 'Show the review' }).click();
    const dialog = page.getByRole('dialog', { name: 'Review of the interview' });
    await expect(dialog).toContainText(/All of it stands in zone a: its loss is the loss of everything\.\s*the drawing/);
    await expect(dialog).toContainText(/p99 latency of Follow at most 150 ms: [\d.]+ m?s\.\s*run [0-9a-f]{16}/);
    await expectAccessible(bench, DIALOG);
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save as Markdown' }).click();
    const text = readFileSync(await (await download).path(), 'utf8');
    expect(text).toContain('- ✓ Asked: How long may following a link take?');
    expect(text).toContain('Next: a second zone.');
    expect(text).toMatch(/\[The drawing\]\(http.*#lb1\./);
  });
});
