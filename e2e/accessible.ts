/** The accessibility checker on what can be seen now, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What is grave: a person who needs help to use the page is kept out by it, or nearly. */
const GRAVE: readonly unknown[] = ['serious', 'critical'];
export const ANY: readonly unknown[] = ['minor', 'moderate', ...GRAVE];

/** Rules that a theme can break. All others look at what both themes share: one page, whose colours follow the system's. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

export const DIALOG = '[role="dialog"]';
export const INSPECTOR = 'aside';

/**
 * What the checker finds in both themes, in words. The page must follow the system's theme, which it does unless told otherwise.
 * `within`: only what this selector finds, and what is in it.
 */
export async function barriers(page: Page, within?: string, impacts = GRAVE): Promise<readonly string[]> {
  const light = await found(page, 'light', within, impacts);
  const dark = await found(page, 'dark', within, impacts, OF_COLOUR);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark];
}

async function found(
  page: Page,
  theme: 'light' | 'dark',
  within: string | undefined,
  impacts: readonly unknown[],
  rules?: string[],
): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: theme });
  const options = {
    resultTypes: ['violations'] as ['violations'],
    ...(rules === undefined ? {} : { runOnly: { type: 'rule' as const, values: rules } }),
  };
  const violations = (await page.evaluate(() => 'axe' in window)) ? await again(page, within, options) : await first(page, within, options);
  return violations
    .filter(({ impact }) => impacts.includes(impact))
    .map(({ id, help, nodes }) => {
      const places = nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`);
      return `${theme}: ${id}: ${help}: ${places.join('; ')}`;
    });
}

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];
type Options = Parameters<AxeBuilder['options']>[0];

/** In the page itself, which has no frames of others; else each look opens a second page. */
async function first(page: Page, within: string | undefined, options: Options): Promise<Violations> {
  const look = new AxeBuilder({ page }).setLegacyMode(true).options(options);
  if (within !== undefined) look.include(within);
  return (await look.analyze()).violations;
}

/** With the checker that the first look has left in the page: to hand it over takes as long as a look at a dialog. */
function again(page: Page, within: string | undefined, options: Options): Promise<Violations> {
  return page.evaluate(
    async ([where, how]) => {
      const { axe } = window as unknown as { axe: { run(where: unknown, how: unknown): Promise<{ violations: Violations }> } };
      return (await axe.run(where ?? document, how)).violations;
    },
    [within, options] as const,
  );
}
