import { describe, expect, it } from 'vitest';
import { atLeast, meaning, overall, summaryLine } from './overall.ts';
import type { Judged, Standing } from './standing.ts';

const one = (standing: Standing, chance: number): Judged => ({ standing, chance, verdict: {} as Judged['verdict'] });
const many = (count: number, standing: Standing, chance: number): Judged[] => Array.from({ length: count }, () => one(standing, chance));

describe('quantities together', () => {
  it('are summed up in one line', () => {
    const all = [...many(9, 'holds', 0.5), ...many(3, 'not-run', Number.NaN)];
    expect(summaryLine(overall(all))).toBe('9 of 12 quantities hold, 3 not yet run');
    expect(summaryLine(overall([one('holds', 0.5), one('fails', 0.02), one('imprecise', 0.3), one('measuring', 0.3)]))).toBe(
      '1 of 4 quantities holds, 1 does not, 1 not yet precise, 1 being measured',
    );
  });

  it('may miss as often as chance lets them', () => {
    const all = overall([...many(57, 'holds', 0.5), ...many(3, 'fails', 0.03)]);
    expect(all.chance).toBeCloseTo(0.583, 3);
    expect(all.doubt).toBe(false);
    expect(meaning(all)).toContain(
      'Of 60 true quantities about 3.0 miss by chance, and 3 or more in 58 of 100 such sets: that is within chance',
    );
  });

  it('are doubted when more miss than chance explains', () => {
    const all = overall([...many(50, 'holds', 0.5), ...many(10, 'fails', 0.03)]);
    expect(all.chance).toBeLessThan(0.01);
    expect(all.doubt).toBe(true);
    expect(meaning(all)).toMatch(/^That is more than chance explains/);
  });

  it('are doubted for a single miss that is too far out, or that chance has no part in', () => {
    expect(overall([...many(59, 'holds', 0.5), one('fails', 1e-5)]).doubt).toBe(true);
    expect(overall([...many(59, 'holds', 0.5), one('fails', 1e-3)]).doubt).toBe(false);
    expect(overall([...many(59, 'holds', 0.5), one('fails', Number.NaN)]).doubt).toBe(true);
  });

  it('say nothing before there is anything to say', () => {
    expect(meaning(overall(many(5, 'not-run', Number.NaN)))).toBe('');
    expect(meaning(overall(many(5, 'holds', 0.4)))).toBe('');
    expect(meaning(overall([one('holds', 0.4), one('fails', 0.03)]))).toMatch(/^Chance lets one interval in twenty miss/);
    expect(meaning(overall(many(40, 'holds', 0.4)))).toBe('No interval misses. Chance alone would let about 2.0 of 40 miss.');
  });

  it('count misses by the binomial distribution', () => {
    // 1 − 0.95^20; and 1 − 0.95^20 − 20·0.05·0.95^19
    expect(atLeast(1, 20)).toBeCloseTo(0.6415140775914581, 12);
    expect(atLeast(2, 20)).toBeCloseTo(0.2641604755, 9);
    expect(atLeast(0, 20)).toBe(1);
    expect(atLeast(20, 20)).toBeCloseTo(0.05 ** 20, 30);
  });
});
