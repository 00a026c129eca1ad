/**
 * The test of every journey: a page that must keep quiet while it is used. Whatever any page of a journey says on the console, throws,
 * fails to load, asks of another host or does against the content policy is gathered, and the journey fails for it at its end.
 */
import { isDeepStrictEqual } from 'node:util';
import { type BrowserContext, test as base, expect } from '@playwright/test';
import { KeptPage } from './kept-page.ts';
import { Workbench } from './workbench.ts';

interface Visit {
  /** What the pages of this journey said or did that they should not; a journey that provokes it takes it out. */
  readonly complaints: string[];
  readonly bench: Workbench;
  /** Somebody else with a browser context of their own, one a journey: nothing is shared but what is sent. */
  readonly visitor: () => Promise<Workbench>;
}

interface Kept {
  readonly kept: KeptPage;
  readonly keptForVisitor: KeptPage;
}

export const test = base.extend<Visit, Kept>({
  kept: [
    async ({ browser }, use) => {
      const kept = new KeptPage(browser);
      await use(kept);
      await kept.close();
    },
    { scope: 'worker' },
  ],
  keptForVisitor: [
    async ({ browser }, use) => {
      const kept = new KeptPage(browser);
      await use(kept);
      await kept.close();
    },
    { scope: 'worker' },
  ],
  // The worker's page, unless the journey asks for a browser that is made otherwise.
  context: async ({ browser, kept, viewport, colorScheme, isMobile, hasTouch, serviceWorkers, contextOptions }, use, info) => {
    const project = info.project.use;
    const asked = [isMobile ?? false, hasTouch ?? false, serviceWorkers, contextOptions];
    const usual = [project.isMobile ?? false, project.hasTouch ?? false, project.serviceWorkers, project.contextOptions];
    if (isDeepStrictEqual(asked, usual)) return use(await kept.lend({ viewport, colorScheme }));
    const context = await browser.newContext();
    await use(context);
    await context.close();
  },
  page: async ({ context }, use) => use(context.pages()[0] ?? (await context.newPage())),
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      await listen(context, complaints);
      await use(complaints);
      // What is cut off when the page is left for the next journey is nobody's fault.
      await listen(context, []);
      expect(complaints, 'the page kept quiet').toEqual([]);
    },
    { auto: true },
  ],
  bench: ({ page }, use) => use(new Workbench(page)),
  visitor: async ({ keptForVisitor, viewport, colorScheme, complaints }, use) => {
    await use(async () => {
      const context = await keptForVisitor.lend({ viewport, colorScheme });
      await listen(context, complaints);
      return new Workbench(context.pages()[0] ?? (await context.newPage()));
    });
  },
});

/** What Playwright says where a journey does without the service worker, as most do: it would fetch the whole site for each of them. */
const BLOCKED = 'Service Worker registration blocked by Playwright';

/** Where the complaints of a context go: a context that is kept goes on to the next journey. */
const ears = new WeakMap<BrowserContext, { complaints: string[] }>();

async function listen(context: BrowserContext, complaints: string[]): Promise<void> {
  const known = ears.get(context);
  if (known !== undefined) {
    known.complaints = complaints;
    return;
  }
  const ear = { complaints };
  ears.set(context, ear);
  const hear = (text: string): unknown => ear.complaints.push(text);
  context.on('console', (message) => {
    if (message.text() === BLOCKED) return;
    if (message.type() === 'error' || message.type() === 'warning') hear(`console ${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => hear(`thrown: ${error.error().message}`));
  context.on('requestfailed', (request) => hear(`failed: ${request.url()} ${request.failure()?.errorText ?? ''}`));
  context.on('response', (response) => {
    if (response.status() >= 400) hear(`${response.status()}: ${response.url()}`);
  });
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && !origin.startsWith('http://127.0.0.1:')) hear(`off-site: ${request.url()}`);
  });
  await context.exposeBinding('reportViolation', (_, text: string) => hear(`policy: ${text}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      (window as unknown as { reportViolation(text: string): void }).reportViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
}

export { expect };
