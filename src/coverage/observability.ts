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
    built: [],
    proof: [],
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
