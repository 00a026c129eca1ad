/** The timeline as an editor: what an entry waits for, groups, trials with their verdict, and itself as text; all by keyboard and by name. */
import { expect, test } from './visit.ts';
import type { Workbench } from './workbench.ts';

const more = async ({ timeline, page }: Workbench, entry: string): Promise<void> => {
  await timeline.getByRole('button', { name: 'More for the timeline' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
};
const happened = ({ page }: Workbench) => page.getByRole('dialog', { name: 'What happened' });

test('a chaos experiment: strikes under the seed, a verdict with figures, the log and how it spread (R7, R9)', async ({ bench }) => {
  await bench.visit();
  await bench.openExample('Chaos experiment');
  await bench.runToEnd(90);
  await more(bench, 'Event log and verdicts');
  const dialog = happened(bench);
  await expect(dialog.getByRole('heading', { name: /pages keep coming.*held/ })).toBeVisible();
  await expect(dialog.getByRole('row', { name: /availability ≥ 98 % for 1 s during held/ })).toBeVisible();
  await dialog.getByRole('tab', { name: 'Event log' }).click();
  await expect(
    dialog
      .getByRole('list', { name: 'Event log' })
      .getByText(/begins \(random\)$/)
      .first(),
  ).toBeVisible();
  await dialog.getByRole('tab', { name: 'How it spread' }).click();
  await expect(dialog.getByRole('region', { name: /Crash on .* begins \(random\)/ }).first()).toBeVisible();
});

test('an entry waits for a figure, grows, is muted, and all of it undone; the timeline goes out and in as text (B05, C10)', async ({
  bench,
}) => {
  const { timeline, page } = bench;
  await bench.visit();
  await bench.openExample('Three tiers');
  const entry = timeline.getByRole('button', { name: /^Slow on / });
  const before = await entry.getAttribute('aria-label');
  await entry.focus();
  await page.keyboard.press('Enter');
  const popover = page.getByRole('dialog', { name: /^Slow on / });
  await popover.getByRole('button', { name: 'When, how often, in which group' }).click();
  await popover.getByRole('combobox', { name: 'Begins' }).click();
  await page.getByRole('option', { name: 'when a figure says so' }).click();
  await expect(popover.getByRole('textbox', { name: 'Value' })).toHaveValue('500 ms');
  await popover.getByRole('textbox', { name: 'Grows over' }).fill('3s');
  await page.keyboard.press('Enter');
  await popover.getByRole('textbox', { name: 'Recedes over' }).fill('2s');
  await page.keyboard.press('Enter');
  await popover.getByRole('switch', { name: /^Muted/ }).click();
  await expect(popover.getByText(/grows over 3 ?s · recedes over 2 ?s/)).toBeVisible();
  await page.keyboard.press('Escape');
  await bench.undo(4);
  await expect(entry).toHaveAccessibleName(before ?? '');

  await more(bench, 'As text: copy, save, paste');
  const dialog = page.getByRole('dialog', { name: 'The timeline as text' });
  const text = dialog.getByRole('textbox', { name: 'Timeline' });
  const said = await text.inputValue();
  await text.fill(said.replace('"slow"', '"slwo"'));
  await dialog.getByRole('button', { name: 'Replace the timeline' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/^line 2, fault: There is no fault called "slwo"\./);
  // C04: an entry of a newer version is taken without what this one does not know, which is said; its text can still be copied.
  await text.fill(said.replace('"fault":"slow"', '"glow":1,"fault":"slow"'));
  await dialog.getByRole('button', { name: 'Add to what is there' }).click();
  const told = page.getByRole('alert').filter({ hasText: 'left out: glow in line 2.' });
  await expect(told.getByRole('button', { name: 'Copy its text' })).toBeVisible();
  await expect(timeline.getByRole('button', { name: /^Slow on / })).toHaveCount(2);
});
