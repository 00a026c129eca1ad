import { expect, type Page, test } from '@playwright/test';

/** Everything a page may say or ask for that it should not. Filled while the page lives. */
async function watch(page: Page): Promise<string[]> {
  const found: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') found.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => found.push(`thrown: ${error.message}`));
  page.on('requestfailed', (request) => found.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) found.push(`${response.status()}: ${response.url()}`);
  });
  page.context().on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && !origin.startsWith('http://127.0.0.1:')) found.push(`off-site: ${request.url()}`);
  });
  await page.exposeFunction('reportViolation', (text: string) => found.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      (window as unknown as { reportViolation(text: string): void }).reportViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return found;
}

test('the page opens from a path of its own, quietly and without leaving its host', async ({ page }) => {
  const found = await watch(page);
  await page.goto('./');
  await expect(page).toHaveTitle(/Loadbearing/);
  await expect(page.locator('#root > *').first()).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  expect(found).toEqual([]);
});

test('the policy refuses what comes from elsewhere', async ({ page }) => {
  const found = await watch(page);
  await page.goto('./');
  await page.evaluate(() => {
    document.head.append(Object.assign(document.createElement('style'), { textContent: 'body{}' }));
  });
  await expect.poll(() => found.some((line) => line.startsWith('policy: style-src'))).toBe(true);
});

test('after one visit the page opens without a network', async ({ page, context }) => {
  await page.goto('./');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await page.goto('./');
  await expect(page.locator('#root > *').first()).toBeVisible();
});
