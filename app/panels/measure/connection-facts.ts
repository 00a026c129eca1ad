/** What the connections of a link did, in rows to show. Pure. */
import type { LinkReport } from '../../../src/run/report.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import type { Fact } from './report-rows.ts';

const ms = (value: number | null): string => (value === null ? '–' : formatQuantity(value, 'ms', 3));

/** What its connections did, where the link has a protocol; what never happened is left out. */
export function connectionFacts({ connections: of }: Pick<LinkReport, 'connections'>): readonly Fact[] {
  if (of === null) return [];
  const count = (value: number): string => formatQuantity(value, 'count');
  const share = (value: number | null): string => (value === null ? '–' : formatQuantity(value, 'ratio', 3));
  /** How many, and how long each on average. */
  const each = (value: number, mean: number | null): string | undefined => (value === 0 ? undefined : `${count(value)}, ${ms(mean)} each`);
  const some = (value: number): string | undefined => (value === 0 ? undefined : count(value));
  const facts: readonly (readonly [label: string, text: string | undefined])[] = [
    ['Opened', count(of.opened)],
    ['Open now', `${count(of.openNow)}, at most ${count(of.mostOpen)}`],
    ['Reused', share(of.reusedShare)],
    ['Handshakes', each(of.handshakes, of.handshakeMs)],
    ['Resumed', some(of.resumed)],
    ['Waited for one', each(of.waits, of.waitMs)],
    ['Blocked behind a loss', each(of.blocked, of.blockedMs)],
    ['Packets lost', of.lostPackets === 0 ? undefined : `${count(of.lostPackets)} (${share(of.lostPackets / of.packets)})`],
    ['Sent again at once', some(of.resentFast)],
    ['Sent again by the clock', some(of.resentLate)],
    ['Lost for good', some(of.goneForGood)],
    ['Sent twice', some(of.sentTwice)],
    ['Overtaken', some(of.overtaken)],
    ['Broken', some(of.broken)],
    ['Sent there', formatQuantity(of.bytesUp, 'bytes')],
    ['Sent back', formatQuantity(of.bytesDown, 'bytes')],
    ['Cores for the wire busy', of.coresBusy === null || of.coresBusy === 0 ? undefined : share(of.coresBusy)],
  ];
  return facts.flatMap(([label, text]) => (text === undefined ? [] : [{ label, text }]));
}
