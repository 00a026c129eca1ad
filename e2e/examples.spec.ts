/** Every example opens, runs to its end, shows what it is there to show, and ends as it does on the command line, bit for bit. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, exampleFile, root } from './cli.ts';
import { expect, test } from './visit.ts';
import type { Chart, Workbench } from './workbench.ts';

/** The chart on which the effect of an example is told, and the words that tell it. */
const EFFECTS: Readonly<Record<string, readonly [Chart, RegExp]>> = {
  batching: ['Traffic', /the rest rejected by limits/],
  'cache-stampede': ['Latency', /during cache flushed/],
  'chaos-experiment': ['Availability', /of the error budget gone/],
  failover: ['Consistency', /^[1-9]\d* acknowledged writes? lost/],
  'hot-row': ['Latency', /./],
  partition: ['Availability', /error budget spent/],
  'queue-levelling': ['Latency', /unmoved by shoppers load/],
  'read-replicas': ['Consistency', /[1-9]\d* % stale at worst/],
  'retry-storm': ['Traffic', /mostly rejected by limits/],
  'saga-compensates': ['Traffic', /mostly errors/],
  'slow-replica': ['Latency', /s during search-a\/2 slow/],
  spares: ['Availability', /in the worst second during the leader of hot down/],
  'split-brain': ['Consistency', /[1-9]\d* acknowledged writes lost/],
  'three-tiers': ['Latency', /during db\/2 slow/],
  'unclean-election': ['Availability', /of the error budget gone/],
};

const ids = readdirSync(join(root, 'src/design/examples')).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));

test('no example is without a word on its effect', () => {
  expect(Object.keys(EFFECTS).sort()).toEqual(ids.sort());
});

/** One after the other in one page; so many a test, that a machine with several cores has something for each. */
const TOGETHER = 4;

for (let first = 0; first < ids.length; first += TOGETHER) {
  const some = ids.slice(first, first + TOGETHER);
  test(`examples run to their end as on the command line: ${some.join(', ')}`, async ({ bench }) => {
    await bench.visit();
    for (const id of some) await test.step(id, () => runsAsOnTheCommandLine(bench, id));
  });
}

async function runsAsOnTheCommandLine(bench: Workbench, id: string): Promise<void> {
  const onNode = digestOf(exampleFile(id));
  const { title, scenario } = JSON.parse(readFileSync(join(root, exampleFile(id)), 'utf8'));
  await bench.openExample(title);
  await bench.runToEnd(scenario.durationMs / 1_000);

  const [chart, effect] = EFFECTS[id] ?? ['Latency', /./];
  await expect.soft(bench.finding(chart), id).toHaveText(effect);
  expect.soft((await bench.share()).digest, id).toBe(await onNode);
}
