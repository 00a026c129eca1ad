/**
 * The test of every journey: a page that must keep quiet while it is used. Whatever any page of a journey says on the console, throws,
 * fails to load, asks of another host or does against the content policy is gathered, and the journey fails for it at its end.
 */
import { type BrowserContext, type BrowserContextOptions, test as base, expect } from '@playwright/test';
import { Workbench } from './workbench.ts';

interface Visit {
  /** What the pages of this journey said or did that they should not; a journey that provokes it takes it out. */
  readonly complaints: string[];
  readonly bench: Workbench;
  /** Somebody else with a browser of their own: nothing is shared but what is sent. */
  readonly visitor: (options?: BrowserContextOptions) => Promise<Workbench>;
}

export const test = base.extend<Visit>({
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      await listen(context, complaints);
      await use(complaints);
      expect(complaints, 'the page kept quiet').toEqual([]);
    },
    { auto: true },
  ],
  bench: ({ page }, use) => use(new Workbench(page)),
  visitor: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      await listen(context, complaints);
      return new Workbench(await context.newPage());
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** What Playwright says where a journey does without the service worker, as most do: it would fetch the whole site for each of them. */
const BLOCKED = 'Service Worker registration blocked by Playwright';

async function listen(context: BrowserContext, complaints: string[]): Promise<void> {
  context.on('console', (message) => {
    if (message.text() === BLOCKED) return;
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`thrown: ${error.error().message}`));
  context.on('requestfailed', (request) => complaints.push(`failed: ${request.url()} ${request.failure()?.errorText ?? ''}`));
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && !origin.startsWith('http://127.0.0.1:')) complaints.push(`off-site: ${request.url()}`);
  });
  await context.exposeBinding('reportViolation', (_, text: string) => complaints.push(`policy: ${text}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      (window as unknown as { reportViolation(text: string): void }).reportViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
}

export { expect };
