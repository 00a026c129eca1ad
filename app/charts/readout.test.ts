import { describe, expect, it } from 'vitest';
import { movedBy } from './keys.ts';
import { MadeUpRun } from './made-up-run.ts';
import { latencyModel } from './models/latency.ts';
import { readoutOf, readoutSentence } from './readout.ts';

const slow = { id: 'f', fromMs: 300, toMs: 900, label: 'db/2 slow ×8' };

describe('the readout at the crosshair', () => {
  const run = new MadeUpRun().add({ p50: 19, p95: 47, p99: 86.42, p999: 120, samples: 1990 }, 10);
  const scene = run.scene({ warmupMs: 500, bands: [slow] });
  const model = latencyModel(scene);
  model.refresh();

  it('gives every value, the samples behind them and what was broken', () => {
    const words = readoutOf(model, scene, 3, 400);
    expect(words.time).toBe('400 ms');
    expect(words.rows.map((row) => `${row.series.name} ${row.value}`)).toEqual([
      'p99.9 ≈120 ms',
      'p99 ≈86.42 ms',
      'p95 ≈47 ms',
      'p50 19 ms',
    ]);
    expect(words.foot[0]).toBe('1.99k samples');
    expect(words.notes).toEqual(['db/2 slow ×8', 'warm-up, not counted']);
  });

  it('is one sentence for people who listen', () => {
    expect(readoutSentence(readoutOf(model, scene, 8, 900))).toBe(
      '900 ms, p99.9 about 120 ms, p99 about 86.42 ms, p95 about 47 ms, p50 19 ms, 1.99k samples, db/2 slow ×8',
    );
  });

  it('says that the run has not come that far', () => {
    expect(readoutSentence(readoutOf(model, scene, -1, 30_000))).toBe('30 s, not there yet');
  });
});

describe('the keys of a chart', () => {
  const times = Float64Array.from({ length: 50 }, (_, i) => (i + 1) * 100);

  it('move the crosshair by one window, by ten, and to the ends', () => {
    expect(movedBy('ArrowRight', false, 1000, times)).toBe(1100);
    expect(movedBy('ArrowLeft', false, 1000, times)).toBe(900);
    expect(movedBy('ArrowRight', true, 1000, times)).toBe(2000);
    expect(movedBy('PageDown', false, 3000, times)).toBe(2000);
    expect(movedBy('Home', false, 1000, times)).toBe(100);
    expect(movedBy('End', false, 1000, times)).toBe(5000);
  });

  it('stay within the run', () => {
    expect(movedBy('ArrowLeft', false, 100, times)).toBe(100);
    expect(movedBy('ArrowRight', true, 4900, times)).toBe(5000);
    expect(movedBy('ArrowRight', false, 60_000, times)).toBe(5000);
    expect(movedBy('ArrowRight', false, undefined, new Float64Array(0))).toBe(undefined);
  });

  it('begin at the newest window, and put the crosshair away', () => {
    expect(movedBy('ArrowLeft', false, undefined, times)).toBe(5000);
    expect(movedBy('Escape', false, 1000, times)).toBe('leave');
    expect(movedBy('Escape', false, undefined, times)).toBe(undefined);
    expect(movedBy('a', false, 1000, times)).toBe(undefined);
  });
});
