/** Small screens: everything that is needed to watch a system and break it, and nothing that has to be pushed sideways. */
import type { Page } from '@playwright/test';
import { expect, test } from './visit.ts';

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight)).toBe(0);
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  test('an example is opened, run and read', async ({ bench, page }) => {
    await bench.visit();
    await expectNoSidewaysScroll(page);
    await bench.button('More').tap();
    await page.getByRole('menuitem', { name: 'Examples' }).tap();
    await page.getByRole('dialog', { name: 'Examples' }).getByRole('button', { name: 'Failover' }).tap();
    await expect(bench.title).toHaveValue('Failover that loses writes');
    await page.getByRole('button', { name: 'Run to end' }).tap();
    await expect(bench.clock).toHaveText('60.00 s');
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Charts', exact: true }).tap();
    const finding = bench.finding('Consistency');
    await expect(finding).toContainText('acknowledged writes lost');
    expect((await finding.boundingBox())?.width, 'a finding has room to be read').toBeGreaterThan(120);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Details', exact: true }).tap();
    await expect(bench.inspector.pane).toContainText('Lost acknowledged writes');
    await expectNoSidewaysScroll(page);
  });
});

test.describe('on a tablet', () => {
  test.use({ viewport: { width: 768, height: 1024 }, hasTouch: true });

  test('an example is opened, broken and run', async ({ bench, page }) => {
    await bench.visit();
    await bench.button('More').tap();
    await page.getByRole('menuitem', { name: 'Examples' }).tap();
    await page.getByRole('dialog', { name: 'Examples' }).getByRole('button', { name: 'Three tiers' }).tap();
    await bench.drawing.part('web').tap();
    await bench.inspector.break('Crash');
    await expect(bench.timeline.getByRole('button', { name: /^Crash on web from 20 s/ })).toBeVisible();
    await bench.runToEnd();
    await expectNoSidewaysScroll(page);
  });
});
