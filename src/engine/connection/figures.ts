/** What is counted of a link's connections since the warm-up. Numbers only; reports and the page read them. */

export class ConnectionFigures {
  /** Connections opened, how many of them resumed an earlier session, and those whose set-up came to its end, with its ns in all. */
  opened = 0;
  resumed = 0;
  established = 0;
  setUpNs = 0;
  /** Exchanges, and those that found a connection which had carried others before. */
  exchanges = 0;
  reused = 0;
  /** Exchanges that had to wait for a connection (its set-up included), with their ns in all. */
  waits = 0;
  waitNs = 0;
  /** Messages that lay ready behind one that was missing, with their ns in all. */
  blocked = 0;
  blockedNs = 0;
  /** Packets sent and lost; messages sent again at once and after a time-out. */
  packets = 0;
  lost = 0;
  fast = 0;
  late = 0;
  /** Connections that broke: refused, reset or given up. */
  broken = 0;
  /** Datagrams lost for good, sent twice, and overtaken. */
  gone = 0;
  twice = 0;
  overtaken = 0;
  /** Bytes there and back, headers included. */
  bytesUp = 0;
  bytesDown = 0;
  /** Open now, and the most that were. */
  open = 0;
  most = 0;

  reset(): void {
    const { open } = this;
    Object.assign(this, new ConnectionFigures());
    this.open = open;
    this.most = open;
  }
}
