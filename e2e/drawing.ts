/** The list of parts and the drawing: placing, linking, choosing and breaking by every route that a person has. */
import { expect, type Locator, type Page } from '@playwright/test';

/** A place on the drawing as shares of its width and height. */
export type Place = readonly [across: number, down: number];

export class Drawing {
  readonly page: Page;
  readonly canvas: Locator;
  readonly parts: Locator;

  constructor(page: Page) {
    this.page = page;
    this.canvas = page.getByRole('application', { name: 'Canvas' });
    this.parts = page.getByRole('region', { name: 'Parts' });
  }

  /** A kind in the list of parts. */
  kind(name: string): Locator {
    return this.parts.getByRole('button', { name, exact: true });
  }

  /** A part on the canvas: its accessible name begins with its own name and goes on with kind and state. */
  part(name: string): Locator {
    return this.canvas.getByRole('group', { name: new RegExp(`^${name}, `) });
  }

  get allParts(): Locator {
    return this.canvas.getByRole('group', { name: /, \d+ of \d+$/ });
  }

  link(from: string, to: string): Locator {
    return this.canvas.getByRole('button', { name: `${from} to ${to}`, exact: true });
  }

  get allLinks(): Locator {
    return this.canvas.getByRole('button', { name: /^(?!Move the )[^%]+ to [^%]+$/ });
  }

  async dragPart(kind: string, to: Place): Promise<void> {
    const { x, y } = await this.at(to);
    await this.kind(kind).hover();
    await this.page.mouse.down();
    await this.page.mouse.move(x, y, { steps: 4 });
    await this.page.mouse.up();
  }

  async clickPart(kind: string, to: Place): Promise<void> {
    const { x, y } = await this.at(to);
    await this.kind(kind).click();
    await this.page.mouse.click(x, y);
  }

  async dragLink(from: string, to: string): Promise<void> {
    await this.part(from).hover();
    await this.canvas.getByRole('button', { name: `Link from ${from}` }).hover();
    const { x, y } = await middleOf(this.part(to));
    await this.page.mouse.down();
    await this.page.mouse.move(x, y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** C on the chosen part lists what it may call; letters and arrows choose there. */
  async linkByKey(from: string, to: string): Promise<void> {
    await this.choose(from);
    await this.part(from).press('c');
    const targets = this.page.getByRole('menu', { name: `${from} calls` });
    await targets.getByRole('menuitem', { name: to, exact: true }).press('Enter');
    await expect(targets).toBeHidden();
  }

  async dragTo(name: string, to: Place): Promise<void> {
    const { x, y } = await this.at(to);
    await this.part(name).hover();
    await this.page.mouse.down();
    await this.page.mouse.move(x, y, { steps: 4 });
    await this.page.mouse.up();
  }

  async choose(name: string): Promise<void> {
    await this.part(name).click();
    await expect(this.page.getByRole('complementary', { name: 'Inspector' }).getByRole('textbox', { name: 'Name' })).toHaveValue(name);
  }

  /** Breaks a part from its context menu; `which` is one of its instances. */
  async breakByMenu(name: string, fault: string, which?: string): Promise<void> {
    await this.part(name).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: which === undefined ? 'Break…' : /^Break one of/ }).click();
    if (which !== undefined) await this.page.getByRole('menuitem', { name: which, exact: true }).click();
    await this.page.getByRole('menuitem', { name: fault, exact: true }).click();
  }

  private async at([across, down]: Place): Promise<{ readonly x: number; readonly y: number }> {
    const { x, y, width, height } = await boxOf(this.canvas);
    return { x: x + width * across, y: y + height * down };
  }
}

async function middleOf(locator: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}

async function boxOf(
  locator: Locator,
): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${locator} is not on the page`);
  return box;
}
