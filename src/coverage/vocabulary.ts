/** Coverage: trade-offs and vocabulary. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const VOCABULARY: readonly Row[] = [
  {
    id: 'T1',
    concept: 'latency vs throughput · raise batch size / partitions / linger → throughput up, latency up, on one chart',
    built: [
      'panel Sweep of the studies',
      'command sim sweep',
      'example batching',
      'parameter log.batchBytes',
      'parameter log.linger',
      'parameter log.partitions',
    ],
    proof: [
      'studies.test "n records of 1 ms each share"',
      'studies.test "whoever comes alone waits"',
      'sweep.test "measures each value under each load"',
      'worker.test "of what the batch before left over"',
      'log.test "of what came while"',
      'teach.spec "T1: larger batches"',
    ],
  },
  {
    id: 'T2',
    concept:
      'performance vs scalability · one user vs many; slow for one = performance problem, slow under load = scalability problem → throughput-vs-load curve with a fitted USL (contention, coherence) line',
    built: ['panel Scaling of the studies', 'command sim curve', 'parameter client.loop', 'parameter client.users'],
    proof: [
      'usl.test "is found again from what it gives"',
      'curve.test "is flat for one worker"',
      'curve.test "is a line for as many workers"',
      'curve.test "tells performance and scalability apart"',
    ],
  },
  {
    id: 'T3',
    concept:
      'availability vs consistency (CAP) · partition a CP store and an AP store side by side → errors on one, stale reads on the other',
    built: ['panel CAP comparison', 'command sim stores', 'fault partition', 'parameter sql-database.replication'],
    proof: ['cap.test "shows the trade: consistent refuses"', 'cap.test "has each store with each of its sides"'],
  },
  {
    id: 'T4',
    concept: 'reliability vs availability vs fault tolerance · failure *count* and failure *duration* shown separately (MTBF, MTTR)',
    built: [
      'panel Structure of the studies',
      'panel Failures of the studies',
      'command sim structure',
      'command sim matrix',
      'fault crash',
      'panel Failures',
      'chart Availability',
      'panel Post-mortem',
    ],
    proof: [
      'structure.test "wear every part that a request needs"',
      'studies.test "availability by structure"',
      'matrix.test "names the only store"',
      'availability-structure.test "up 720 h, down 1 h"',
      'run-summary.test "keeps how often it failed apart"',
      'slo-rows.test "tells how often apart"',
      'burn.test "are rows of windows below"',
    ],
  },
  {
    id: 'T5',
    concept: 'tail latency · p50/p95/p99/p99.9 and a heatmap; average shown to mislead; fan-out amplifies the tail',
    built: ['chart Latency', 'chart Heat map', 'panel Durations', 'panel Prove it: tail at scale'],
    proof: [
      'case tail-at-scale',
      'case slowest-of-ten',
      'heat.test "puts windows together"',
      'follower.test "shows the very requests of a cell"',
      'slo-rows.test "says what a mean hides"',
      'models.test "hides p99.9 under"',
    ],
  },
  {
    id: 'T6',
    concept: 'every performance problem is a queue · queue length and wait per node; the bottleneck named',
    built: ['panel Why', 'command sim why', 'panel Capacity of the studies', 'command sim capacity', 'chart Queue'],
    proof: [
      'causes.test "compares a stretch inside an outage"',
      'explain.test "names the part that is offered more"',
      'studies.test "%s"',
      'figures.test "are read at the place of their own part"',
      'meter.test "has the area under its steps"',
    ],
  },
  {
    id: 'T7',
    concept: 'four golden signals: latency, traffic, errors, saturation · per node and end to end',
    built: ['chart Latency', 'chart Traffic', 'chart Availability', 'chart Utilisation', 'panel Measure', 'panel Golden signals'],
    proof: [
      'models.test "turns counts of windows"',
      'models.test "shows the last second, all so far"',
      'models.test "read its own columns"',
      'models.test "mark its percentiles"',
      'figures.test "are read at the place of their own part"',
      'figures.test "show parts by their index"',
      'figures.test "have the four golden signals"',
    ],
  },
  {
    id: 'T8',
    concept: 'back-of-the-envelope estimates · calculator (DAU → rps, storage, bandwidth, cache size, servers) beside the measured run',
    built: ['panel Back of the envelope'],
    proof: [
      'theory/envelope.test "goes from people to requests"',
      'theory/envelope.test "shows each line with the figures"',
      'theory/envelope.test "tells GB from GiB"',
      'run/envelope.test "takes the figures that the design has"',
      'run/envelope.test "puts peak and servers into the design"',
      'run/envelope.test "agrees with the run of a design"',
      'run/envelope.test "reads the cache that the hits imply"',
      'teach.spec "T8: the calculator takes"',
    ],
  },
  {
    id: 'T9',
    concept: 'upstream/downstream · direction shown on selection: who calls me, whom I call',
    built: ['panel Inspector'],
    proof: ['neighbours.test "T9: tells who calls a part"'],
  },
  {
    id: 'T10',
    concept: 'serial vs concurrent work · same calls in sequence or in parallel → latency adds or takes the max',
    built: ['link together', 'link step', 'link count'],
    proof: ['traces.test "follows the slowest of calls made together"', 'traces.test "T10: calls one after the other add up"'],
  },
  {
    id: 'T11',
    concept:
      'system design framework: scope → high level → deep dive → wrap up · a guided interview mode with a clock and a review at the end',
    built: ['panel Interviews', 'panel Review of the interview'],
    proof: [
      'interview.test "are eight at least"',
      'interview.test "each have trials that can be aimed"',
      'interview.test "put what was asked into the brief"',
      'interview.test "tell a drawing of one copy each"',
      'interview.test "leave a review that invents nothing"',
      'interview.test "counts what is spent in each phase"',
      'teach.spec "T11, D17: an interview"',
    ],
  },
];
