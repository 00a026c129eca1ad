/** From an empty sheet to a system that answers, and back again step by step. */
import { expect, test } from './visit.ts';

test('three tiers are drawn by hand and by key, set and run', async ({ bench }) => {
  const { drawing, inspector } = bench;
  await bench.visit();

  // Straight onto the greeting, which lets a part in the hand through.
  await drawing.dragPart('Client', [0.4, 0.5]);
  await expect(drawing.part('client')).toBeVisible();
  await drawing.dragTo('client', [0.1, 0.35]);
  await drawing.clickPart('Load balancer', [0.36, 0.35]);
  await expect(drawing.part('load-balancer')).toBeVisible();
  // A part placed by the keyboard comes beside the chosen one, linked from it.
  await drawing.kind('Service').press('Enter');
  await expect(drawing.link('load-balancer', 'service')).toBeVisible();
  await drawing.dragPart('SQL database', [0.86, 0.7]);
  await expect(drawing.allParts).toHaveCount(4);

  await drawing.dragLink('client', 'load-balancer');
  await expect(drawing.link('client', 'load-balancer')).toBeVisible();
  await drawing.linkByKey('service', 'sql-database');
  await expect(drawing.link('service', 'sql-database')).toBeVisible();

  await drawing.choose('client');
  await inspector.set('Rate', '1.5k/s');
  await expect(inspector.field('Rate')).toHaveValue('1.5k/s');
  await drawing.choose('service');
  await inspector.set('Instances', '4');

  await bench.runToEnd();
  await bench.showWholeSystem();
  await expect(bench.finding('Traffic')).toContainText(/1\.\dk\/s offered · all answered|[\d.]+ % answered/);
  await expect(bench.finding('Latency')).toContainText(/p99 ≈?[\d.]+ ms/);
  await expect(drawing.part('client')).toHaveAccessibleName(/up, .*1\.[45]k\/s/);
});

test('every step of drawing can be undone and done again', async ({ bench }) => {
  const { drawing, inspector } = bench;
  await bench.startEmpty();
  await drawing.clickPart('Client', [0.2, 0.4]);
  await drawing.kind('Service').press('Enter');
  await drawing.kind('SQL database').press('Enter');
  await expect(drawing.allLinks).toHaveCount(2);
  await drawing.choose('client');
  await inspector.set('Rate', '250/s');
  await drawing.dragTo('service', [0.5, 0.75]);
  const moved = await drawing.part('service').boundingBox();

  await bench.undo(2);
  expect(await drawing.part('service').boundingBox()).not.toEqual(moved);
  await drawing.choose('client');
  await expect(inspector.field('Rate')).toHaveValue('100/s');
  await bench.undo(3);
  await expect(drawing.allParts).toHaveCount(0);
  await expect(bench.button('Undo')).toBeDisabled();

  await bench.redo(5);
  await expect(drawing.allParts).toHaveCount(3);
  await expect(drawing.allLinks).toHaveCount(2);
  expect(await drawing.part('service').boundingBox()).toEqual(moved);
  await drawing.choose('client');
  await expect(inspector.field('Rate')).toHaveValue('250/s');
  await expect(bench.button('Redo')).toBeDisabled();
});

test('a link that makes no sense is refused in words, and so is a rate', async ({ bench }) => {
  const { drawing, inspector, page } = bench;
  const refusal = (words: string | RegExp) => page.getByRole('region', { name: 'Drawing' }).getByText(words);
  await bench.startEmpty();
  await drawing.clickPart('Client', [0.2, 0.3]);
  await drawing.clickPart('Service', [0.6, 0.3]);
  await drawing.dragLink('client', 'service');
  await expect(drawing.allLinks).toHaveCount(1);

  await drawing.dragLink('service', 'client');
  await expect(refusal('Nothing can call client: it is a client.')).toBeVisible();
  await drawing.dragLink('client', 'service');
  await expect(refusal('client calls service already.')).toBeVisible();
  await expect(drawing.allLinks).toHaveCount(1);

  // So is a rate that cannot be, where it was typed, and the old one stays in force.
  await drawing.choose('client');
  await inspector.set('Rate', 'many');
  await expect(inspector.pane.getByRole('alert')).toContainText('It is still 100/s.');
  await inspector.field('Rate').press('Escape');
  await expect(inspector.field('Rate')).toHaveValue('100/s');
  await expect(inspector.pane.getByRole('alert')).toHaveCount(0);
});
