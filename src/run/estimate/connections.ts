/** What connections add to a call over a link with a protocol: set-up for those who open one, and work for the processors at both ends. */
import type { Doubt } from '../../catalog/estimate.ts';
import type { ClassDoc } from '../../design/document.ts';
import { Payload } from '../../engine/connection/payload.ts';
import { handshakeWork, PROTOCOLS, roundTrips, SEGMENT, tlsOf } from '../../engine/connection/protocol.ts';
import { meanSetUp, opensConnection } from '../../theory/connection-reuse.ts';
import { apiOf, compressionOf, securityOf } from '../link-protocol.ts';
import type { LinkValues, WiredLink } from './wiring.ts';

/** More calls at a time on one connection's worth than this, and some find all of them taken (chosen). */
const CROWDED = 0.5;
/** Cores busier than this make others wait noticeably (chosen). */
const BUSY = 0.3;

/** ms that a call of each class takes longer, by its round trip (ms) and the calls a second of each class. */
export function connectionTimes(link: WiredLink, roundTrip: number, rates: Float64Array, classes: readonly ClassDoc[]): Float64Array {
  const times = new Float64Array(classes.length);
  const { values } = link;
  const protocol = PROTOCOLS[values.protocol];
  if (protocol === undefined || protocol.transport === 'udp') return times;
  const payload = payloadOf(values, classes);
  const security = securityOf(values);
  // A caller that comes back does so with a ticket.
  const resumed = security.resumption !== 'off' && tlsOf(protocol, security) !== 'none';
  const opens = protocol.kept ? opensConnection(rateOfOne(link, rates), values.idle) : 1;
  const setUp = meanSetUp(opens, roundTrips(protocol, security, resumed), roundTrip, handshakeWork(protocol, security, resumed) / 1e6);
  for (let cls = 0; cls < times.length; cls++) times[cls] = setUp + workOf(payload, cls);
  return times;
}

/** What is not reckoned with. */
export function connectionDoubts(link: WiredLink, name: string, mean: number, rates: Float64Array, classes: readonly ClassDoc[]): Doubt[] {
  const { values } = link;
  const protocol = PROTOCOLS[values.protocol];
  if (protocol === undefined) return [];
  const doubts: Doubt[] = [];
  const say = (text: string, hides: Doubt['hides']) => doubts.push({ text: `${name}: ${text}`, hides });
  if (values.loss > 0) say('what losses do on its connections is not reckoned with.', 'time');
  if (protocol.transport === 'udp') return doubts;
  const payload = payloadOf(values, classes);
  const largest = Math.max(...payload.bytes);
  if (values.slowStart && largest > 10 * SEGMENT) say('slow start is not reckoned with.', 'time');
  const atOnce = (rateOfOne(link, rates) * mean) / (protocol.shared ? values.streams : 1);
  const limit = values.connections > 0 ? values.connections : protocol.usual;
  if (atOnce > CROWDED * limit) say('its connections are nearly all taken; waits for one are not modelled.', 'time');
  else if (!protocol.shared && atOnce > CROWDED) say('how often a call finds all open connections taken is not reckoned with.', 'none');
  if (values.perSession) say('its sessions are reckoned as one caller, who finds a connection more often.', 'time');
  const work =
    classes.reduce((sum, _, cls) => sum + (rates[cls]! / 1000) * (payload.receiving[cls * 2]! + payload.sending[cls * 2 + 1]!), 0) / 1e6;
  if (work / (link.to.instances * values.wireCores) > BUSY) say('its cores for the wire are busy; waits for one are not modelled.', 'none');
  return doubts;
}

/** Bytes on the wire by class × 2 + direction, headers left out; the class's own without a protocol. */
export function payloadOf(values: LinkValues, classes: readonly ClassDoc[]): Payload {
  const protocol = PROTOCOLS[values.protocol];
  const settings = {
    api: apiOf(values),
    overfetch: values.overfetch,
    parse: values.parse * 1e6,
    compression: compressionOf(values),
    encrypted: protocol !== undefined && tlsOf(protocol, securityOf(values)) !== 'none',
  };
  const bytes = (of: 'bytesUp' | 'bytesDown') => Float64Array.from(classes, (one) => one[of]);
  return new Payload(settings, bytes('bytesUp'), bytes('bytesDown'));
}

/** Calls a ms of one copy of the caller to one copy of the far end. */
function rateOfOne({ from, to }: WiredLink, rates: Float64Array): number {
  return rates.reduce((sum, rate) => sum + rate, 0) / 1000 / (from.instances * to.instances);
}

function workOf({ sending, receiving }: Payload, cls: number): number {
  return (sending[cls * 2]! + receiving[cls * 2]! + sending[cls * 2 + 1]! + receiving[cls * 2 + 1]!) / 1e6;
}
