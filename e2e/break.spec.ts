/** Breaking a running system and healing it: what is done by hand is stamped with its moment, and replays like anything planned. */
import { expect, test } from './visit.ts';

test('one instance broken from its menu, then all in the inspector: counted, undone, healed, and replayed', async ({ bench }) => {
  const { drawing, inspector, timeline } = bench;
  await bench.visit();
  await bench.openExample('Three tiers');
  await bench.playPast(0.5);
  await test.step('one instance is told by the count, and undo takes it back', async () => {
    await drawing.breakByMenu('web', 'Crash', 'web/2');
    const one = timeline.getByRole('button', { name: /^Crash on web\/2 from / });
    await expect(one).toBeVisible();
    await bench.play();
    await expect(drawing.part('web')).toHaveAccessibleName(/1 of 3 down/);
    await bench.undo();
    await expect(one).toHaveCount(0);
    await expect(drawing.part('web')).toHaveAccessibleName(/, 3 instances, up, /);
    await bench.redo();
    await expect(one).toBeVisible();
    await expect(drawing.part('web')).toHaveAccessibleName(/1 of 3 down/);
    await bench.undo();
    await expect(one).toHaveCount(0);
  });

  await drawing.choose('web');
  await inspector.break('Crash');
  const crash = timeline.getByRole('button', { name: /^Crash on web from [\d.]+ s to [\d.]+ s$/ });
  await expect(crash).toBeVisible();
  await expect(drawing.part('web')).toHaveAccessibleName(/, 3 instances, down, /);
  await bench.showWholeSystem();
  await expect(bench.finding('Traffic')).toContainText(/% answered · (the rest|mostly) refused connections/);

  await inspector.pane.getByRole('button', { name: 'End now' }).click();
  await expect(drawing.part('web')).toHaveAccessibleName(/, 3 instances, up, /);
  const name = await crash.getAttribute('aria-label');

  await bench.runToEnd();
  const { digest } = await bench.share();
  await bench.reset();
  await bench.runToEnd();
  await expect(bench.verdict).toHaveText(/replayed identically/);
  expect((await bench.share()).digest).toBe(digest);
  await expect(crash).toHaveAccessibleName(name ?? '');
});

test('a fault is planned, moved by key and removed; a setting turned while it runs is written there and replays', async ({
  bench,
  visitor,
}) => {
  const { drawing, inspector, timeline, page } = bench;
  await bench.visit();
  await bench.openExample('A queue levels');
  await test.step('planned before the run', async () => {
    await drawing.choose('orders');
    await inspector.break('Crash');
    const crash = timeline.getByRole('button', { name: /^Crash on orders from 20 s to 30 s$/ });
    await crash.focus();
    await page.keyboard.press('ArrowRight');
    await expect(timeline.getByRole('button', { name: /^Crash on orders from 20\.\d+ s to 30\.\d+ s$/ })).toBeFocused();
    await page.keyboard.press('Delete');
    await expect(timeline.getByRole('button', { name: /^Crash on / })).toHaveCount(0);
  });

  await drawing.choose('shoppers');
  await inspector.tab('Set');
  await bench.playPast(1);
  const before = await inspector.field('Rate').inputValue();
  await inspector.set('Rate', '20/s');
  await expect(timeline.getByRole('button', { name: new RegExp(`^Shoppers rate ${before} → 20/s at [\\d.]+ s$`) })).toBeVisible();
  await bench.runToEnd();
  const { link, digest } = await bench.share();

  const other = await visitor();
  await other.visit(link.slice(link.indexOf('#')));
  await other.runToEnd();
  await expect(other.verdict).toHaveText(/replayed identically/);
  expect((await other.share()).digest).toBe(digest);
});
