import { describe, expect, it } from 'vitest';
import { Sampler } from '../std/distribution.ts';
import { Knobs } from './knobs.ts';
import { Link, type LinkSettings } from './link.ts';
import { Breaker } from './policy/breaker.ts';

const SETTINGS: LinkSettings = {
  index: 0,
  from: 0,
  to: 1,
  latency: undefined,
  lastMile: 0,
  loss: 0,
  bandwidth: 0,
  timeout: 0,
  retry: undefined,
  breaker: undefined,
  pool: undefined,
  chooser: undefined,
  sole: -1,
  dataset: -1,
  seed: 1,
  name: 'a>b',
};
const make = (more: Partial<LinkSettings> = {}) => new Link({ ...SETTINGS, ...more });
const rest = () => new Knobs(2, 2, 1);

describe('the delay of a link', () => {
  it('follows from the placement and the last mile, or is its own', () => {
    expect(make({ lastMile: 7 }).delay(0, 100, 0, 0, rest())).toBe(107);
    const own = new Sampler({ type: 'constant', value: 3 }, 1);
    expect(make({ lastMile: 7, latency: own }).delay(0, 100, 0, 0, rest())).toBe(3);
  });

  it('grows by what a fault adds, and by jitter that is exponential around its mean', () => {
    const knobs = rest();
    knobs.delay[0] = 50;
    expect(make().delay(0, 100, 0, 0, knobs)).toBe(150);
    knobs.jitter[0] = 1e6;
    const link = make();
    const added = Array.from({ length: 20_000 }, () => link.delay(0, 100, 0, 0, knobs) - 150);
    expect(added.every((ns) => Number.isInteger(ns) && ns >= 0)).toBe(true);
    expect(added.reduce((sum, ns) => sum + ns, 0) / added.length / 1e6).toBeCloseTo(1, 1);
    expect(added.filter((ns) => ns > 1e6).length / added.length).toBeCloseTo(Math.exp(-1), 1);
  });

  it('holds sending and the wait for the wire, each direction by itself, rounded up to whole ns', () => {
    const link = make({ bandwidth: 2 });
    expect(link.delay(0, 10, 7, 0, rest())).toBe(10 + 4);
    expect(link.delay(1, 10, 8, 0, rest())).toBe(10 + 3 + 4);
    expect(link.delay(1, 10, 8, 1, rest())).toBe(10 + 4);
    expect(link.delay(100, 10, 8, 0, rest())).toBe(10 + 4);
  });
});

describe('loss', () => {
  const share = (link: Link, knobs: Knobs) => Array.from({ length: 40_000 }, () => link.loses(knobs, 0)).filter(Boolean).length / 40_000;

  it('of the link and of a fault combine as independent chances', () => {
    const knobs = rest();
    expect(share(make(), knobs)).toBe(0);
    expect(share(make({ loss: 0.2 }), knobs)).toBeCloseTo(0.2, 1);
    knobs.loss[0] = 0.5;
    expect(share(make({ loss: 0.2 }), knobs)).toBeCloseTo(0.6, 1);
  });

  it('is certain while the link is cut', () => {
    const knobs = rest();
    knobs.severed[0] = 1;
    expect(make().loses(knobs, 0)).toBe(true);
  });

  it('costs no luck where there is none', () => {
    const once = make({ seed: 5 });
    const again = make({ seed: 5 });
    for (let i = 0; i < 10; i++) once.loses(rest(), 0);
    expect(once.stream.uniform()).toBe(again.stream.uniform());
  });
});

describe('a link', () => {
  it('is guarded as soon as any policy stands on it', () => {
    expect(make().guarded).toBe(0);
    expect(make({ timeout: 5 }).guarded).toBe(1);
    const link = make();
    link.breaker = new Breaker({ rate: 1, window: 2, span: 0, slow: 0, slowRate: 1, minimum: 1, open: 1, probes: 1 });
    link.settle();
    expect(link.guarded).toBe(2);
  });

  it('forgets its counts after the warm-up', () => {
    const link = make();
    link.calls = 5;
    link.attempts = 7;
    link.failures = 2;
    link.retries = 2;
    link.timeouts = 1;
    link.resetCounts();
    expect([link.calls, link.attempts, link.failures, link.retries, link.timeouts]).toEqual([0, 0, 0, 0, 0]);
  });
});
