/** Coverage: observability. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const OBSERVABILITY: readonly Row[] = [
  {
    id: 'O1',
    concept: 'metrics with scrape interval, exporters on brokers, dashboards',
    built: [],
    proof: [],
  },
  {
    id: 'O2',
    concept: 'alert rules with `for` duration → time to detect',
    built: [],
    proof: [],
  },
  {
    id: 'O3',
    concept: 'logs with volume and cost, async logging',
    built: [
      'kind log-pipeline',
      'parameter log-pipeline.mode',
      'parameter log-pipeline.buffer',
      'link async',
      'example log-pipeline',
      'chart Cost',
    ],
    proof: [
      'log-pipeline.test "holds the worker of who logs"',
      'log-pipeline.test "lets go at once"',
      'log-pipeline.test "drops what finds no room"',
      'log-pipeline.test "loses with a crash"',
      'log-pipeline.test "grows with what is written"',
      'part-examples.test "%s meets its objectives, and without it misses one"',
    ],
  },
  {
    id: 'O4',
    concept: 'distributed tracing with sampling and a waterfall',
    built: [],
    proof: [],
  },
  {
    id: 'O5',
    concept: 'anomaly seen by users first vs by monitoring first',
    built: [],
    proof: [],
  },
];
