/**
 * Mobile client: a client on phones. It stands farther away, its radio sleeps between requests and takes time to wake, and its coverage
 * comes and goes; what it asks for and when is the same as of any client.
 */
import type { StationContext } from '../../engine/station.ts';
import { Air, type AirSettings } from '../../mechanisms/traffic/air.ts';
import { ClientStation } from '../../mechanisms/traffic/client-station.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { CLIENT_FIGURES } from '../source-figures.ts';
import { mobileEstimate } from './estimate.ts';
import { MOBILE_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof MOBILE_PARAMETERS>;

/** One way in ms; half of the round trips named with the parameter. */
const LAST_MILE: Readonly<Record<string, number>> = { '5g': 25, '4g': 27.5, '3g': 75, wifi: 7 };

class MobileClient extends ClientStation {
  readonly #air: Air;

  constructor(context: StationContext, values: Values) {
    const sessions =
      values.loop === 'closed' ? Math.max(values.users, values.sessions) : values.loop === 'watch' ? values.watchers : values.sessions;
    const air = new Air(context.sim, context.node, sessions, settingsOf(values));
    super(context, values, air);
    this.#air = air;
  }

  override configure(values: Readonly<Record<string, unknown>>): void {
    this.#air.settings = settingsOf(values as Values);
    super.configure(values);
  }

  override forgetCounts(): void {
    super.forgetCounts();
    this.#air.forgetCounts();
  }

  override figures(out: Float64Array, at: number): void {
    super.figures(out, at);
    out[at + CLIENT_FIGURES.length] = this.#air.woken;
    out[at + CLIENT_FIGURES.length + 1] = this.#air.waited;
  }
}

function settingsOf(values: Values): AirSettings {
  return {
    sleepsAfter: values.access === 'wifi' ? Number.POSITIVE_INFINITY : values.radioSleeps * NS_PER_MS,
    wakes: new Sampler(values.radioWakes, NS_PER_MS),
    outShare: values.outShare,
    outFor: values.outFor * NS_PER_MS,
    patience: Math.round(values.patience * NS_PER_MS),
  };
}

export const mobileClient = defineKind({
  id: 'mobile-client',
  name: 'Mobile client',
  group: 'traffic',
  role: 'source',
  summary: 'Phones: farther away, a radio that sleeps, coverage that comes and goes.',
  about:
    'A client on phones. The first request after a pause waits until the radio is awake; without coverage an app keeps its request and sends it ' +
    'when the connection is back, or gives up. Timeouts on the link run from the moment at which a request sets out. Left out: a connection that is ' +
    'lost while an answer is under way, the battery, watchers whose radio sleeps.',
  params: MOBILE_PARAMETERS,
  links: { in: false, out: true },
  abilities: ['traffic'],
  face: ['rate', 'p99'],
  figures: [
    ...CLIENT_FIGURES,
    { id: 'radioWoken', label: 'Radio woken', unit: 'count', help: 'Requests that had to wait until their radio was awake.' },
    { id: 'withoutCoverage', label: 'Without coverage', unit: 'count', help: 'Requests that were made where there was no connection.' },
  ],
  lastMile: (values) => LAST_MILE[values.access] ?? 0,
  estimate: mobileEstimate,
  build: (context, values) => new MobileClient(context, values),
});
