import { describe, expect, it } from 'vitest';
import { CHART_AREA, clockText, timeScale } from './plot-area.ts';

describe('the time axis', () => {
  it('puts the start and the end of a run at the edges of the plot area', () => {
    const scale = timeScale(60_000, 304, CHART_AREA);
    expect(scale.px(0)).toBe(40);
    expect(scale.px(60_000)).toBe(240);
    expect(scale.ms(140)).toBe(30_000);
  });

  it('clamps a pixel beside the plot area to the axis', () => {
    const scale = timeScale(60_000, 304, CHART_AREA);
    expect([scale.ms(0), scale.ms(1000)]).toEqual([0, 60_000]);
  });

  it('chooses ticks that people count in, as many as have room', () => {
    expect(timeScale(60_000, 304, CHART_AREA).ticks.map((tick) => tick.text)).toEqual(['0 s', '20 s', '40 s', '1 min']);
    expect(timeScale(60_000, 1000, CHART_AREA).ticks.map((tick) => tick.text)).toEqual([
      '0 s',
      '5 s',
      '10 s',
      '15 s',
      '20 s',
      '25 s',
      '30 s',
      '35 s',
      '40 s',
      '45 s',
      '50 s',
      '55 s',
      '1 min',
    ]); // prettier-ignore
    expect(timeScale(86_400_000, 500, CHART_AREA).ticks.map((tick) => tick.text)).toEqual([
      '0 s',
      '4 h',
      '8 h',
      '12 h',
      '16 h',
      '20 h',
      '24 h',
    ]);
  });

  it('has no ticks before it is laid out', () => {
    const scale = timeScale(60_000, 0, CHART_AREA);
    expect(scale.ticks).toEqual([]);
    expect(scale.ms(10)).toBe(0);
  });

  it('can show a part of a run', () => {
    const scale = timeScale(40_000, 304, CHART_AREA, 20_000);
    expect(scale.px(30_000)).toBe(140);
    expect(scale.ticks[0]).toEqual({ ms: 20_000, px: 40, text: '20 s' });
  });

  it('writes moments the way people say them', () => {
    expect([0, 500, 1500, 20_000, 90_000, 3_600_000, 7_500_000].map(clockText)).toEqual([
      '0 s',
      '500 ms',
      '1.5 s',
      '20 s',
      '1 min 30 s',
      '1 h',
      '2 h 5 min',
    ]); // prettier-ignore
  });
});
