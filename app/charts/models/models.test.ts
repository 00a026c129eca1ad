import { describe, expect, it } from 'vitest';
import { MadeUpRun } from '../made-up-run.ts';
import type { ChartModel } from '../model.ts';
import { seriesOf } from '../model.ts';
import { availabilityModel } from './availability.ts';
import { burnModel } from './burn.ts';
import { consistencyModel } from './consistency.ts';
import { latencyModel } from './latency.ts';
import { nodeLatencyModel, nodeQueueModel, nodeTrafficModel, nodeUtilisationModel } from './node.ts';
import { trafficModel } from './traffic.ts';

/** The last value of a series, by its name. */
function last(model: ChartModel, name: string): number {
  model.refresh();
  const series = seriesOf(model).find((one) => one.name === name);
  return series?.values().at(-1) ?? Number.NaN;
}

const quantiles = { p50: 19, p95: 47, p99: 86, p999: 120 };

describe('the latency chart', () => {
  const shown = (samples: number): Record<string, string> => {
    const model = latencyModel(new MadeUpRun().add({ ...quantiles, samples }).scene());
    model.refresh();
    return Object.fromEntries(
      seriesOf(model).map((one) => {
        const [value, firm] = [one.values().at(-1) ?? Number.NaN, one.firm?.().at(-1) ?? Number.NaN];
        return [one.name, Number.isNaN(value) ? 'hidden' : Number.isNaN(firm) ? 'rough' : 'firm'];
      }),
    );
  };

  it('hides p99.9 under 1,000 samples', () => {
    expect(shown(999)['p99.9']).toBe('hidden');
    expect(shown(1000)['p99.9']).toBe('rough');
  });

  it('marks a quantile with fewer than 100 samples beyond it', () => {
    expect(shown(2000)).toEqual({ 'p99.9': 'rough', p99: 'rough', p95: 'firm', p50: 'firm' });
    expect(shown(10_000)['p99']).toBe('firm');
    expect(shown(9_999)['p99']).toBe('rough');
    expect(shown(199)['p50']).toBe('rough');
  });

  it('has a line for each latency objective', () => {
    const limits = [
      { metric: 'latency.p99', bound: 'most', value: 250 } as const,
      { metric: 'availability', bound: 'least', value: 0.99 } as const,
    ];
    expect(latencyModel(new MadeUpRun().scene({ limits })).panels[0]?.limits).toEqual([{ value: 250, label: 'p99 ≤ 250 ms' }]);
  });
});

describe('the traffic chart', () => {
  it('turns counts of windows into rates over the last second', () => {
    const model = trafficModel(new MadeUpRun().add({ offered: 200, ok: 150, timeout: 30, error: 20 }, 30).scene(), false);
    expect(['offered', 'answered', 'failed'].map((name) => last(model, name))).toEqual([2000, 1500, 500]);
  });

  it('stacks the failed outcomes on demand', () => {
    const model = trafficModel(new MadeUpRun().add({ offered: 100, timeout: 30, error: 20 }, 10).scene(), true);
    model.refresh();
    const drawn = seriesOf(model).map((one) => [one.name, one.values().at(-1), one.drawn?.().at(-1)]);
    expect(drawn.slice(0, 3)).toEqual([
      ['errors', 200, 200],
      ['timeouts', 300, 500],
      ['refused connections', 0, Number.NaN],
    ]);
  });

  it('counts the warm-up in its lines, and not in its finding', () => {
    const run = new MadeUpRun().add({ offered: 100, timeout: 100 }, 10).add({ offered: 100, ok: 100 }, 10);
    const model = trafficModel(run.scene({ warmupMs: 1000 }), false);
    model.refresh();
    expect(model.finding()).toBe('1k/s offered · all answered');
  });
});

describe('the availability chart', () => {
  const slos = [{ id: 'a', cls: -1, whose: 'All requests', target: 0.9 }];

  it('shows the last second, all so far, and what is left of the error budget', () => {
    const run = new MadeUpRun().add({ ok: 100 }, 10).add({ ok: 90, error: 10 }, 10);
    const model = availabilityModel(run.scene({ slos }));
    expect(last(model, 'answered, last second')).toBe(0.9);
    expect(last(model, 'answered so far')).toBe(0.95);
    expect(last(model, 'error budget left')).toBeCloseTo(0.5, 12);
    expect(last(model, 'requests ended, last second')).toBe(1000);
    expect(model.finding()).toBe('95 % so far · 50 % of the error budget gone');
  });

  it('has no budget without an objective', () => {
    const model = availabilityModel(new MadeUpRun().add({ ok: 1 }).scene());
    expect(model.panels.map((panel) => panel.key)).toEqual(['share']);
  });

  it('starts from nothing with another run', () => {
    const run = new MadeUpRun().add({ error: 10 }, 10);
    const model = availabilityModel(run.scene());
    expect(last(model, 'answered so far')).toBe(0);
    run.restart();
    run.add({ ok: 10 });
    expect(last(model, 'answered so far')).toBe(1);
    expect(model.times().length).toBe(1);
  });
});

