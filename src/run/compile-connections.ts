/** Compiles what is spoken over a link: its connections, from the link's parameters; nothing where it has no protocol. */
import { Connections } from '../engine/connection/connections.ts';
import { Payload } from '../engine/connection/payload.ts';
import { PROTOCOLS, tlsOf } from '../engine/connection/protocol.ts';
import type { Link } from '../engine/link.ts';
import type { Sim } from '../engine/sim.ts';
import { NS_PER_MS } from '../std/units.ts';
import type { LinkEnds, LinkValues } from './compile-policies.ts';
import { apiOf, compressionOf, securityOf } from './link-protocol.ts';

export function compileConnections(link: Link, values: LinkValues, ends: LinkEnds, sim: Sim): Connections | undefined {
  const protocol = PROTOCOLS[values.protocol];
  if (protocol === undefined) return undefined;
  const security = securityOf(values);
  const payload = new Payload(
    {
      api: apiOf(values),
      overfetch: values.overfetch,
      parse: values.parse * NS_PER_MS,
      compression: compressionOf(values),
      encrypted: tlsOf(protocol, security) !== 'none',
    },
    sim.shape.bytesUp,
    sim.shape.bytesDown,
  );
  const { processors } = sim.wire;
  for (let i = 0; i < ends.targets; i++) processors.equip(ends.firstTarget + i, values.wireCores);
  // A crowd of users has a device each; every other caller has its cores as well.
  if (!ends.fromSource) for (let i = 0; i < ends.callers; i++) processors.equip(ends.firstCaller + i, 1);
  return new Connections(
    link,
    {
      protocol,
      security,
      payload,
      most: values.connections,
      streams: values.streams,
      idle: Math.round(values.idle * NS_PER_MS),
      perSession: values.perSession,
      slowStart: values.slowStart,
      duplicates: values.duplicates,
    },
    sim,
  );
}
