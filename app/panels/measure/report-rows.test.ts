import { describe, expect, it } from 'vitest';
import type { LinkReport, QuantileReport } from '../../../src/run/report.ts';
import { connectionFacts } from './connection-facts.ts';
import { causeShares, linkFacts, outcomeShares, quantileCells } from './report-rows.ts';

const times = (count: number): QuantileReport => ({ count, mean: 5, p50: 4, p90: 9, p95: 12, p99: 18, p999: 40, max: 44 });

describe('the report in rows', () => {
  it('marks what rests on few samples and hides p99.9 of fewer than a thousand (B09)', () => {
    expect(quantileCells(times(900)).map(({ text }) => text)).toEqual(['4 ms', '~12 ms', '~18 ms', '–']);
    expect(quantileCells(times(200_000)).map(({ text }) => text)).toEqual(['4 ms', '12 ms', '18 ms', '40 ms']);
    expect(quantileCells(times(900))[2]?.unsure).toContain('9 samples');
  });

  it('lists outcomes by frequency with their shares', () => {
    expect(outcomeShares({ timeout: 25, ok: 75 })).toEqual([
      { label: 'ok', count: 75, share: 0.75, bad: false },
      { label: 'timeout', count: 25, share: 0.25, bad: true },
    ]);
  });

  it('gives a part its own causes, and the run all of them by name', () => {
    const total = { causes: { 'queue full at db': 3, 'timed out at app': 1 } };
    const name = (id: string): string => (id === 'db' ? 'orders' : id);
    expect(causeShares(total, 'db', name).map(({ label, share }) => [label, share])).toEqual([['queue full', 1]]);
    expect(causeShares(total, undefined, name).map(({ label }) => label)).toEqual(['queue full at orders', 'timed out at app']);
  });

  it('leaves out what never happened on a link, but not that nothing was called', () => {
    const quiet: LinkReport = {
      calls: 0,
      retries: 0,
      timeouts: 0,
      hedges: 0,
      breaker: { opened: 0, shortCircuited: 0 },
      pool: { maxUsed: 0, waits: 0, rejected: 0 },
      connections: null,
      bulkhead: { maxUsed: 0, waits: 0, rejected: 0 },
      expired: 0,
      cancelled: 0,
      degraded: 0,
    };
    expect(linkFacts(quiet)).toEqual([{ label: 'Calls', text: '0' }]);
    expect(linkFacts({ ...quiet, calls: 1000, retries: 20, breaker: { opened: 2, shortCircuited: 5 } }).map(({ text }) => text)).toEqual([
      '1k',
      '20 (2 %)',
      '2×',
      '5',
    ]); // prettier-ignore
    expect(connectionFacts(quiet)).toEqual([]);
  });

  it('tells of connections how many there were, how often they were used again, and what that cost', () => {
    const none = { resumed: 0, waits: 0, waitMs: null, blocked: 0, blockedMs: null, resentFast: 0, resentLate: 0 };
    const never = { goneForGood: 0, sentTwice: 0, overtaken: 0, broken: 0, packets: 10, lostPackets: 0, coresBusy: null };
    const few = {
      opened: 2,
      openNow: 1,
      mostOpen: 2,
      handshakes: 2,
      handshakeMs: 40,
      exchanges: 8,
      reusedShare: 0.75,
      bytesUp: 500,
      bytesDown: 900,
    };
    const facts = (more: object) => connectionFacts({ connections: { ...few, ...none, ...never, ...more } } as unknown as LinkReport);
    expect(facts({}).map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Opened: 2',
      'Open now: 1, at most 2',
      'Reused: 75 %',
      'Handshakes: 2, 40 ms each',
      'Sent there: 500 B',
      'Sent back: 900 B',
    ]);
    expect(facts({ lostPackets: 1, blocked: 3, blockedMs: 120 }).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['1 (10 %)', '3, 120 ms each']),
    );
  });
});