describe('the chart of an objective of one class', () => {
  const slo = { id: 'buy', cls: 1, whose: 'Buy', target: 0.9 };
  const run = new MadeUpRun().add({ ok: 100 }, 20, {}, { ok: 10, failed: 0 }).add({ ok: 100, error: 5 }, 10, {}, { ok: 5, failed: 5 });

  it('counts its requests alone, and burns as fast as they fail (B16)', () => {
    expect(last(availabilityModel(run.scene({ slos: [slo] }), slo), 'answered, last second')).toBe(0.5);
    const model = burnModel(run.scene({ durationMs: 30_000 }), slo);
    // Half of them fail where a tenth may; the long window of the fast pair is two windows of 100 ms.
    expect(last(model, 'burn rate over 0.2 s')).toBeCloseTo(5, 9);
    expect(last(model, 'burn rate over 3 s')).toBeCloseTo(5 / 3, 9);
    expect(model.panels[0]?.limits.map(({ value }) => value)).toEqual([14.4, 6, 1]);
    expect(model.finding()).toBe('5× now · 1 alert, 1.7× at worst');
  });

  it('takes nothing of the warm-up', () => {
    const model = burnModel(run.scene({ durationMs: 30_000, warmupMs: 3_000 }), slo);
    expect(last(model, 'burn rate over 0.2 s')).toBe(0);
  });
});

describe('objectives of a part', () => {
  it('are lines on the chart that shows their figure', () => {
    const node = { index: 0, id: 'db', name: 'db', watched: false, figure: undefined } as const;
    const limits = [
      { metric: 'part:db.p99', bound: 'most', value: 20 },
      { metric: 'part:db.utilisation', bound: 'most', value: 0.7 },
      { metric: 'part:web.queue', bound: 'most', value: 5 },
      { metric: 'throughput', bound: 'least', value: 300 },
    ] as const;
    const scene = new MadeUpRun().add({}, 2, { p99: 4 }).scene({ limits });
    const lines = (model: ChartModel) => model.panels.flatMap((panel) => panel.limits.map(({ label }) => label));
    expect(lines(nodeLatencyModel(scene, node))).toEqual(['objective ≤ 20 ms']);
    expect(lines(nodeUtilisationModel(scene, node))).toEqual(['objective ≤ 70 %']);
    expect(lines(nodeQueueModel(scene, node))).toEqual([]);
    expect(lines(trafficModel(scene, false))).toEqual(['objective ≥ 300/s']);
  });
});

describe('the consistency chart', () => {
  it('shows stale reads of the last second, the lag, and lost writes as frames add them up', () => {
    const run = new MadeUpRun()
      .add({ reads: 80, staleReads: 0, lagMs: 20, lostWrites: 3 }, 10)
      .add({ reads: 80, staleReads: 20, lagMs: 140, lostWrites: 10 }, 10);
    const model = consistencyModel(run.scene());
    expect([last(model, 'stale reads'), last(model, 'replica lag'), last(model, 'acknowledged writes lost')]).toEqual([0.25, 140, 10]);
    expect(model.finding()).toBe('10 acknowledged writes lost · 25 % stale at worst');
  });
});

describe('the charts of one part', () => {
  const node = {
    index: 0,
    id: 'db',
    name: 'db',
    watched: false,
    figure: { id: 'hitRatio', label: 'Hit ratio', unit: 'ratio', help: '' },
  } as const;
  const row = { arrivals: 46, ok: 40, failed: 4, utilisation: 0.62, queue: 22, p50: 4, p99: 18, figure0: 0.91 };
  const scene = new MadeUpRun().add({}, 20, row).scene();

  it('read its own columns', () => {
    expect(last(nodeLatencyModel(scene, node), 'p99')).toBe(18);
    expect(last(nodeTrafficModel(scene, node), 'arriving')).toBe(460);
    expect(last(nodeTrafficModel(scene, node), 'failed')).toBe(40);
    expect(last(nodeUtilisationModel(scene, node), 'utilisation')).toBe(0.62);
    expect(last(nodeQueueModel(scene, node), 'waiting')).toBe(22);
    expect(last(nodeQueueModel(scene, node), 'Hit ratio')).toBe(0.91);
  });

  it('mark its percentiles by the calls it answered', () => {
    const model = nodeLatencyModel(scene, node);
    model.refresh();
    expect(model.samples?.().at(-1)).toBe(400);
    expect(model.finding()).toBe('p99 ≈18 ms · steady');
  });
});
