/** Stories of the scrubber: when traffic takes the detour, what vanishes there, and what happens beyond its capacity. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const CLASSES = [cls('buy', { bytesUp: 1000 }), cls('flood', { bytesUp: 100_000 })];
const users = (id: string, rate: number, only: string, more: ParamBag = {}) =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, classes: [only], ...more });
const scrubber = (params: ParamBag) =>
  node('scrub', 'ddos-scrubber', {
    mode: 'always',
    detour: constant(4),
    attacks: ['flood'],
    removed: 1,
    lost: 0,
    capacity: 1e9,
    packets: 1e6,
    ...params,
  });
const app = node('app', 'service', { instances: 1, workers: 1000, work: constant(5) });
const LINKS = [link('buyers', 'scrub'), link('bots', 'scrub'), link('scrub', 'app')];

function flooded(params: ParamBag, buyers: number, bots: ReturnType<typeof users>, options: StoryOptions) {
  return story([users('buyers', buyers, 'buy'), bots, scrubber(params), app], LINKS, { classes: CLASSES, ...options });
}

describe('a scrubber that is always on', () => {
  it('sends every request on a detour and lets the attack vanish; its sender hears nothing', () => {
    const told = flooded({}, 10, users('bots', 8, 'flood'), { ms: 130 });
    // 1,000 bytes at 1 GB/s take 0.001 ms, one packet of a million a second as much; the answer comes directly.
    expect(told.log()).toEqual([
      '100 scrub in',
      '104.001 app in',
      '109.001 app ok',
      '109.001 scrub ok',
      '109.001 buyers ok 9.001',
      '125 scrub in',
      '125 scrub error',
    ]);
    expect(told.report.nodes['scrub']?.figures).toMatchObject({ removed: 1, removedShare: 1, lost: 0, overrun: 0, diverted: 1 });
  });

  it('removes its share of the attack and loses its share of the rest, within 4 σ', () => {
    const told = flooded({ removed: 0.9, lost: 0.05 }, 500, users('bots', 500, 'flood'), { ms: 6001 });
    const { removed = 0, removedShare = 0, lost = 0 } = (told.report.nodes['scrub']?.figures ?? {}) as Record<string, number>;
    const n = 3000;
    expect(removed).toBeGreaterThan(0.85 * n);
    expect(Math.abs(removedShare - 0.9)).toBeLessThan(4 * Math.sqrt((0.9 * 0.1) / n));
    expect(Math.abs(lost / n - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / n));
  });

  it('beyond its capacity in bytes loses buyers as well as attackers', () => {
    const told = flooded({ capacity: 1e6 }, 50, users('bots', 40, 'flood'), { ms: 5000 });
    expect(told.report.nodes['scrub']?.figures['overrun']).toBeGreaterThan(100);
    const calm = flooded({ capacity: 1e6 }, 50, users('bots', 0.001, 'flood'), { ms: 5000 });
    const prompt = (lines: readonly string[]) => lines.filter((line) => Number(line.split(' ')[3]) < 200).length;
    expect(prompt(calm.log('buyers'))).toBe(249);
    expect(prompt(told.log('buyers')) / 249).toBeLessThan(0.7);
  });

  it('beyond its capacity in packets too, though the bytes are few', () => {
    const told = flooded({ packets: 50 }, 10, users('bots', 100, 'buy'), { ms: 3000 });
    expect(told.report.nodes['scrub']?.figures['overrun']).toBeGreaterThan(100);
  });
});

describe('a scrubber on demand', () => {
  const wave = (params: ParamBag) => users('bots', 0.001, 'flood', { shape: 'spike', ...params });

  it('is out of the way until a flood has lasted and routes have changed, and again when it is over', () => {
    const bots = wave({ rate: 0.001, peak: 50, shapeStart: 2000, shapeLength: 6000 });
    const params = { mode: 'on-demand', threshold: 1e6, detectionTime: 2000, diversionTime: 1500, calm: 3000 };
    const told = flooded(params, 1, bots, { ms: 14_900 });
    const figures = told.report.nodes['scrub']?.figures ?? {};
    // Flooded seconds from 2 to 4 s make it a flood; diverted 1.5 s later. Calm from 8 s on for three seconds.
    expect(figures['divertedAt']).toBeGreaterThanOrEqual(5500);
    expect(figures['divertedAt']).toBeLessThan(5530);
    expect(
      told
        .log('buyers')
        .map((line) => Number(line.split(' ')[3]))
        .map(Math.floor),
    ).toEqual([5, 5, 5, 5, 5, 9, 9, 9, 9, 9, 5, 5, 5, 5]);
    expect(figures).toMatchObject({ diverted: 0 });
    // Until it was diverted the flood passed.
    expect(told.visits('app').length).toBe(14 + 175);
  });
});

describe('faults', () => {
  it('that overlap heal: nothing of them is left', () => {
    const timeline = [fault('crash', 'scrub', 150, 200), fault('slow', 'scrub', 250, 300, { factor: 3 })];
    const told = flooded({ capacity: 1e12, packets: 1e12 }, 10, users('bots', 0.001, 'flood'), { ms: 650, timeline });
    expect(told.log('buyers').map((line) => line.replace(/\.\d+/g, ''))).toEqual([
      '109 buyers ok 9',
      '200 buyers refused 0: down at scrub',
      '300 buyers refused 0: down at scrub',
      '417 buyers ok 17',
      '517 buyers ok 17',
      '609 buyers ok 9',
    ]);
  });
});
