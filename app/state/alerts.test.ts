import { describe, expect, it } from 'vitest';
import { design, link, node } from '../../src/proof/small-design.ts';
import { MadeUpRun } from '../charts/made-up-run.ts';
import { alertsIn, slosOf } from './alerts.ts';

const base = design([node('users', 'client', {}), node('app', 'service', {})], [link('users', 'app')], 30, 1);
const classes = [
  { id: 'get', name: 'Get', route: '/', write: false, weight: 1, bytesUp: 1, bytesDown: 1 },
  { id: 'buy', name: 'Buy', route: '/buy', write: true, weight: 1, bytesUp: 1, bytesDown: 1 },
];
const promise = (id: string, cls: string, bound: 'least' | 'most' = 'least') =>
  ({ id, metric: 'availability', bound, value: 0.9, class: cls }) as const;
const promised = (...objectives: ReturnType<typeof promise>[]) => ({ ...base, classes, scenario: { ...base.scenario, objectives } });

describe('alerts of the run that is shown (B16)', () => {
  it('are of promises about availability, of all requests or of one class', () => {
    const slos = slosOf(promised(promise('a', ''), promise('b', 'buy'), promise('c', '', 'most')));
    expect(slos.map(({ id, cls, whose }) => [id, cls, whose])).toEqual([
      ['a', -1, 'All requests'],
      ['b', 1, 'Buy'],
    ]);
  });

  it('fire while the budget burns too fast, clear after it, and take nothing of the warm-up', () => {
    // Windows of 100 ms: a second of warm-up in which all fails, a good second, half a second of failures, a good second.
    const run = new MadeUpRun().add({ error: 9 }, 10).add({ ok: 9 }, 10).add({ error: 9 }, 5).add({ ok: 9 }, 10);
    const alerts = alertsIn(run, 100, promised(promise('a', '')));
    expect(alerts.map(({ label, fromMs, toMs }) => [label, fromMs, toMs])).toEqual([['alert: budget burns over 1×', 2_100, 2_700]]);
  });
});
