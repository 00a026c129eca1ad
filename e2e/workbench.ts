/**
 * The page in the words of somebody who uses it: open an example, run it, share it. Everything is found by role and name, as people who
 * cannot see the page find it; nothing here knows of classes or of the markup.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { Drawing } from './drawing.ts';
import { Inspector } from './inspector.ts';

const SLOW_STEPS = 3;

export type Chart = 'Latency' | 'Traffic' | 'Availability' | 'Consistency';

export class Workbench {
  readonly page: Page;
  readonly bar: Locator;
  readonly drawing: Drawing;
  readonly inspector: Inspector;
  readonly timeline: Locator;
  readonly charts: Locator;
  readonly clock: Locator;
  readonly title: Locator;

  constructor(page: Page) {
    this.page = page;
    this.bar = page.getByRole('banner');
    this.drawing = new Drawing(page);
    this.inspector = new Inspector(page);
    this.timeline = page.getByRole('region', { name: 'Timeline', exact: true });
    this.charts = page.getByRole('region', { name: 'Charts' });
    this.clock = page.getByRole('timer', { name: 'Simulated time' });
    this.title = page.getByRole('textbox', { name: 'Title' });
  }

  /** Opens the page, or a link: its address from the `#` on. */
  async visit(fragment = ''): Promise<void> {
    await this.page.goto(`./${fragment}`);
    await expect(this.drawing.canvas).toBeVisible();
  }

  /** Opens the page, puts the greeting aside and starts with an empty sheet. */
  async startEmpty(): Promise<void> {
    await this.visit();
    await this.page.getByRole('button', { name: 'Start empty' }).click();
  }

  async openExample(title: string): Promise<void> {
    await this.button('Examples').click();
    await this.page
      .getByRole('dialog', { name: 'Examples' })
      .getByRole('button', { name: new RegExp(`^${title}`) })
      .click();
    await expect(this.title).toHaveValue(new RegExp(`^${title}`));
  }

  button(name: string): Locator {
    return this.bar.getByRole('button', { name, exact: true });
  }

  async play(): Promise<void> {
    await this.button('Play').click();
    await expect(this.button('Pause')).toBeVisible();
  }

  async pause(): Promise<void> {
    await this.button('Pause').click();
    await expect(this.button('Play')).toBeVisible();
  }

  /** Plays until so much simulated time has passed, and pauses a little later. */
  async playPast(seconds: number): Promise<void> {
    await this.play();
    await expect.poll(() => this.seconds(), { intervals: [100] }).toBeGreaterThan(seconds);
    await this.pause();
  }

  async setSpeed(words: string): Promise<void> {
    await this.bar.getByRole('combobox', { name: 'Speed' }).click();
    await this.page.getByRole('option', { name: words }).click();
  }

  /** Runs from where it stands to the end of the scenario, `seconds` of simulated time. */
  async runToEnd(seconds = 60): Promise<void> {
    await this.button('Run to end').click();
    await expect(this.clock).toHaveText(`${seconds.toFixed(2)} s`, { timeout: 25_000 });
    await expect(this.button('Play')).toBeVisible();
  }

  /**
   * Goes on from window to window with the key of a single step, until so much simulated time has passed. The last few are made one by
   * one: what is shown as a mean since the page last looked is then the mean over one window, on a slow machine and on a fast one.
   */
  async stepTo(seconds: number): Promise<void> {
    await this.drawing.canvas.focus();
    const before = (steps: number) => `${(seconds - steps * window).toFixed(2)} s`;
    await this.page.keyboard.press('w');
    await expect.poll(() => this.seconds()).toBeGreaterThan(0);
    const window = await this.seconds();
    for (let i = 1; i < Math.round(seconds / window) - SLOW_STEPS; i++) await this.page.keyboard.press('w');
    await expect(this.clock).toHaveText(before(SLOW_STEPS), { timeout: 20_000 });
    for (let left = SLOW_STEPS - 1; left >= 0; left--) {
      await this.page.keyboard.press('w');
      await expect(this.clock).toHaveText(before(left));
    }
  }

  async reset(): Promise<void> {
    await this.button('Reset').click();
    await expect.poll(() => this.seconds()).toBe(0);
  }

  /** Simulated time on the clock. */
  async seconds(): Promise<number> {
    return Number.parseFloat((await this.clock.textContent()) ?? '');
  }

  async undo(times = 1): Promise<void> {
    for (let i = 0; i < times; i++) await this.button('Undo').click();
  }

  async redo(times = 1): Promise<void> {
    for (let i = 0; i < times; i++) await this.button('Redo').click();
  }

  /** What a chart says it shows, in one line. */
  finding(chart: Chart): Locator {
    return this.charts.getByRole('figure', { name: chart, exact: true }).getByRole('paragraph').first();
  }

  /** From the charts of the chosen part to those of all requests. */
  async showWholeSystem(): Promise<void> {
    await this.charts.getByRole('button', { name: 'Whole system' }).click();
  }

  /** An entry of the timeline by what it says. */
  entry(name: string | RegExp): Locator {
    return this.timeline.getByRole('button', { name });
  }

  /** Where what is drawn stands with the browser's storage. */
  get saved(): Locator {
    return this.bar.getByRole('status', { name: 'Saved state' });
  }

  /** The seed, and beside it what came of a replay. */
  get verdict(): Locator {
    return this.bar.getByRole('button', { name: /^seed / });
  }

  /** Opens the sharing dialog, reads the link and the digest with which it is sealed, and closes it. */
  async share(): Promise<{ readonly link: string; readonly digest: string }> {
    await this.button('Share').click();
    const dialog = this.page.getByRole('dialog', { name: 'Share' });
    const ending = dialog.getByRole('listitem').filter({ hasText: 'how the run must end' });
    await expect(ending).toHaveText(/digest [0-9a-f]{16}$/);
    const digest = (await ending.textContent())?.slice(-16) ?? '';
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
    return { link, digest };
  }

  /** Chooses an entry of the menu that holds everything, by how it begins. */
  async fromMenu(entry: string): Promise<void> {
    await this.button('More').click();
    await this.page.getByRole('menuitem', { name: new RegExp(`^${entry}`) }).click();
  }

  /** Opens the dialog of many runs and waits until its runs can be asked for. */
  async manyRuns(tab: 'Repeat' | 'Compare' = 'Repeat'): Promise<Locator> {
    await this.button('Many runs').click();
    const dialog = this.page.getByRole('dialog', { name: 'Many runs' });
    await dialog.getByRole('tab', { name: tab }).click();
    return dialog;
  }

  async chooseTheme(name: 'Light' | 'Dark'): Promise<void> {
    await this.button('More').click();
    await this.page.getByRole('menuitemradio', { name: `${name} theme` }).click();
  }
}

/** A link from the `#` on, as it is opened on any host. */
export function fragmentOf(link: string): string {
  return link.slice(link.indexOf('#'));
}
