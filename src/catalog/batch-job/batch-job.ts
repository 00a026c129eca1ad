/**
 * Batch job: a run of so many requests, so many at a time, as fast as they are answered; again at intervals. It is a closed loop without
 * thinking: it takes whatever capacity there is, which is why others suffer while it runs.
 */
import type { Station, StationContext } from '../../engine/station.ts';
import { Asker } from '../../mechanisms/traffic/asker.ts';
import { answeredShare } from '../../mechanisms/traffic/ends.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { ANSWERED } from '../source-figures.ts';
import { batchEstimate } from './estimate.ts';
import { BATCH_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof BATCH_PARAMETERS>;

/** A run is due. */
const DUE = 0;

class BatchJob implements Station {
  readonly #c: StationContext;
  readonly #asker: Asker;
  #values: Values;
  /** Of the run under way: requests still to be sent, those out, when it began (ns). Not under way: both 0. */
  #left = 0;
  #out = 0;
  #began = 0;
  #filling = false;
  #cursor = 0;
  /** Since the warm-up: runs finished and left out; the last run's length, ns. */
  #runs = 0;
  #skipped = 0;
  #lasted = Number.NaN;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#values = values;
    this.#asker = new Asker(context, values);
  }

  start(): void {
    if (this.#asker.sends) this.#c.sim.wake(this.#c.node, Math.floor(this.#values.starts * NS_PER_MS), DUE, 0);
  }

  wake(): void {
    const { sim, node } = this.#c;
    if (this.#values.again > 0) sim.wake(node, Math.max(1, Math.floor(this.#values.again * NS_PER_MS)), DUE, 0);
    if (this.#left > 0 || this.#out > 0) {
      this.#skipped++;
      return;
    }
    this.#left = this.#values.items;
    this.#began = sim.now;
    this.#fill();
  }

  arrive(): void {
    throw new Error('nothing calls a batch job');
  }

  answered(_row: number, child: number): void {
    this.#c.sim.complete(child);
    this.#out--;
    this.#fill();
  }

  crash(): void {}
  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    if (this.#left > 0) this.#fill();
  }

  reweigh(link: number, weight: number): void {
    this.#asker.reweigh(link, weight);
  }

  forgetCounts(): void {
    this.#runs = 0;
    this.#skipped = 0;
    this.#lasted = Number.NaN;
  }

  figures(out: Float64Array, at: number): void {
    out[at] = answeredShare(this.#c);
    out[at + 1] = this.#lasted / NS_PER_MS;
    out[at + 2] = this.#runs;
    out[at + 3] = this.#skipped;
    out[at + 4] = this.#left + this.#out;
  }

  /** Sends as many as may be out. Answers that come at once must not make a deep stack: they are seen by the loop. */
  #fill(): void {
    if (this.#filling) return;
    this.#filling = true;
    const underWay = this.#left > 0 || this.#out === 0;
    while (this.#left > 0 && this.#out < this.#values.concurrency) this.#send();
    this.#filling = false;
    if (!underWay || this.#left > 0 || this.#out > 0) return;
    this.#runs++;
    this.#lasted = this.#c.sim.now - this.#began;
  }

  #send(): void {
    const asker = this.#asker;
    this.#left--;
    if (!asker.next()) return;
    if (this.#values.order === 'scan') {
      asker.key = asker.keyAt(asker.cls, this.#cursor);
      this.#cursor = (this.#cursor + 1) % this.#values.keys;
    }
    const row = asker.open(0, 0);
    if (row < 0) return;
    this.#out++;
    this.#c.sim.calls.send(row);
  }
}

export const batchJob = defineKind({
  id: 'batch-job',
  name: 'Batch job',
  group: 'traffic',
  role: 'source',
  summary: 'Starts at a time and sends so many requests, so many at a time.',
  about:
    'A nightly export, a report, a crawl: as fast as it is answered, with a fixed number of requests out, until its run is over. It takes all the ' +
    'capacity that its concurrency can hold, and going through everything in order it pushes out what caches keep for others. Left out: failed ' +
    'requests are not repeated at the end (retries stand on the link), no runs that wait for each other.',
  params: BATCH_PARAMETERS,
  links: { in: false, out: true },
  abilities: [],
  face: ['rate', 'lastRunMs'],
  figures: [
    ANSWERED,
    { id: 'lastRunMs', label: 'Last run took', unit: 'ms', help: 'From the beginning of the last finished run to its last answer.' },
    { id: 'runs', label: 'Runs', unit: 'count', help: 'Runs finished.' },
    { id: 'skipped', label: 'Left out', unit: 'count', help: 'Runs that were due while another was under way.' },
    { id: 'remaining', label: 'Remaining', unit: 'count', help: 'Requests of the run under way that are not answered yet.' },
  ],
  estimate: batchEstimate,
  build: (context, values) => new BatchJob(context, values),
});
