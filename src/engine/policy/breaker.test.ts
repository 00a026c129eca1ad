import { describe, expect, it } from 'vitest';
import { Breaker, CLOSED, HALF_OPEN, OPEN } from './breaker.ts';

const SETTINGS = { rate: 0.5, window: 10, span: 0, minimum: 4, open: 1000, probes: 2, slow: 0, slowRate: 1 };

/** A breaker through which calls ended so, one a ns from 0 on: `.` well, `x` badly. */
function having(ends: string, settings = SETTINGS): Breaker {
  const breaker = new Breaker(settings);
  [...ends].forEach((end, now) => {
    breaker.allows(now);
    breaker.record(end === 'x', now);
  });
  return breaker;
}

describe('a closed breaker', () => {
  it('opens when the share of failures reaches its limit', () => {
    expect(having('..xx').state).toBe(OPEN);
    expect(having('...x').state).toBe(CLOSED);
    expect(having('...xx').state).toBe(CLOSED);
    expect(having('...xxx').state).toBe(OPEN);
  });

  it('waits for the least number of calls, however bad they are', () => {
    expect(having('xxx').state).toBe(CLOSED);
    expect(having('xxxx').state).toBe(OPEN);
  });

  it('looks at the last calls only', () => {
    // Five failures after ten good calls are half of the last ten; before that, too few.
    expect(having('..........xxxx').state).toBe(CLOSED);
    expect(having('..........xxxxx').state).toBe(OPEN);
    // What has left the window no longer counts.
    expect(having('...xx..........xxxx').state).toBe(CLOSED);
  });

  it('whose window is smaller than the least number of calls goes by a full window', () => {
    expect(having('xx', { ...SETTINGS, window: 2, minimum: 20 }).state).toBe(OPEN);
  });
});

describe('a breaker for slow calls', () => {
  const settings = { ...SETTINGS, slow: 100, slowRate: 0.75 };

  it('opens by slow calls, answered or not, at their own limit', () => {
    const breaker = new Breaker(settings);
    for (const took of [100, 100, 99]) breaker.record(false, 0, took);
    expect([breaker.slowShare, breaker.failureShare]).toEqual([2 / 3, 0]);
    breaker.record(false, 0, 250);
    expect(breaker.state).toBe(OPEN);
    expect(breaker.wouldAllow(999)).toBe(false);
  });

  it('closes only when few enough of its trial calls are slow', () => {
    const breaker = new Breaker(settings);
    for (let i = 0; i < 4; i++) breaker.record(false, 0, 100);
    expect([breaker.wouldAllow(1000), breaker.allows(1000), breaker.allows(1000), breaker.wouldAllow(1000)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    breaker.record(false, 1000, 100);
    breaker.record(false, 1000, 100);
    expect([breaker.state, breaker.opened]).toEqual([OPEN, 2]);
  });
});

describe('an open breaker', () => {
  it('lets nothing through until its time is over, and then so many trial calls and no more', () => {
    const breaker = having('xxxx');
    expect([breaker.allows(4), breaker.allows(1002), breaker.shortCircuited]).toEqual([false, false, 2]);
    expect([breaker.allows(1003), breaker.state]).toEqual([true, HALF_OPEN]);
    expect([breaker.allows(1003), breaker.allows(1004)]).toEqual([true, false]);
    expect(breaker.shortCircuited).toBe(3);
  });

  it('does not count what ends meanwhile', () => {
    const breaker = having('xxxx');
    for (let i = 0; i < 20; i++) breaker.record(true, 10);
    expect([breaker.state, breaker.opened]).toEqual([OPEN, 1]);
    expect(breaker.allows(1003)).toBe(true);
  });
});

describe('a half-open breaker', () => {
  const halfOpen = (settings = SETTINGS) => {
    const breaker = having('xxxx', settings);
    for (let i = 0; i < settings.probes; i++) expect(breaker.allows(2000)).toBe(true);
    return breaker;
  };

  it('closes when all its trial calls have ended and few enough badly, and starts counting anew', () => {
    const breaker = halfOpen();
    breaker.record(false, 2001);
    expect(breaker.state).toBe(HALF_OPEN);
    breaker.record(false, 2002);
    expect(breaker.state).toBe(CLOSED);
    for (let i = 0; i < 3; i++) breaker.record(true, 2003);
    expect(breaker.state).toBe(CLOSED);
    breaker.record(true, 2004);
    expect([breaker.state, breaker.opened]).toEqual([OPEN, 2]);
  });

  it('opens again for its whole time as soon as the share of bad trial calls reaches the limit', () => {
    const breaker = halfOpen();
    breaker.record(true, 2001);
    expect([breaker.state, breaker.opened]).toEqual([OPEN, 2]);
    expect([breaker.allows(3000), breaker.allows(3001)]).toEqual([false, true]);
  });

  it('gives the place of a trial call whose caller is gone to another', () => {
    const breaker = halfOpen();
    expect(breaker.allows(2001)).toBe(false);
    breaker.forgo();
    expect(breaker.allows(2001)).toBe(true);
    expect(breaker.allows(2001)).toBe(false);
    breaker.record(false, 2002);
    breaker.record(false, 2002);
    expect(breaker.state).toBe(CLOSED);
  });

  it('is done with its trials when fewer are asked for than have ended', () => {
    const breaker = halfOpen({ ...SETTINGS, probes: 5 });
    for (let i = 0; i < 4; i++) breaker.record(false, 2001);
    breaker.settings = { ...SETTINGS, probes: 3 };
    expect([breaker.allows(2002), breaker.state]).toEqual([true, CLOSED]);
  });
});
