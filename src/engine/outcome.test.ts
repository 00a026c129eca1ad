import { describe, expect, it } from 'vitest';
import { causeCount, causeOf, nodeOf, OUTCOMES, PENDING, QUEUE_FULL, REASONS, reasonOf } from './outcome.ts';

describe('a cause', () => {
  it('is one number for each reason at each node, and both can be read off it', () => {
    const seen = new Set<number>();
    for (let node = 0; node < 2000; node += 7) {
      REASONS.forEach((reason, code) => {
        const cause = causeOf(code, node);
        expect([reasonOf(cause), nodeOf(cause)]).toEqual([reason, node]);
        expect(cause).toBeLessThan(causeCount(node + 1));
        seen.add(cause);
      });
    }
    expect(seen.size).toBe(286 * REASONS.length);
  });

  it('that nobody knows is called none', () => {
    expect(reasonOf(REASONS.length)).toBe('none');
    expect(reasonOf(causeOf(QUEUE_FULL, 0))).toBe('queue full');
  });

  it('leaves room for a call that has not ended', () => {
    expect(OUTCOMES.length).toBeLessThan(PENDING);
  });
});
