import { expect, it } from 'vitest';
import type { Design, TimelineEntry } from '../../src/design/document.ts';
import { design, link, node } from '../../src/proof/small-design.ts';
import { Session } from '../../src/run/session.ts';
import { storyOf } from '../../src/run/story.ts';
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
  const session = new Session(d);
  session.advance(session.end);
  const late = strikesShown(d, storyOf(session).struck).find(({ id }) => id === 'late');
  expect(late).toMatchObject({ at: 2100, duration: 1000, target: 'app/2' });
});

it('works out what strikes at random as the run does', () => {
  const d = of({ type: 'chaos', id: 'c', at: 1000, perMinute: 30, lasts: 800, most: 1, faults: ['crash', 'slow'], targets: ['app'] });
  const session = new Session(d);
  session.advance(session.end);
  const shown = strikesShown(d, []);
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.map(({ at, fault }) => `${at} ${fault}`)).toEqual(storyOf(session).struck.map(({ fromMs, fault }) => `${fromMs} ${fault}`));
});
