/** The inspector: what is chosen, how it is set, measured and broken. */
import type { Locator, Page } from '@playwright/test';

export class Inspector {
  readonly page: Page;
  readonly pane: Locator;

  constructor(page: Page) {
    this.page = page;
    this.pane = page.getByRole('complementary', { name: 'Inspector' });
  }

  async tab(name: 'Set' | 'Measure' | 'Break' | 'About'): Promise<void> {
    await this.pane.getByRole('tab', { name }).click();
  }

  field(label: string): Locator {
    return this.pane.getByRole('textbox', { name: label, exact: true });
  }

  /** Opens the groups of settings one after the other until this field, or choice, can be seen. */
  async reveal(label: string): Promise<void> {
    const sought = this.field(label).or(this.pane.getByRole('combobox', { name: label, exact: true }));
    const closed = this.pane.getByRole('heading', { level: 3 }).getByRole('button', { expanded: false });
    await this.pane.getByRole('tab', { selected: true }).waitFor();
    while ((await sought.count()) === 0 && (await closed.count()) > 0) await closed.first().click();
  }

  /** Types a value with its unit and takes it over. */
  async set(label: string, value: string): Promise<void> {
    await this.reveal(label);
    await this.field(label).fill(value);
    await this.field(label).press('Enter');
  }

  /** Chooses one of several. */
  async choose(label: string, option: string | RegExp): Promise<void> {
    await this.reveal(label);
    await this.pane.getByRole('combobox', { name: label, exact: true }).click();
    await this.page.getByRole('option', { name: option }).click();
  }

  /** Presses a fault of the tab Break. */
  async break(fault: string, aim?: string): Promise<void> {
    await this.tab('Break');
    if (aim !== undefined) await this.choose('Aim at', aim);
    await this.pane.getByRole('button', { name: fault, exact: true }).click();
  }
}
