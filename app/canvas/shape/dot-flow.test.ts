import { describe, expect, it } from 'vitest';
import { DOT, HEADER, layoutOf } from '../../../src/run/frame.ts';
import { DotFlow, MOST_ALIVE } from './dot-flow.ts';

const layout = layoutOf({ nodes: 2, instances: 2, links: 2, classes: 1 });
const lengths = Float64Array.from([220, 220]);

interface Sample {
  readonly link?: number;
  readonly leaves: number;
  readonly arrives?: number;
  readonly back?: number;
  readonly outcome?: number;
}

function frame(timeMs: number, speed: number, samples: readonly Sample[], epoch = 1): Float64Array {
  const data = new Float64Array(layout.length);
  data[HEADER.timeMs] = timeMs;
  data[HEADER.speed] = speed;
  data[HEADER.epoch] = epoch;
  data[HEADER.dots] = samples.length;
  samples.forEach(({ link = 0, leaves, arrives = leaves + 0.5, back = 0, outcome = 0 }, i) => {
    data.set([link, leaves, arrives, back, outcome], layout.dotAt + i * DOT.size);
  });
  return data;
}

describe('dots on their way', () => {
  it('cross no faster than the eye follows', () => {
    const flow = new DotFlow();
    flow.take(frame(1_000, 1, [{ leaves: 1_000 }]), layout, lengths, true);
    flow.advance(60 + 500);
    expect(flow.count).toBe(1);
    expect(flow.place(0)).toBeCloseTo(0.5, 2);
    flow.advance(500);
    expect(flow.count).toBe(0);
  });

  it('take as long as they really do when that is longer', () => {
    const flow = new DotFlow();
    flow.take(frame(1_000, 0.5, [{ leaves: 1_000, arrives: 2_000 }]), layout, lengths, true);
    flow.advance(60 + 1_000);
    expect(flow.place(0)).toBeCloseTo(0.5, 3);
  });

  it('go backwards with an answer and carry its outcome', () => {
    const flow = new DotFlow();
    flow.take(frame(1_000, 1, [{ leaves: 1_000, back: 1, outcome: 2 }]), layout, lengths, true);
    flow.advance(60 + 250);
    expect(flow.place(0)).toBeCloseTo(0.75, 2);
    expect(flow.outcome[0]).toBe(2);
  });

  it('are taken once, however often a frame shows them', () => {
    const flow = new DotFlow();
    flow.take(frame(1_000, 1, [{ leaves: 990 }]), layout, lengths, true);
    flow.take(frame(1_010, 1, [{ leaves: 990 }, { leaves: 1_005, link: 1 }]), layout, lengths, true);
    expect(flow.count).toBe(2);
  });

  it('keep their distance within one direction of a link', () => {
    const flow = new DotFlow();
    flow.take(frame(1_000, 1, [{ leaves: 980 }, { leaves: 985 }, { leaves: 986, back: 1 }]), layout, lengths, true);
    expect(flow.count).toBe(2);
  });

  it('are the same whichever way the frame lists them', () => {
    const samples = [{ leaves: 800 }, { leaves: 900 }, { leaves: 990 }];
    for (const listed of [samples, [...samples].reverse()]) {
      const flow = new DotFlow();
      flow.take(frame(1_000, 1, listed), layout, lengths, true);
      expect(flow.count).toBe(3);
    }
  });

  it('stand still while the clock stands', () => {
    const flow = new DotFlow();
    flow.take(frame(1_000, 1, [{ leaves: 1_000 }]), layout, lengths, true);
    flow.advance(300);
    const place = flow.place(0);
    flow.take(frame(1_000, 1, [{ leaves: 1_000 }]), layout, lengths, false);
    expect(flow.place(0)).toBe(place);
  });

  it('move on with a single step of a paused run', () => {
    const flow = new DotFlow();
    flow.take(frame(1_000, 1, [{ leaves: 1_000 }]), layout, lengths, false);
    flow.take(frame(1_100, 1, []), layout, lengths, false);
    expect(flow.place(0)).toBeGreaterThan(0);
  });

  it('are gone after a reset, and links out of sight have none', () => {
    const flow = new DotFlow();
    flow.take(frame(1_000, 1, [{ leaves: 1_000 }]), layout, lengths, true);
    flow.take(frame(0, 1, [], 2), layout, lengths, true);
    expect(flow.count).toBe(0);
    flow.take(frame(5, 1, [{ leaves: 5 }], 2), layout, Float64Array.from([Number.NaN, 1]), true);
    expect(flow.count).toBe(0);
  });

  it('of another moment of the past are those seen last before it, and the present has its own again', () => {
    const flow = new DotFlow();
    flow.take(frame(5_000, 1, [{ leaves: 4_900 }, { leaves: 4_990 }]), layout, lengths, true);
    const past = frame(2_000, 1, [{ leaves: 1_000 }, { leaves: 1_900 }]);
    past[HEADER.moment] = 2;
    flow.take(past, layout, lengths, false);
    expect(flow.count).toBe(1);
    expect(flow.place(0)).toBeGreaterThan(0);
    flow.take(frame(5_000, 1, [{ leaves: 4_900 }, { leaves: 4_990 }]), layout, lengths, false);
    expect(flow.count).toBe(2);
  });

  it('never are more than there is room for', () => {
    const flow = new DotFlow();
    for (let t = 1; t <= 400; t++) {
      const samples = Array.from({ length: 20 }, (_, i) => ({
        link: i % 2,
        leaves: t * 100 + i,
        arrives: t * 100 + 1e9,
        back: (i >> 1) % 2,
      }));
      flow.take(frame(t * 100 + 20, 1, samples), layout, lengths, true);
      flow.advance(100);
    }
    expect(flow.count).toBeLessThanOrEqual(MOST_ALIVE);
    expect(flow.count).toBeGreaterThan(100);
  });
});
