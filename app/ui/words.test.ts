// Small things that people type and hear.
import { describe, expect, it } from 'vitest';
import { announcer } from './announce.ts';
import { readNumber } from './read-number.ts';

describe('a typed number', () => {
  const limits = { min: 0, max: 1_000, whole: false };

  it('may have spaces and grouping commas', () => {
    expect(['7', ' 7 ', '1,000', '1 000', '1e2', '0.5', '-0'].map((text) => readNumber(text, limits))).toEqual([
      7, 7, 1_000, 1_000, 100, 0.5, 0,
    ]);
    expect(Object.is(readNumber('-0', limits), 0)).toBe(true);
  });

  it.each(['', 'abc', 'NaN', 'Infinity', '1e999', '1,5', '--1', '0x'])('is refused in words when it is %j (F08)', (text) => {
    expect(readNumber(text, limits)).toMatch(/between 0 and 1,000/);
  });

  it('stays inside its range and whole where it must be', () => {
    expect(readNumber('-1', limits)).toBe('The least is 0.');
    expect(readNumber('1001', limits)).toBe('The most is 1,000.');
    expect(readNumber('1.5', { ...limits, whole: true })).toMatch(/whole numbers/);
  });
});

describe('announcements', () => {
  it('come at most once in three seconds, the rest together and none twice (E09)', () => {
    let now = 0;
    const timers: { at: number; then: () => void }[] = [];
    const said: string[] = [];
    const say = announcer(
      (text) => said.push(`${now}: ${text}`),
      () => now,
      (then, ms) => timers.push({ at: now + ms, then }),
    );
    const pass = (to: number): void => {
      now = to;
      for (const { then } of timers.splice(0).filter(({ at }) => at <= now)) then();
    };
    say('Playing');
    pass(500);
    say('Crash on db.');
    say('Paused');
    say('Paused');
    pass(3_000);
    expect(said).toEqual(['0: Playing', '3000: Crash on db. Paused']);
  });
});
