/** Coverage: observability. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const OBSERVABILITY: readonly Row[] = [
  {
    id: 'O1',
    concept: 'metrics with scrape interval, exporters on brokers, dashboards',
    built: ['kind monitor', 'parameter monitor.interval', 'parameter monitor.percentiles', 'chart Latency of a watched part'],
    proof: [
      'monitor.test "knows nothing before its second reading"',
      'monitor.test "averages the percentiles of copies"',
      'monitor.test "calls nobody"',
      'monitor.test "is laid over the charts"',
    ],
  },
  {
    id: 'O2',
    concept: 'alert rules with `for` duration → time to detect',
    built: [
      'kind monitor',
      'parameter monitor.hold',
      'parameter monitor.errors',
      'parameter monitor.p99',
      'parameter monitor.queued',
      'parameter monitor.notify',
      'example monitor',
    ],
    proof: [
      'monitor.test "fires once the condition has held"',
      'monitor.test "counts the time until"',
      'monitor.test "is over when a reading"',
      'part-examples.test "%s meets its objectives, and without it misses one"',
    ],
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
    built: [
      'kind tracer',
      'parameter tracer.sampling',
      'parameter tracer.cost',
      'panel Traces',
      'command sim run --traces',
      'example tracer',
    ],
    proof: [
      'tracer.test "follows its share of requests"',
      'tracer.test "makes the work of traced calls longer"',
      'traces.test "has every call with its moments"',
      'traces.test "B12: its path adds up"',
      'trace-rows.test "has each call below"',
      'part-examples.test "%s meets its objectives, and without it misses one"',
    ],
  },
  {
    id: 'O5',
    concept: 'anomaly seen by users first vs by monitoring first',
    built: ['kind monitor', 'example monitor'],
    proof: [
      'monitor.test "fires once the condition has held"',
      'monitor.test "misses what begins and ends"',
      'part-examples.test "%s meets its objectives, and without it misses one"',
    ],
  },
];
