import { expect, it } from 'vitest';
import type { Design, TimelineEntry } from '../../src/design/document.ts';
import { strikesOf } from '../../src/design/strikes.ts';
import { design, link, node } from '../../src/proof/small-design.ts';
import { strikesShown } from './strikes-shown.ts';

const D = design([node('users', 'client', { rate: 50 }), node('app', 'service', { instances: 2 })], [link('users', 'app')], 20);
const of = (...timeline: TimelineEntry[]): Design => ({ ...D, scenario: { ...D.scenario, timeline } });
const CRASH: TimelineEntry = { type: 'fault', id: 'crash', at: 2000, duration: 1000, fault: 'crash', target: 'app/1', params: {} };

it('shows each time of what repeats, nothing of what is muted, and what waits only once the run has told of it', () => {
  const flapping = { ...CRASH, repeat: { every: 3000, times: 2 } };
  const waiting: TimelineEntry = {
    ...CRASH,
    id: 'late',
    at: 0,
    target: 'app/2',
    when: { metric: 'part:app.up', class: '', bound: 'below', value: 2 },
  };
  const d = of(flapping, { ...CRASH, id: 'muted', muted: true }, waiting);
  expect(strikesShown(d, []).map(({ id, at }) => [id, at])).toEqual([
    ['crash', 2000],
    ['crash', 5000],
  ]);
  const struck = [{ entry: 'late', fault: 'crash', target: 'app/2', fromMs: 2100, toMs: 3100 }];
  const late = strikesShown(d, struck).find(({ id }) => id === 'late');
  expect(late).toMatchObject({ at: 2100, duration: 1000, target: 'app/2' });
});

it('works out what strikes at random as the run does', () => {
  const d = of({ type: 'chaos', id: 'c', at: 1000, perMinute: 30, lasts: 800, most: 1, faults: ['crash', 'slow'], targets: ['app'] });
  const [chaos] = d.scenario.timeline;
  const worked = chaos?.type === 'chaos' ? strikesOf(chaos, d, 1, 19_000) : [];
  const shown = strikesShown(d, []);
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.map(({ at, fault }) => `${at} ${fault}`)).toEqual(worked.map(({ from, fault }) => `${1000 + from} ${fault.id}`));
});
