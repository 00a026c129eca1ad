/**
 * Monitor: scrapes the parts that its links lead to and raises alerts on what it saw. It sees only what its scrapes bring back: sums
 * over an interval, late by the interval, nothing of what it cannot reach. Beside it the truth is looked at every second, so that time to
 * detect, false alarms and what was missed are measured and not assumed. The truth never changes what it does.
 */
import type { FarEnd, Station, StationContext } from '../../engine/station.ts';
import { Alarm, AlarmRecord } from '../../mechanisms/observe/alarm.ts';
import { Scraper, type ScrapeSettings } from '../../mechanisms/observe/scraper.ts';
import { type Percentiles, Sight } from '../../mechanisms/observe/sight.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { MONITOR_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof MONITOR_PARAMETERS>;

/** The scrapes' events are 0 to 6. */
const LOOK = 7;
/** How often the truth is looked at, ns (chosen). */
const TRUTH_EVERY = NS_PER_S;
/** Conditions of one part, in the order of its alarms. */
const CONDITIONS = 4;

/** One part that is watched: what was seen of it, what is so, and its alarms. */
interface View {
  readonly far: FarEnd;
  readonly seen: Sight;
  readonly truth: Sight;
  readonly alarms: readonly Alarm[];
}

class Monitor implements Station {
  readonly #c: StationContext;
  readonly #views: readonly View[];
  /** View and copy of each watched instance, in the order of the scraper's. */
  readonly #places: readonly { readonly view: View; readonly copy: number }[];
  readonly #record = new AlarmRecord();
  readonly #scraper: Scraper;
  #values: Values;

