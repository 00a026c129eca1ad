import { describe, expect, it } from 'vitest';
import { LABEL_HEIGHT, type LabelPlace, lineLabels } from './line-labels.ts';
import { MadeUpRun } from './made-up-run.ts';
import type { ChartModel } from './model.ts';
import { latencyModel } from './models/latency.ts';
import { trafficModel } from './models/traffic.ts';
import { PlotDrawing } from './plot-drawing.ts';

const perLetter = (text: string): number => text.length * 7;

function labelsOf(model: ChartModel, run: MadeUpRun, width: number, place?: Partial<LabelPlace>) {
  const drawing = new PlotDrawing(model, run.scene());
  drawing.resize(width, 160, 1);
  drawing.refresh();
  const end = { index: drawing.length - 1, x: drawing.box.time.px(drawing.endMs), flip: false, ...place };
  return { labels: lineLabels(drawing.panels, end, drawing.box, perLetter), box: drawing.box };
}

describe('names at the lines’ ends', () => {
  const close = { p50: 80, p95: 84, p99: 86, p999: 88, samples: 20_000 };

  it('never touch and never leave the cell, at every width and at every moment of the run', () => {
    for (const width of [160, 200, 240, 330, 480]) {
      for (const windows of [1, 100, 300, 600]) {
        const run = new MadeUpRun().add(close, windows);
        const { labels, box } = labelsOf(latencyModel(run.scene()), run, width);
        const shown = labels.filter((label) => label.text !== undefined).sort((a, b) => a.y - b.y);
        expect(shown.length).toBe(4);
        for (const { text, x } of shown) expect(x + perLetter(text ?? '')).toBeLessThanOrEqual(width);
        shown.forEach(({ y }, i) => {
          expect(y).toBeGreaterThanOrEqual(box.top - LABEL_HEIGHT / 2);
          expect(y).toBeLessThanOrEqual(box.bottom);
          if (i > 0) expect(y - (shown[i - 1]?.y ?? 0)).toBeGreaterThanOrEqual(LABEL_HEIGHT - 1e-6);
        });
      }
    }
  });

  it('say the value, or only the name where there is no room', () => {
    const run = new MadeUpRun().add(close, 600);
    const texts = (width: number) => labelsOf(latencyModel(run.scene()), run, width).labels.map((label) => label.text);
    expect(texts(480)).toEqual(['p99.9 ≈88 ms', 'p99 86 ms', 'p95 84 ms', 'p50 80 ms']);
    expect(texts(160)).toEqual(['p99.9', 'p99', 'p95', 'p50']);
  });

  it('stand where a line ended, without a value', () => {
    const run = new MadeUpRun().add({ error: 5, offered: 5 }, 100).add({ ok: 5, offered: 5 }, 400);
    const { labels, box } = labelsOf(trafficModel(run.scene(), true), run, 480);
    const errors = labels.find((label) => label.series.name === 'errors');
    expect(errors?.text).toBe('errors');
    expect(errors?.x).toBeLessThan(box.time.px(12_000));
    expect(labels.filter((label) => label.text !== undefined).length).toBe(1);
  });

  it('stand at the crosshair, on the side that has room', () => {
    const run = new MadeUpRun().add(close, 600);
    const model = latencyModel(run.scene());
    const at = (x: number) => labelsOf(model, run, 330, { index: 300, x, flip: true }).labels[0];
    expect(at(120)?.anchor).toBe('start');
    expect(at(280)?.anchor).toBe('end');
  });
});
