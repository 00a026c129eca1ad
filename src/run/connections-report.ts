/** What the connections of a link did, for the report; null on a link without a protocol. */
import type { Link } from '../engine/link.ts';
import type { Sim } from '../engine/sim.ts';
import { NS_PER_MS } from '../std/units.ts';
import type { ConnectionsReport } from './report.ts';

export function connectionsReport(sim: Sim, link: Link, now: number): ConnectionsReport | null {
  if (link.connections === undefined) return null;
  const f = link.connections.figures;
  const mean = (ns: number, count: number): number | null => (count === 0 ? null : ns / count / NS_PER_MS);
  return {
    opened: f.opened,
    openNow: f.open,
    mostOpen: f.most,
    broken: f.broken,
    handshakes: f.established,
    resumed: f.resumed,
    handshakeMs: mean(f.setUpNs, f.established),
    exchanges: f.exchanges,
    reusedShare: f.exchanges === 0 ? null : f.reused / f.exchanges,
    waits: f.waits,
    waitMs: mean(f.waitNs, f.waits),
    blocked: f.blocked,
    blockedMs: mean(f.blockedNs, f.blocked),
    packets: f.packets,
    lostPackets: f.lost,
    resentFast: f.fast,
    resentLate: f.late,
    goneForGood: f.gone,
    sentTwice: f.twice,
    overtaken: f.overtaken,
    bytesUp: f.bytesUp,
    bytesDown: f.bytesDown,
    coresBusy: coresBusy(sim, link.to, now - sim.meter.since),
  };
}

/** Share of time in which the cores of a node's instances were busy with the wire; null where it has none. */
function coresBusy({ shape, wire }: Sim, node: number, span: number): number | null {
  let [busy, cores] = [0, 0];
  for (let i = shape.nodeOf.indexOf(node); shape.nodeOf[i] === node; i++) {
    busy += wire.processors.busy[i]!;
    cores += wire.processors.coresOf(i);
  }
  return cores === 0 || span <= 0 ? null : busy / cores / span;
}
