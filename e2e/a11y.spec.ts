/** No serious or critical finding of the accessibility checker, in both themes, on everything that can be on the screen. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './visit.ts';

/** `within`: only what has this role; the rest of the page was looked at before. */
async function expectAccessible(page: Page, what: string, within?: string): Promise<void> {
  const all = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  const { violations } = await (within === undefined ? all : all.include(within)).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`);
  expect.soft(grave, what).toEqual([]);
}

const INSPECTOR = 'aside';
const DIALOG = '[role="dialog"]';

for (const theme of ['Light', 'Dark'] as const) {
  test(`${theme}: the start, a running example and the inspector`, async ({ bench, page }) => {
    await bench.visit();
    await bench.chooseTheme(theme);
    await expect(page.getByRole('menu')).toHaveCount(0);
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

  test(`${theme}: dialogs and menus`, async ({ bench, page }) => {
    await bench.visit();
    await bench.chooseTheme(theme);
    await bench.openExample('Failover');
    for (const name of ['Open', 'Examples', 'Labs', 'Share']) {
      await bench.button(name).click();
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
}
