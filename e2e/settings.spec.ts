// Many settings: their groups fold, say what was changed in them, and stay as they were left; a word finds a setting.
import { expect, test } from './visit.ts';

test('groups of settings fold, count what was changed, and are remembered for a kind', async ({ bench, page }) => {
  const { inspector, drawing } = bench;
  await bench.startEmpty();
  await drawing.clickPart('Service', [0.4, 0.4]);
  const group = (name: string) => inspector.pane.getByRole('heading', { level: 3 }).getByRole('button', { name: new RegExp(`^${name}`) });
  await expect(group('Memory')).toHaveAttribute('aria-expanded', 'false');
  await group('Memory').focus();
  await page.keyboard.press('Enter');
  await inspector.set('Heap', '2GB');
  await expect(group('Memory')).toHaveText(/1 changed/);
  await group('Memory').press('Space');
  await expect(inspector.field('Heap')).toBeHidden();
  await expect(group('Memory')).toHaveText(/1 changed/);
  await group('Disk').click();
  await page.reload();
  await drawing.allParts.first().click();
  await expect(group('Disk')).toHaveAttribute('aria-expanded', 'true');
  await expect(group('Memory')).toHaveAttribute('aria-expanded', 'false');
  // What is sought is shown, wherever it is folded away.
  await inspector.pane.getByRole('searchbox', { name: 'Find a setting' }).fill('heap');
  await expect(inspector.field('Heap')).toBeVisible();
});
