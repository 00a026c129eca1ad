/**
 * One page for the journeys of a worker, one after the other. A page that is new takes two seconds of a processor more than one whose
 * process has compiled the product before. Each journey finds it as if nobody had been there: nothing stored, nothing granted, the window
 * and the media as the project sets them, the pointer outside. What the process and the cache hold of the product's own files stays; how
 * the page comes up without them is asked where a journey has a browser context of its own, as those on phones and the visitors have.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';

/** What may differ between two journeys in one page: it is set anew for each. */
type Outlook = Pick<BrowserContextOptions, 'viewport' | 'colorScheme'>;

const STORES = 'cookies,local_storage,indexeddb,cache_storage,file_systems';

export class KeptPage {
  readonly #browser: Browser;
  #page: Page | undefined;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** The context of the page, cleared of all that journeys left in it; made at the first call. */
  async lend(outlook: Outlook): Promise<BrowserContext> {
    if (this.#page === undefined || this.#page.isClosed()) this.#page = await (await this.#browser.newContext()).newPage();
    else await clear(this.#page, outlook);
    return this.#page.context();
  }

  async close(): Promise<void> {
    await this.#page?.context().close();
  }
}

async function clear(page: Page, { viewport, colorScheme = null }: Outlook): Promise<void> {
  const context = page.context();
  await Promise.all(context.pages().map((other) => (other === page ? undefined : other.close())));
  // A picture of the same host: its storage is in reach, and nothing of the product runs that could write again.
  await page.goto('./icon.svg');
  await page.evaluate(() => sessionStorage.clear());
  const devtools = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: STORES });
  await devtools.detach();
  await context.clearPermissions();
  await page.emulateMedia({ media: null, colorScheme });
  if (viewport) await page.setViewportSize(viewport);
  await page.mouse.move(-1, -1);
}
