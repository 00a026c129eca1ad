/** Hands on a keyboard and nowhere else: every press is counted, so that a journey can say how many it takes. */
import type { Page } from '@playwright/test';

export class Keys {
  readonly page: Page;
  presses = 0;

  constructor(page: Page) {
    this.page = page;
  }

  /** Presses keys one after the other, such as `F6` or `Control+k`. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.presses += 1;
      await this.page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    this.presses += text.length;
    await this.page.keyboard.type(text);
  }
}
