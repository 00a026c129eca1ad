/** Examples of single parts: found, opened, run and met; and the worker gives the same digests as the command line for all sorts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { digestOf, root } from './cli.ts';
import { expect, test } from './visit.ts';

/** Whole systems are compared where a visitor runs them (examples.spec); one of them, and one or two parts of each group, cheap to run. */
const PARTS = ['dns', 'cdn', 'waf', 'recorded-trace', 'sticky-tier', 'api-gateway', 'hedging', 'function', 'push-server', 'release'];
const FILES = ['failover', ...PARTS.map((id) => `parts/${id}`)].map((name) => `src/design/examples/${name}.json`);

interface Scenario {
  readonly scenario: { readonly seed: number };
}

test('an example of a part is found in the list, opens, runs and meets its objectives', async ({ bench, page }) => {
  await bench.visit();
  await bench.button('Examples').click();
  const dialog = page.getByRole('dialog', { name: 'Examples' });
  await dialog.getByRole('searchbox', { name: 'Find an example' }).fill('bulkhead');
  await expect(dialog.getByRole('button', { name: /^Three tiers/ })).toHaveCount(0);
  await dialog
    .getByRole('region', { name: 'Compute' })
    .getByRole('button', { name: /^A bulkhead keeps/ })
    .click();
  await expect(bench.title).toHaveValue(/^A bulkhead keeps/);
  await bench.runToEnd(20);
  const objectives = bench.inspector.pane.getByRole('region', { name: 'Objectives' });
  await expect(objectives.getByText(/^met · /).first()).toBeVisible();
  await expect(objectives.getByText(/^missed · /)).toHaveCount(0);

  // From a part that stands in it to the examples of its kind.
  await bench.drawing.choose('shop');
  await bench.inspector.tab('About');
  await bench.inspector.pane.getByRole('button', { name: /^A second attempt cuts the tail/ }).click();
  await expect(bench.title).toHaveValue(/^A second attempt/);
});

test('single parts end in a worker of the pool as on the command line, bit for bit', async ({ bench, page }) => {
  const address = page.waitForEvent('worker').then((worker) => worker.url());
  await bench.visit();
  const designs = FILES.map((file) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Scenario);
  const [here, there] = await Promise.all([digestsIn(page, await address, designs), onNode()]);
  expect(here).toEqual(there);
  expect(new Set(here).size).toBe(FILES.length);
});

async function onNode(): Promise<readonly string[]> {
  const digests: string[] = [];
  for (const file of FILES) digests.push(await digestOf(file));
  return digests;
}

/** Has the site's own worker, as one of a pool, run each to its end: what is said to it is what the page says through comlink. */
function digestsIn(page: Page, address: string, designs: readonly Scenario[]): Promise<readonly string[]> {
  return page.evaluate(
    async ({ url, jobs }) => {
      const worker = new Worker(url, { type: 'module' });
      const digests: string[] = [];
      for (const [i, design] of jobs.entries()) {
        const job = { design, seed: design.scenario.seed };
        const answer = new Promise<{ value: { report: { digest: string } } }>((resolve) => {
          worker.onmessage = ({ data }) => resolve(data);
        });
        worker.postMessage({ id: String(i), type: 'APPLY', path: ['run'], argumentList: [{ type: 'RAW', value: job }] });
        digests.push((await answer).value.report.digest);
      }
      worker.terminate();
      return digests;
    },
    { url: address, jobs: designs },
  );
}
