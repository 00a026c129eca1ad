/** Stories of phones: what the radio, the distance and the coverage cost. */
import { describe, expect, it } from 'vitest';
import { constant, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

function run(phones: ParamBag, ms: number, way: ParamBag = {}): Story {
  const params = { keys: 1, sessions: 1, arrivals: 'even', radioWakes: constant(200), ...phones };
  const nodes = [node('phones', 'mobile-client', params), node('app', 'service', { instances: 1, workers: 1000, work: constant(10) })];
  return story(nodes, [link('phones', 'app', way)], { ms });
}

const figure = (told: Story, id: string) => told.report.nodes['phones']?.figures[id];

describe('a radio', () => {
  it('sleeps after a pause: the next request waits until it is awake, those soon after do not', () => {
    const told = run({ rate: 1, radioSleeps: 1500 }, 3500);
    expect(told.log('phones')).toEqual(['1210 phones ok 210', '2010 phones ok 10', '3010 phones ok 10']);
    expect(figure(told, 'radioWoken')).toBe(1);
  });

  it('that sleeps at once is woken for every request', () => {
    const told = run({ rate: 1, radioSleeps: 500 }, 3500);
    expect(told.log('phones')).toEqual(['1210 phones ok 210', '2210 phones ok 210', '3210 phones ok 210']);
  });

  it('wakes once for all who wait for it', () => {
    const told = run({ rate: 10, radioSleeps: 5000 }, 450);
    expect(told.log('phones')).toEqual(['310 phones ok 210', '310 phones ok 110', '310 phones ok 10', '410 phones ok 10']);
    expect(figure(told, 'radioWoken')).toBe(1);
  });

  it('of somebody new is always asleep, and on Wi-Fi never', () => {
    expect(run({ rate: 10, access: 'wifi' }, 250).log('phones')).toEqual(['110 phones ok 10', '210 phones ok 10']);
  });
});

describe('the access network', () => {
  it.each([
    ['5g', 25],
    ['4g', 27.5],
    ['3g', 75],
    ['wifi', 7],
  ])('%s puts phones %d ms away', (access, way) => {
    const told = run({ rate: 10, access, radioWakes: constant(0) }, 250, { delay: 'placement' });
    // 0.15 ms are the way within a zone; 10 ms are work.
    expect(told.log('app')[0]).toBe(`${100 + way + 0.15} app in`);
  });
});

describe('coverage', () => {
  const spotty = { radioSleeps: 600_000, radioWakes: constant(0), sessions: 200, rate: 200, outShare: 0.2, outFor: 1000 };

  it('is missing for its share of the time, and what was asked meanwhile is sent when it is back', () => {
    const told = run({ ...spotty, patience: 3_600_000 }, 100_000);
    const share = Number(figure(told, 'withoutCoverage')) / 20_000;
    // A phone sees about a hundred cycles in the whole, 200 phones 4,000: the share has a deviation near 0.8 · √(0.2 · 0.8 / 4,000) · 2.
    expect(Math.abs(share - 0.2)).toBeLessThan(0.03);
    const waits = told.log('phones').map((line) => Number(line.split(' ')[3]) - 10);
    const delayed = waits.filter((wait) => wait > 0);
    // What is left of an exponential time is exponential again, with the same mean.
    expect(Math.abs(delayed.reduce((a, b) => a + b, 0) / delayed.length / 1000 - 1)).toBeLessThan(0.1);
    expect(told.report.total.outcomes['ok']).toBe(told.report.total.requests);
  });

  it('that does not come back in time costs the request: offline', () => {
    const told = run({ ...spotty, patience: 500 }, 50_000);
    const lost = told.report.total.causes['offline at phones'] ?? 0;
    // 0.2 · e^-0.5 = 12 % of the requests wait longer than half a second.
    expect(Math.abs(lost / told.report.total.requests - 0.1213)).toBeLessThan(0.02);
    expect(told.where('phones', 'unavailable 500: offline at phones')).toHaveLength(lost);
    expect(figure(told, 'answered')).toBeCloseTo(1 - lost / told.report.total.requests, 12);
  });
});
