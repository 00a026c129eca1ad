/** The page that proves the simulation, in the words of a sceptic: run this case, what was measured, does it hold. */
import { expect, type Locator, type Page } from '@playwright/test';

export class ProofPage {
  readonly page: Page;
  readonly dialog: Locator;
  readonly progress: Locator;
  readonly controls: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Prove it' });
    this.progress = this.dialog.getByRole('progressbar', { name: 'Progress' });
    this.controls = this.dialog.getByRole('region', { name: 'Run the cases' });
  }

  /** Opens the page by its address. */
  async visit(fragment = '#prove'): Promise<void> {
    await this.page.goto(`./${fragment}`);
    await expect(this.dialog).toBeVisible();
  }

  /** All results as they are copied for a spreadsheet; the browser must allow reading the clipboard. */
  async csv(): Promise<string> {
    const said = this.dialog.getByText('Copied as CSV');
    await expect(said).toHaveCount(0);
    await this.dialog.getByRole('button', { name: 'Copy as CSV' }).click();
    await expect(said).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** A case by its title. */
  case(title: string): Locator {
    return this.dialog.getByRole('article', { name: title, exact: true });
  }

  /** What one figure of a case came to; the only one, when it has only one. */
  quantity(title: string, name?: string): Locator {
    return this.case(title).getByRole('listitem', name === undefined ? {} : { name });
  }

  /** Presses a case's button, whatever it says by now, and waits for the end. */
  async run(title: string): Promise<void> {
    const button = this.case(title).getByRole('button', { name: /^(Run|Run again|Go on): / });
    const first = (await button.getAttribute('aria-label'))?.startsWith('Run: ') === true;
    // A short run may be over between two looks at the bar; a first one leaves another word on the button.
    const begun = this.progress.waitFor({ state: 'attached', timeout: 3_000 }).catch(() => undefined);
    await button.click();
    await (first ? expect(button).toHaveAccessibleName(/^(Run again|Go on): /, { timeout: 60_000 }) : begun);
    await this.ended();
  }

  async ended(): Promise<void> {
    await expect(this.progress).toHaveCount(0, { timeout: 60_000 });
  }

  async openSystem(title: string): Promise<void> {
    await this.case(title).getByRole('button', { name: 'Open this system' }).click();
    await expect(this.dialog).toHaveCount(0);
  }

  /** From the address on: another number, other luck. */
  async chooseSeeds(offset: number): Promise<void> {
    const field = this.dialog.getByRole('textbox', { name: 'Seed offset' });
    await field.fill(String(offset));
    await field.press('Enter');
  }

  /** A figure of a quantity: `exact`, `measured` or `n`, as it is written. */
  async figure(quantity: Locator, name: 'exact' | 'measured' | 'n'): Promise<string> {
    const row = quantity.getByRole('definition');
    const index = { exact: 0, measured: 1, n: 2 }[name];
    return (await row.nth(index).innerText()).replace(/\s+/g, ' ').trim();
  }
}
