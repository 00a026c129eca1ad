/** The whole journey without a pointer: build, run, break, heal, share. */
import { Keys } from './keys.ts';
import { expect, test } from './visit.ts';

test('three tiers are built, run, broken, healed and shared by keyboard alone', async ({ bench, page }) => {
  const { drawing, timeline } = bench;
  const keys = new Keys(page);
  await bench.visit();

  // F6 goes from region to region: the bar, then the parts, where what is typed is sought and Enter places it.
  await keys.press('F6', 'F6');
  await expect(page.getByRole('searchbox', { name: 'Find a part' })).toBeFocused();
  for (const words of ['cli', 'load', 'serv', 'sql']) {
    await keys.type(words);
    await keys.press('Enter', 'Control+a');
  }
  await expect(drawing.link('client', 'load-balancer')).toBeVisible();
  await expect(drawing.link('load-balancer', 'service')).toBeVisible();
  await expect(drawing.link('service', 'sql-database')).toBeVisible();

  // Run it from anywhere, then go to the drawing: arrows with Alt walk from part to part, the menu key opens the menu.
  await keys.press('Control+Enter');
  await expect(bench.button('Pause')).toBeVisible();
  await keys.press('F6');
  await expect(drawing.canvas).toBeFocused();
  await keys.press('Alt+ArrowLeft');
  await expect(drawing.part('service')).toBeFocused();
  await keys.press('Shift+F10');
  await expect(page.getByRole('menu', { name: 'service' })).toBeFocused();
  await keys.press('b', 'Enter');
  await expect(page.getByRole('menuitem', { name: 'Crash' })).toBeFocused();
  await keys.press('Enter');
  const crash = timeline.getByRole('button', { name: /^Crash on service from/ });
  await expect(crash).toBeVisible();
  await expect(drawing.part('service')).toHaveAccessibleName(/, down, /);
  await expect(drawing.part('service')).toBeFocused();

  // Undo heals it; single letters act on the canvas: E runs to the end.
  await keys.press('Control+z');
  await expect(crash).toHaveCount(0);
  await keys.press('Control+Shift+z', 'e');
  await expect(bench.clock).toHaveText('60.00 s');

  await keys.press('Control+Shift+s');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await expect(dialog.getByText('Sealed.', { exact: true })).toBeVisible();
  await keys.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(drawing.part('service')).toBeFocused();
  // From an empty page to a sealed link.
  expect(keys.presses).toBeLessThanOrEqual(60);
});

test('what is linked, set and chosen by a pointer can be by keys', async ({ bench, page }) => {
  const { drawing, inspector } = bench;
  const keys = new Keys(page);
  await bench.startEmpty();
  await drawing.clickPart('Client', [0.2, 0.3]);
  await drawing.clickPart('Service', [0.6, 0.3]);
  await drawing.clickPart('Service', [0.6, 0.7]);

  await drawing.canvas.focus();
  await keys.press('Tab');
  await expect(drawing.part('client')).toBeFocused();
  await keys.press('c');
  await expect(page.getByRole('menu', { name: 'client calls' }).getByRole('menuitem')).toHaveText(['service', 'service-2']);
  await keys.press('ArrowDown', 'ArrowDown', 'Enter');
  await expect(drawing.link('client', 'service-2')).toBeVisible();

  // F2 renames in place, arrows move, Delete removes, and F6 leads to the settings of what is chosen.
  await keys.press('F2');
  await keys.type('users');
  await keys.press('Enter');
  await expect(drawing.part('users')).toBeFocused();
  const before = await drawing.part('users').boundingBox();
  await keys.press('ArrowDown');
  expect((await drawing.part('users').boundingBox())?.y).toBeGreaterThan(before?.y ?? 0);
  await keys.press('F6');
  await expect(inspector.pane.getByRole('textbox', { name: 'Name' })).toHaveValue('users');
  await inspector.field('Rate').focus();
  await keys.press('Control+a');
  await keys.type('2k/s');
  await keys.press('Enter');
  await expect(inspector.field('Rate')).toHaveValue('2k/s');
});

test('every command is found by name; the canvas keeps nobody: Escape lets go and Tab goes on', async ({ bench, page }) => {
  const keys = new Keys(page);
  await bench.visit();
  const field = page.getByRole('combobox', { name: 'Find a command' });
  await keys.press('Control+k');
  await expect(field).toBeFocused();
  await keys.type('queue lev');
  await expect(page.getByRole('option', { selected: true })).toContainText('A queue levels a spike');
  await keys.press('Enter');
  await expect(bench.title).toHaveValue('A queue levels a spike');
  await keys.press('Control+k');
  await expect(field).toBeFocused();
  await keys.type('run to');
  await keys.press('Enter');
  await expect(bench.clock).toHaveText('60.00 s');
  await keys.press('F1');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Run to end');
  await keys.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await bench.drawing.canvas.focus();
  await keys.press('Tab', 'Escape', 'Tab');
  await expect(bench.drawing.allParts.and(page.locator(':focus'))).toHaveCount(0);
  await keys.press('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab');
  await expect(bench.drawing.canvas.locator(':focus')).toHaveCount(0);
});