  constructor(context: StationContext, values: Values) {
    const { sim, node, firstInstance, far } = context;
    this.#c = context;
    this.#values = values;
    this.#views = far.map((one) => ({
      far: one,
      seen: new Sight(one.instances),
      truth: new Sight(one.instances),
      alarms: Array.from({ length: CONDITIONS }, () => new Alarm(this.#record)),
    }));
    this.#places = this.#views.flatMap((view) => Array.from({ length: view.far.instances }, (_, copy) => ({ view, copy })));
    const watched = this.#places.map(({ view, copy }) => ({ link: view.far.link, instance: view.far.firstInstance + copy }));
    const luck = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/scrapes`);
    this.#scraper = new Scraper(sim, node, firstInstance, watched, scrapesOf(values), luck, (w, counters) => {
      const place = this.#places[w]!;
      place.view.seen.take(place.copy, counters);
      this.#judge(place.view);
    });
  }

  start(): void {
    if (this.#places.length === 0) return;
    this.#scraper.start();
    this.#c.sim.wake(this.#c.node, TRUTH_EVERY, LOOK, 0);
  }

  wake(what: number, a: number): void {
    if (what === LOOK) this.#look();
    else if (this.#c.sim.knobs.hung[this.#c.firstInstance] === 1) this.#c.sim.wake(this.#c.node, TRUTH_EVERY, what, a);
    else this.#scraper.event(what, a);
  }

  arrive(): void {
    throw new Error('nothing calls a monitor');
  }

  answered(): void {}

  crash(): void {
    this.#scraper.stop();
    for (const { seen, alarms } of this.#views) {
      seen.forget();
      for (const alarm of alarms) alarm.forget();
    }
  }

  restart(): void {
    if (this.#places.length > 0) this.#scraper.start();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#scraper.settings = scrapesOf(this.#values);
  }

  forgetCounts(): void {
    this.#record.clear();
  }

  figures(out: Float64Array, at: number): void {
    const { fired, right, delay, mistaken, missed, failedUnseen } = this.#record;
    let [alerting, dark] = [0, 0];
    for (const { alarms, seen } of this.#views) {
      for (const alarm of alarms) alerting += alarm.firing ? 1 : 0;
      dark += seen.dark();
    }
    out[at] = alerting;
    out[at + 1] = right === 0 ? Number.NaN : delay / right / NS_PER_MS;
    out[at + 2] = fired;
    out[at + 3] = mistaken;
    out[at + 4] = missed;
    out[at + 5] = failedUnseen;
    out[at + 6] = dark;
  }

  sees(node: number, out: Float64Array): boolean {
    const view = this.#views.find(({ far }) => far.node === node);
    if (view === undefined) return false;
    out[0] = view.seen.rate();
    out[1] = view.seen.errorShare();
    out[2] = view.seen.p99(this.#values.percentiles as Percentiles) / NS_PER_MS;
    return true;
  }

  /** Which conditions hold, by what a sight tells. */
  #holds(sight: Sight, condition: number): boolean {
    const { errors, p99, queued, down } = this.#values;
    switch (condition) {
      case 0:
        return errors > 0 && sight.errorShare() >= errors;
      case 1:
        return p99 > 0 && sight.p99(this.#values.percentiles as Percentiles) >= p99 * NS_PER_MS;
      case 2:
        return queued > 0 && sight.queued() >= queued;
      default:
        return down && sight.dark() > 0;
    }
  }

  #judge({ seen, alarms }: View): void {
    const { hold, notify } = this.#values;
    const now = this.#c.sim.now;
    alarms.forEach((alarm, k) => {
      alarm.sees(this.#holds(seen, k), now, hold * NS_PER_MS, notify * NS_PER_MS);
    });
  }

  /** The truth of the last second. An alert may still be about something that is over for as long as it takes to see it. */
  #look(): void {
    const { sim, node } = this.#c;
    const { interval, hold } = this.#values;
    const grace = (2 * interval + hold) * NS_PER_MS;
    for (const { far, truth, alarms } of this.#views) {
      for (let i = 0; i < far.instances; i++) truth.look(sim, i, far.firstInstance + i);
      const failed = truth.failed();
      alarms.forEach((alarm, k) => {
        alarm.truth(this.#holds(truth, k), sim.now - TRUTH_EVERY, failed, grace);
      });
    }
    sim.wake(node, TRUTH_EVERY, LOOK, 0);
  }
}

function scrapesOf({ interval, timeout }: Values): ScrapeSettings {
  return { interval: Math.round(interval * NS_PER_MS), timeout: Math.round(Math.min(interval, timeout) * NS_PER_MS) };
}

export const monitor = defineKind({
  id: 'monitor',
  name: 'Monitor',
  group: 'operations',
  role: 'control',
  summary: 'Scrapes parts at intervals and raises alerts on what it saw.',
  about:
    'A pull-based monitoring system. Link it to what it should watch: every copy is asked for its counters at each interval, over the network like anybody ' +
    'else, and what it knows are sums between two readings. An alert fires when its condition held at every reading for a time. The truth, looked at ' +
    'every second, tells how late each alert was, which were false and what was missed. On the chart of a watched part, what the monitor saw lies over ' +
    'what was so. Left out here: the load that scraping makes, storage, silences.',
  params: MONITOR_PARAMETERS,
  links: { in: false, out: true },
  abilities: [],
  face: ['alerting', 'detectMs'],
  figures: [
    { id: 'alerting', label: 'Alerts now', unit: 'count', help: 'Conditions of watched parts that are firing.' },
    {
      id: 'detectMs',
      label: 'Time to detect',
      unit: 'ms',
      help: 'From when it was really so to when somebody heard, on average over true alerts.',
    },
    { id: 'alerts', label: 'Alerts fired', unit: 'count', help: 'In all, true or false.' },
    { id: 'falseAlarms', label: 'False alarms', unit: 'count', help: 'Alerts when nothing was, or had just been, so.' },
    { id: 'missed', label: 'Missed', unit: 'count', help: 'Times it was so and over without an alert.' },
    { id: 'failedUnseen', label: 'Failed before the alert', unit: 'count', help: 'Calls that users lost before monitoring said a word.' },
    { id: 'dark', label: 'Copies not answering', unit: 'count', help: 'Instances whose last scrape failed.' },
  ],
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 2 }],
  build: (context, values) => new Monitor(context, values),
});
