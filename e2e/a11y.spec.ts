/** No serious or critical finding of the accessibility checker, in both themes, on everything that can be on the screen. */
import type { Page } from '@playwright/test';
import { barriers, DIALOG, INSPECTOR } from './accessible.ts';
import { expect, test } from './visit.ts';

/** `within`: only what this finds; the rest of the page was looked at before. */
async function expectAccessible(page: Page, what: string, within?: string): Promise<void> {
  expect.soft(await barriers(page, within), what).toEqual([]);
}

test('nothing keeps anybody out at the start, of a running example and in the inspector', async ({ bench, page }) => {
  await bench.visit();
  await expectAccessible(page, 'the start');
  await bench.openExample('Three tiers');
  await bench.drawing.choose('db');
  await bench.runToEnd();
  for (const tab of ['Set', 'Measure', 'Break', 'About'] as const) {
    await bench.inspector.tab(tab);
    await expectAccessible(page, `a part, ${tab}`, INSPECTOR);
  }
  await bench.inspector.tab('Set');
  await bench.drawing.link('web', 'db').click();
  await expectAccessible(page, 'a link', INSPECTOR);
  await page.keyboard.press('Escape');
  await bench.reset();
  await bench.play();
  await bench.charts.getByRole('figure', { name: 'Latency' }).getByRole('button', { name: 'Table' }).click();
  await expectAccessible(page, 'the whole, running, with a table');
});

test('nothing keeps anybody out of dialogs and menus', async ({ bench, page }) => {
  await bench.visit();
  await bench.openExample('Failover');
  for (const name of ['Open', 'Examples', 'Labs', 'Share']) {
    await (name === 'Open' ? bench.fromMenu(name) : bench.button(name).click());
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await expectAccessible(page, name, DIALOG);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page, 'shortcuts', DIALOG);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Find a command' })).toBeVisible();
  await expectAccessible(page, 'commands', DIALOG);
  await page.keyboard.press('Escape');
  await bench.entry(/^Crash on db/).click();
  await expect(page.getByRole('button', { name: 'Remove' })).toBeVisible();
  await expectAccessible(page, 'an entry of the timeline', DIALOG);
});

test('the theme is chosen by hand, whatever the system prefers', async ({ bench, page }) => {
  await bench.visit();
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await bench.chooseTheme('Dark');
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  await bench.chooseTheme('Light');
  await expect.poll(background).toBe(light);
  await page.emulateMedia({ colorScheme: 'light' });
  await bench.chooseTheme('Dark');
  await expect.poll(background).toBe(dark);
});
