/** Stories of intrusion detection and prevention: what being noticed takes, and what comes of it. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const CLASSES = [cls('buy'), cls('probe')];
const users = (id: string, rate: number, only: readonly string[], sessions = 1) =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, classes: only, sessions });
const guard = (params: ParamBag) =>
  node('guard', 'idps', {
    time: constant(2),
    attacks: ['probe'],
    detection: 1,
    falseAlarms: 0,
    threshold: 3,
    window: 1000,
    blockFor: 500,
    ...params,
  });
const app = node('app', 'service', { instances: 1, workers: 1000, work: constant(1) });

function watched(params: ParamBag, sources: readonly ReturnType<typeof users>[], options: StoryOptions) {
  const links = [...sources.map(({ id }) => link(id, 'guard')), link('guard', 'app')];
  return story([...sources, guard(params), app], links, { classes: CLASSES, ...options });
}

describe('detection on a mirror', () => {
  it('adds no time, blocks nothing, and raises its alert after the analysis', () => {
    const told = watched({ mode: 'detection', alertAfter: 250 }, [users('bot', 10, ['probe'])], { ms: 1050 });
    expect(told.where('bot', ' ok 1').length).toBe(10);
    // Three suspicious requests make an offence: at 300, 600 and 900 ms; the last alert would come at 1150.
    expect(told.report.nodes['guard']?.figures).toMatchObject({ notices: 2, noticedAfter: 450, turnedAway: 0 });
  });
});

describe('prevention inline', () => {
  it('takes its time and, from the offence on, turns away the user for a while', () => {
    const told = watched({}, [users('bot', 10, ['probe'])], { ms: 1050 });
    const blocked = (ms: number) => `${ms} bot rejected 0: source blocked at guard`;
    // Blocked from 302 to 802, and again with the third suspicious request after that.
    const expected = [
      ...[103, 203, 303].map((ms) => `${ms} bot ok 3`),
      ...[400, 500, 600, 700, 800].map(blocked),
      '903 bot ok 3',
      '1003 bot ok 3',
    ];
    expect(told.log('bot')).toEqual(expected);
    expect(told.report.nodes['guard']?.figures).toMatchObject({
      notices: 1,
      noticedAfter: 202,
      turnedAway: 5,
      mistaken: 0,
      blockedUsers: 0,
    });
  });

  it('does not hit other users', () => {
    const told = watched({}, [users('bot', 10, ['probe']), users('buyer', 10, ['buy'])], { ms: 1050 });
    expect(told.where('buyer', ' ok 3').length).toBe(10);
  });

  it('hits a user who is taken for an attacker by mistake, with all that user sends', () => {
    const told = watched({ falseAlarms: 1, threshold: 2 }, [users('buyer', 10, ['buy'])], { ms: 650 });
    expect(told.log('buyer').slice(0, 4)).toEqual([
      '103 buyer ok 3',
      '203 buyer ok 3',
      '300 buyer rejected 0: source blocked at guard',
      '400 buyer rejected 0: source blocked at guard',
    ]);
    expect(told.report.nodes['guard']?.figures).toMatchObject({ turnedAway: 4, mistaken: 4 });
  });

  it('counts within the window only', () => {
    const told = watched({ window: 150 }, [users('bot', 10, ['probe'])], { ms: 1050 });
    expect(told.where('bot', ' ok 3').length).toBe(10);
  });

  it('notices late who comes with many users', () => {
    const one = watched({}, [users('bots', 100, ['probe'], 1)], { ms: 5000 });
    const many = watched({}, [users('bots', 100, ['probe'], 1000)], { ms: 5000 });
    expect(one.visits('app').length).toBeLessThan(40);
    expect(many.visits('app').length).toBeGreaterThan(450);
  });

  it('forgets whom it blocked when it crashes; overlapping faults leave nothing behind', () => {
    const timeline = [fault('crash', 'guard', 350, 100), fault('slow', 'guard', 320, 230, { factor: 2 })];
    const told = watched({ blockFor: 5000 }, [users('bot', 10, ['probe'])], { ms: 850, timeline });
    expect(told.log('bot')).toEqual([
      '103 bot ok 3',
      '203 bot ok 3',
      '303 bot ok 3',
      '400 bot refused 0: down at guard',
      '505 bot ok 5',
      '603 bot ok 3',
      '703 bot ok 3',
      '800 bot rejected 0: source blocked at guard',
    ]);
  });
});
