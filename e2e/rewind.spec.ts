/** Time: the past of a run is looked at, changed and branched from; every drag along it has a way by keys and one by clicks (E04). */
import { expect, test } from './visit.ts';
import type { Workbench } from './workbench.ts';

const head = ({ timeline }: Workbench) => timeline.getByRole('slider', { name: 'Play head' });
const tool = ({ timeline }: Workbench, name: string) => timeline.getByRole('button', { name, exact: true });

/** Pictures of each step for whoever wants to look, when asked for. */
async function picture({ page }: Workbench, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

/** A run of which a part is down by hand, paused. @returns how far it has come, s. */
async function breakLive(bench: Workbench): Promise<number> {
  await bench.visit();
  await bench.openExample('Three tiers');
  await bench.drawing.choose('web');
  await bench.setSpeed('1 s here = 2 s there');
  await bench.playPast(4);
  await bench.inspector.break('Crash');
  await bench.playPast(6);
  return bench.seconds();
}

/** Looks at the past by keys, by an entry of the timeline, and by clicks. */
async function lookBack(bench: Workbench, present: number): Promise<void> {
  const { clock, drawing, page } = bench;
  await test.step('by keys', async () => {
    await head(bench).press('Home');
    await expect(clock).toHaveText('0.00 s');
    await head(bench).press('Shift+ArrowRight');
    await head(bench).press('ArrowRight');
    await expect(head(bench)).toHaveAttribute('aria-valuetext', /^2\.2 s, the run has come to /);
    await expect(drawing.part('web')).toHaveAccessibleName(/, 3 instances, up, /);
    await picture(bench, 'past');
    await head(bench).press('End');
    await expect.poll(() => bench.seconds()).toBe(present);
  });

  await test.step('by an entry of the timeline: the first window of what was broken', async () => {
    await bench.entry(/^Crash on web from /).click();
    await page.getByRole('button', { name: 'Go there' }).click();
    await page.keyboard.press('Escape');
    await head(bench).press('ArrowRight');
    await expect(drawing.part('web')).toHaveAccessibleName(/, 3 instances, down, /);
    await picture(bench, 'broken');
  });

  await test.step('by clicks: one window back, a moment of a chart, and the present again', async () => {
    const shown = await bench.seconds();
    await tool(bench, 'Back one window').click();
    await expect.poll(() => bench.seconds()).toBeLessThan(shown);
    await bench.showWholeSystem();
    const chart = bench.charts.getByRole('slider', { name: 'Latency over time' });
    const box = await chart.boundingBox();
    await chart.click({ position: { x: 44 + ((box?.width ?? 0) - 104) * 0.03, y: 40 } });
    await expect.poll(() => bench.seconds()).toBeLessThan(4);
    await tool(bench, 'Now').click();
    await expect.poll(() => bench.seconds()).toBe(present);
  });
}

/** Looks at the past with the pointer: by a press, and by a drag. */
async function pointBack(bench: Workbench, present: number): Promise<void> {
  const { page, timeline } = bench;
  await test.step('by a press on the free room of the timeline that the run has passed; ahead of it a press plans', async () => {
    const box = await timeline.boundingBox();
    if (box === null) throw new Error('there is a timeline');
    const at = (second: number) => page.mouse.click(box.x + 200 + ((box.width - 220) * second) / 60, box.y + 50);
    await at(2);
    await expect.poll(() => bench.seconds()).toBeCloseTo(2, 0);
    await tool(bench, 'Now').click();
    await at(40);
    await expect(page.getByRole('dialog', { name: 'Break something' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect.poll(() => bench.seconds()).toBe(present);
  });

  await test.step('by a drag', async () => {
    const grip = await head(bench).locator('span').boundingBox();
    if (grip === null) throw new Error('the play head has a grip');
    await page.mouse.move(grip.x + 12, grip.y + 12);
    await page.mouse.down();
    await page.mouse.move(grip.x - 40, grip.y + 12, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => bench.seconds()).toBeLessThan(present - 0.5);
  });
}

/** Goes back to moments that have a name or a number. */
async function goBackTo(bench: Workbench, present: number): Promise<void> {
  const { clock, page } = bench;
  const moments = page.getByRole('dialog', { name: 'Moments' });
  await test.step('a bookmark and a typed moment', async () => {
    await tool(bench, 'Now').click();
    await expect.poll(() => bench.seconds()).toBe(present);
    await tool(bench, 'Back one window').click();
    await expect.poll(() => bench.seconds()).toBeLessThan(present);
    const marked = await bench.seconds();
    await tool(bench, 'Bookmark this moment').click();
    await tool(bench, 'Now').click();
    await tool(bench, 'Moments: go to, loop, run until').click();
    await expect(moments).toBeVisible();
    await picture(bench, 'moments');
    await moments.getByRole('button', { name: /^Go to Bookmark at / }).click();
    await expect.poll(() => bench.seconds()).toBeCloseTo(marked, 2);
    await tool(bench, 'Moments: go to, loop, run until').click();
    await moments.getByRole('textbox', { name: 'Moment' }).fill('3.21 s');
    await moments.getByRole('textbox', { name: 'Moment' }).press('Enter');
    await moments.getByRole('button', { name: 'Go', exact: true }).click();
    await expect(clock).toHaveText('3.21 s');
  });
}

/** Changes something at the moment shown, and goes on from the past. */
async function changeThePast(bench: Workbench, present: number): Promise<void> {
  const { inspector, timeline } = bench;
  await test.step('what is changed there makes what follows anew', async () => {
    await bench.drawing.choose('shoppers');
    await inspector.tab('Set');
    await inspector.set('Rate', '400/s');
    await expect(timeline.getByRole('button', { name: /^Shoppers rate .* → 400\/s at 3\.21\d* s$/i })).toBeVisible();
    await tool(bench, 'Now').click();
    await expect.poll(() => bench.seconds(), { timeout: 20_000 }).toBe(present);
  });

  await test.step('played from the past the run comes to the present and goes on', async () => {
    await tool(bench, 'Back one window').click();
    await bench.play();
    await expect.poll(() => bench.seconds()).toBeGreaterThan(present + 0.5);
    await bench.pause();
  });
}

test('run, break live, scrub back: by keys, by clicks, by a drag; a change in the past, and on from there (B01, B02, B05, E04)', async ({
  bench,
}) => {
  const present = await breakLive(bench);
  await lookBack(bench, present);
  await pointBack(bench, present);
  await goBackTo(bench, present);
  await changeThePast(bench, present);
});

test('a run goes on until something happens, and says so (B01)', async ({ bench }) => {
  const { page } = bench;
  await bench.visit();
  await bench.openExample('Failover that loses writes');
  await tool(bench, 'Moments: go to, loop, run until').click();
  const moments = page.getByRole('dialog', { name: 'Moments' });
  await moments.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'a fault begins' }).click();
  await moments.getByRole('button', { name: 'Run until' }).click();
  await expect(page.getByText(/^Paused at [\d.]+ s: a fault begins\.$/).first()).toBeVisible();
  await expect(bench.button('Play')).toBeVisible();
});

test('from a moment on one thing is other: the same charts, the same requests, and how sure the difference is (B13)', async ({ bench }) => {
  const { page } = bench;
  await bench.visit();
  await bench.openExample('Failover that loses writes');
  await bench.runToEnd();
  await head(bench).press('Home');
  await head(bench).press('Shift+ArrowRight');
  await tool(bench, 'From here, change one thing').click();
  const branch = page.getByRole('dialog', { name: 'From here, change one thing' });
  await branch.getByRole('tab', { name: 'Take something away' }).click();
  await branch.getByRole('combobox', { name: 'Without' }).click();
  await page.getByRole('option').first().click();
  await picture(bench, 'branch');
  await branch.getByRole('button', { name: 'Run both' }).click();
  const dialog = page.getByRole('dialog', { name: 'Many runs' });
  const both = dialog.getByRole('region', { name: 'Side by side' });
  await expect(both).toContainText(/Both runs are the same, event for event, until [\d.]+ s\./, { timeout: 30_000 });
  await expect(both.getByRole('slider', { name: 'p99 latency over time' })).toBeVisible();
  await expect(both.getByRole('row').nth(1)).toContainText(/[−+]/);
  await expect(dialog.getByRole('table', { name: /^Figures of two designs/ })).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await picture(bench, 'compare');
  await both.getByRole('row').nth(1).getByRole('button').click();
  await expect(both.getByRole('region', { name: /^Request / })).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Copy link of B' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Link of the branch' })).toHaveValue(/#lb1\./);
  await dialog.getByRole('button', { name: 'Make B the design' }).click();
  await expect(page.getByText('The branch is the design now.').first()).toBeVisible();
  await bench.undo();
});
