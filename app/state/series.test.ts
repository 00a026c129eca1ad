// The series store is fed from frames that overlap, skip and start over; what it holds must be every window exactly once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASS_WINDOW, type FrameLayout, HEADER, layoutOf, NODE_WINDOW, WINDOW } from '../../src/run/frame.ts';
import { SeriesStore } from './series.ts';

const layout = layoutOf({ nodes: 2, instances: 2, links: 1, classes: 1 });

/** A frame that carries windows `first` … `first + carried - 1` of an epoch; window w ends at (w + 1) × 100 ms. */
function frame(epoch: number, windows: number, first: number, carried: number, of: FrameLayout = layout): Float64Array {
  const data = new Float64Array(of.length);
  data[HEADER.epoch] = epoch;
  data[HEADER.windows] = windows;
  data[HEADER.firstWindow] = first;
  data[HEADER.carried] = carried;
  for (let i = 0; i < carried; i++) {
    const at = of.windowAt + i * of.windowSize;
    data[at + WINDOW.endMs] = (first + i + 1) * 100;
    data[at + WINDOW.size + NODE_WINDOW.size + NODE_WINDOW.queue] = 1_000 + first + i;
    data[at + of.classAt + CLASS_WINDOW.failed] = 2_000 + first + i;
    data[at + of.heatAt + 95] = 3_000 + first + i;
  }
  return data;
}

describe('the series store', () => {
  it('holds windows as columns, of the whole, of each node, of each class, and the cells of the heat map', () => {
    const series = new SeriesStore();
    series.take(frame(1, 3, 0, 3), layout);
    expect([...series.column('endMs')]).toEqual([100, 200, 300]);
    expect([...series.nodeColumn(1, 'queue')]).toEqual([1_000, 1_001, 1_002]);
    expect([...series.classColumn(0, 'failed')]).toEqual([2_000, 2_001, 2_002]);
    expect([...series.heat(95)]).toEqual([3_000, 3_001, 3_002]);
  });

  it('is complete when frames overlap, and lets nothing in after a gap', () => {
    const series = new SeriesStore();
    series.take(frame(1, 2, 0, 2), layout);
    expect(series.take(frame(1, 9, 5, 3), layout)).toBe(false);
    expect(series.length).toBe(2);
    series.take(frame(1, 9, 1, 5), layout);
    expect([...series.column('endMs')]).toEqual([100, 200, 300, 400, 500, 600]);
  });

  it('starts over with a new epoch', () => {
    const series = new SeriesStore();
    series.take(frame(1, 3, 0, 3), layout);
    const { version } = series;
    series.take(frame(2, 0, 0, 0), layout);
    expect(series.length).toBe(0);
    expect(series.version).toBeGreaterThan(version);
    expect([...series.column('endMs')]).toEqual([]);
  });

  it('starts over when the design has another number of parts', () => {
    const series = new SeriesStore();
    series.take(frame(1, 3, 0, 3), layout);
    const other = layoutOf({ nodes: 1, instances: 1, links: 0, classes: 1 });
    series.take(frame(1, 1, 0, 1, other), other);
    expect([...series.column('endMs')]).toEqual([100]);
  });

  it('holds every window exactly once whatever frames are lost (HEADER.windows, have)', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ more: fc.nat(90), lost: fc.boolean() }), { maxLength: 60 }), (turns) => {
        const series = new SeriesStore();
        let windows = 0;
        for (const { more, lost } of turns) {
          windows += more;
          const first = series.length;
          const answer = frame(7, windows, first, Math.min(64, windows - first));
          if (!lost) series.take(answer, layout);
        }
        const expected = Array.from({ length: series.length }, (_, i) => (i + 1) * 100);
        expect([...series.column('endMs')]).toEqual(expected);
      }),
    );
  });
});
