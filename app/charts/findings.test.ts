import { describe, expect, it } from 'vitest';
import type { Band } from './bands.ts';
import { availabilityFinding, consistencyFinding, latencyFinding, trafficFinding } from './findings.ts';
import { levelFinding, nodeTrafficFinding } from './node-findings.ts';

const slow: Band = { id: 'f', fromMs: 10_000, toMs: 20_000, label: 'db/2 slow ×8' };
/** One window a second: `calm` outside 10–20 s, `hot` inside, up to `seconds`. */
function columns(seconds: number, calm: number, hot: number, firm = true) {
  const endMs = Float64Array.from({ length: seconds }, (_, i) => (i + 1) * 1000);
  const p99 = endMs.map((ms) => (ms > 10_000 && ms <= 20_000 ? hot : calm));
  return { endMs, p99, firm: firm ? p99 : p99.map(() => Number.NaN) };
}

describe('the finding about latency', () => {
  it('compares what is with what a fault did', () => {
    expect(latencyFinding(columns(40, 86, 714), [slow], 0)).toBe('p99 86 ms · 714 ms during db/2 slow ×8');
  });

  it('says while a fault is at work what was usual before', () => {
    expect(latencyFinding(columns(15, 86, 714), [slow], 0)).toBe('p99 714 ms during db/2 slow ×8 · usually 86 ms');
  });

  it('says so when a fault left no trace', () => {
    expect(latencyFinding(columns(40, 86, 88), [slow], 0)).toBe('p99 86 ms · unmoved by db/2 slow ×8');
  });

  it('names the worst moment when nothing was broken', () => {
    expect(latencyFinding(columns(40, 86, 300), [], 0)).toBe('p99 86 ms · worst 300 ms at 11 s');
    expect(latencyFinding(columns(40, 86, 86), [], 0)).toBe('p99 86 ms · steady');
  });

  it('leaves the warm-up out', () => {
    expect(latencyFinding(columns(40, 86, 300), [], 25_000)).toBe('p99 86 ms · steady');
  });

  it('says that the warm-up lasts', () => {
    expect(latencyFinding(columns(9, 86, 86), [], 10_000)).toBe('p99 86 ms · warming up');
  });

  it('marks figures that few samples stand behind', () => {
    expect(latencyFinding(columns(40, 86, 714, false), [slow], 0)).toBe('p99 ≈86 ms · ≈714 ms during db/2 slow ×8');
  });

  it('finds a fault that is shorter than a window', () => {
    const endMs = Float64Array.of(30_000, 60_000, 90_000, 120_000);
    const p99 = Float64Array.of(86, 714, 86, 86);
    const short = { ...slow, fromMs: 35_000, toMs: 37_000 };
    expect(latencyFinding({ endMs, p99, firm: p99 }, [short], 0)).toBe('p99 86 ms · 714 ms during db/2 slow ×8');
  });

  it('knows nothing about faults still to come', () => {
    expect(latencyFinding(columns(9, 86, 86), [slow], 0)).toBe('p99 86 ms · steady');
  });

  it('says nothing before the run and the truth when nothing is answered', () => {
    expect(latencyFinding(columns(0, 1, 1), [], 0)).toBe('');
    expect(latencyFinding(columns(5, Number.NaN, 1), [], 0)).toBe('nothing answered yet');
  });
});

describe('the finding about traffic', () => {
  const failures = (timeouts: number, errors: number) => [
    { name: 'errors', count: errors },
    { name: 'timeouts', count: timeouts },
  ];

  it('names rate, share answered and the most frequent failure', () => {
    expect(trafficFinding({ offered: 2000, answered: 99_600, failures: failures(300, 100) })).toBe('99.6 % answered · mostly timeouts');
    expect(trafficFinding({ offered: 2000, answered: 99_600, failures: failures(400, 0) })).toBe('99.6 % answered · the rest timeouts');
  });

  it('never rounds a failure away', () => {
    expect(trafficFinding({ offered: 2000, answered: 999_999, failures: failures(1, 0) })).toBe('99.9999 % answered · the rest timeouts');
  });

  it('is short when all is well', () => {
    expect(trafficFinding({ offered: 15, answered: 900, failures: failures(0, 0) })).toBe('15/s offered · all answered');
    expect(trafficFinding({ offered: Number.NaN, answered: 0, failures: [] })).toBe('');
  });
});

describe('the finding about availability', () => {
  const base = { endMs: Float64Array.of(1000, 2000, 11_000), share: Float64Array.of(1, 1, 0.72), soFar: 0.991 };

  it('says how much of the error budget is gone', () => {
    expect(availabilityFinding({ ...base, budgetLeft: 0.62 }, [], 0)).toBe('99.1 % so far · 38 % of the error budget gone');
    expect(availabilityFinding({ ...base, budgetLeft: 1 }, [], 0)).toBe('99.1 % so far · error budget untouched');
    expect(availabilityFinding({ ...base, budgetLeft: -1.4 }, [], 0)).toBe('99.1 % so far · error budget spent 2.4×');
  });

  it('names the worst second and its fault when there is no objective', () => {
    expect(availabilityFinding({ ...base, budgetLeft: undefined }, [slow], 0)).toBe(
      '99.1 % so far · 72 % in the worst second during db/2 slow ×8',
    );
    expect(availabilityFinding({ ...base, share: Float64Array.of(1, 1, 1), soFar: 1, budgetLeft: undefined }, [], 0)).toBe(
      '100 % so far · never below 100 %',
    );
  });

  it('says that the warm-up lasts', () => {
    expect(availabilityFinding({ ...base, soFar: Number.NaN, budgetLeft: undefined }, [], 20_000)).toBe('warming up');
  });
});

describe('the finding about consistency', () => {
  const base = { warming: false, reads: 1000, staleReads: 40, worstShare: 0.18, worstLagMs: 140, lost: 0 };

  it('says how stale reads were at worst, and what was lost', () => {
    expect(consistencyFinding(base)).toBe('18 % stale at worst · no write lost');
    expect(consistencyFinding({ ...base, lost: 1 })).toBe('1 acknowledged write lost · 18 % stale at worst');
  });

  it('says that the warm-up lasts', () => {
    expect(consistencyFinding({ ...base, warming: true })).toBe('warming up');
  });

  it('names the lag when no read was stale', () => {
    expect(consistencyFinding({ ...base, staleReads: 0, worstShare: 0 })).toBe('no stale read · lag up to 140 ms · no write lost');
  });

  it('does not speak of reads that there were none of', () => {
    expect(consistencyFinding({ warming: false, reads: 0, staleReads: 0, worstShare: 0, worstLagMs: 0, lost: 0 })).toBe(
      'no reads of stored data yet',
    );
  });
});

describe('findings about one part', () => {
  const endMs = Float64Array.of(1000, 11_000, 21_000);

  it('compare a level with its worst', () => {
    expect(levelFinding('busy', 'ratio', endMs, Float64Array.of(0.4, 0.97, 0.62), [slow], 0)).toBe(
      'busy 62 % · 97 % at worst during db/2 slow ×8',
    );
    expect(levelFinding('waiting', 'count', endMs, Float64Array.of(3, 3, 3), [], 0)).toBe('waiting 3');
    expect(levelFinding('busy', 'ratio', endMs, Float64Array.of(Number.NaN), [], 0)).toBe('nothing measured');
  });

  it('say what arrives and what fails', () => {
    expect(nodeTrafficFinding(460, 996, 4)).toBe('460/s arrive · 0.4 % failed');
    expect(nodeTrafficFinding(460, 10, 0)).toBe('460/s arrive · none failed');
  });
});
