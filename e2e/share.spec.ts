/** Sharing: what somebody else opens is the same to the last event, and nothing that comes in can harm what is there. */
import { readFileSync } from 'node:fs';
import { reportOf } from './cli.ts';
import { expect, test } from './visit.ts';
import { fragmentOf } from './workbench.ts';

test('a design from scratch, broken by hand, replays identically for somebody else', async ({ bench, visitor }) => {
  const { drawing } = bench;
  await bench.startEmpty();
  await drawing.clickPart('Client', [0.2, 0.4]);
  await drawing.kind('Service').press('Enter');
  await bench.title.fill('Mine & yours – ½');
  await bench.title.press('Enter');
  await bench.playPast(0.5);
  await drawing.breakByMenu('service', 'Slow');
  await bench.runToEnd();
  const { link, digest } = await bench.share();

  const other = await visitor();
  await other.visit(fragmentOf(link));
  await expect(other.title).toHaveValue('Mine & yours – ½');
  await expect(other.timeline.getByRole('button', { name: /^Slow on service from/ })).toBeVisible();
  await other.runToEnd();
  await expect(other.verdict).toHaveText(/replayed identically/);
  expect((await other.share()).digest).toBe(digest);
  // The address holds no link any more: a reload opens one's own copy with what was changed since.
  expect(other.page.url()).not.toContain('#');

  // Changed on purpose it is no replay any more, and nothing says so.
  await other.reset();
  await other.inspector.set('Seed', '8');
  await other.runToEnd();
  await expect(other.verdict).toHaveText('seed 8');
});

test('links that were cut, damaged or made by a newer version are explained, and nothing is lost', async ({ bench, page }) => {
  const { drawing } = bench;
  await bench.startEmpty();
  await drawing.clickPart('Queue', [0.5, 0.5]);
  await bench.openExample('Retry storm');
  await bench.runToEnd(100);
  const fragment = fragmentOf((await bench.share()).link);
  await page.getByRole('button', { name: 'Back to mine' }).click();
  await expect(drawing.allParts).toHaveCount(1);

  const middle = fragment.length >> 1;
  const turned = fragment[middle] === 'A' ? 'B' : 'A';
  const broken: readonly (readonly [string, RegExp])[] = [
    [fragment.slice(0, middle), /link was cut \([\d,]+ of [\d,]+ characters\)/],
    [`${fragment.slice(0, middle)}${turned}${fragment.slice(middle + 1)}`, /link was changed on its way/],
    [fragment.replace('#lb1.', '#lb7.'), /made with a newer version of Loadbearing/],
  ];
  for (const [link, words] of broken) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, link);
    const told = page.getByRole('alert').filter({ hasText: 'Nothing of yours was touched' });
    await expect(told).toContainText(words);
    await expect(told.getByRole('button', { name: 'Copy its text' })).toBeVisible();
    await expect(drawing.part('queue')).toBeVisible();
    await told.getByRole('button', { name: 'Dismiss' }).click();
    await expect(told).toHaveCount(0);
  }
});

test('a link leads to another design and back to one’s own', async ({ bench, page }) => {
  const { drawing } = bench;
  await bench.visit();
  await bench.openExample('Failover');
  await bench.runToEnd();
  const { link } = await bench.share();
  await bench.openExample('Retry storm');
  await bench.title.fill('My own');
  await bench.title.press('Enter');

  await bench.fromMenu('Open');
  await page.getByRole('textbox', { name: 'Link or text of a design' }).fill(`Look at this: ${link} !`);
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(bench.title).toHaveValue('Failover that loses writes');
  await expect(bench.verdict).toHaveText(/replay to be checked/);
  await page.getByRole('button', { name: 'Back to mine' }).click();
  await expect(bench.title).toHaveValue('My own');
  await expect(drawing.allParts).toHaveCount(2);
});

test('a saved file opens again elsewhere, and runs the same on the command line', async ({ bench, page, visitor }, info) => {
  await bench.visit();
  await bench.openExample('Partition');
  await bench.runToEnd();
  const { digest } = await bench.share();
  await bench.button('Share').click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save file' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('partition-consistent-or-available.loadbearing.json');
  const path = info.outputPath(file.suggestedFilename());
  await file.saveAs(path);

  const other = await visitor();
  await other.visit();
  await other.fromMenu('Open');
  const chooser = other.page.waitForEvent('filechooser');
  await other.page.getByRole('button', { name: 'Choose a file …' }).click();
  await (await chooser).setFiles(path);
  await expect(other.title).toHaveValue('Partition: consistent or available');
  await other.runToEnd();
  expect((await other.share()).digest).toBe(digest);
  expect((await reportOf(path)).digest).toBe(digest);
  expect(JSON.parse(readFileSync(path, 'utf8')).nodes).toHaveLength(await other.drawing.allParts.count());
});
