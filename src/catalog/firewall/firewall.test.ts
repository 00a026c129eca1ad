/** Stories of the firewall: what its rules deny, what its table holds, and what is dropped without a word. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (id: string, rate: number, more: ParamBag = {}) =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const wall = (params: ParamBag) => node('wall', 'firewall', { time: constant(0), rules: 0, ...params });
const app = node('app', 'service', { instances: 1, workers: 1000, queueLimit: 0, work: constant(1) });

/** Users → wall → app without delays. */
function behind(params: ParamBag, rate: number, options: StoryOptions, more: ParamBag = {}) {
  return story([users('users', rate, more), wall(params), app], [link('users', 'wall'), link('wall', 'app')], options);
}

describe('rules', () => {
  it('take their time one after the other, in a core', () => {
    const told = behind({ mode: 'stateless', rules: 1000, ruleTime: 0.002, time: constant(1), cores: 1 }, 100, { ms: 25 });
    expect(told.log()).toEqual([
      '10 wall in',
      '13 app in',
      '14 app ok',
      '14 wall ok',
      '14 users ok 4',
      '20 wall in',
      '23 app in',
      '24 app ok',
      '24 wall ok',
      '24 users ok 4',
    ]);
  });

  it('are skipped by requests of a known connection', () => {
    const told = behind({ rules: 1000, ruleTime: 0.002, time: constant(1) }, 100, { ms: 25 });
    expect(told.log('users')).toEqual(['14 users ok 4', '22 users ok 2']);
  });

  it('deny a class, which is answered at once, and let the other through', () => {
    const nodes = [
      users('buyers', 10, { classes: ['buy'] }),
      users('crawlers', 10, { classes: ['crawl'] }),
      wall({ blocked: ['crawl'] }),
      app,
    ];
    const links = [link('buyers', 'wall'), link('crawlers', 'wall'), link('wall', 'app')];
    const told = story(nodes, links, { ms: 150, classes: [cls('buy'), cls('crawl')] });
    expect(told.log('crawlers')).toEqual(['100 crawlers rejected 0: blocked by a rule at wall']);
    expect(told.log('buyers')).toEqual(['101 buyers ok 1']);
    expect(told.report.nodes['wall']?.figures).toMatchObject({ blocked: 1, dropped: 0, connections: 1 });
  });

  it('that deny without a word let the caller try again and again until its connection gives up', () => {
    const told = behind({ blocked: ['get'], denial: 'silence' }, 10, { ms: 12_750, timeline: [change('users', 'rate', 0.001, 150)] });
    expect(told.where('wall', ' in')).toEqual([100, 300, 700, 1500, 3100, 6300, 12_700].map((ms) => `${ms} wall in`));
    expect(told.log('users')).toEqual(['12700 users timeout 12600: connection lost at wall']);
    expect(told.visits('app')).toEqual([]);
  });

  it('that change during a run hold for new connections; known ones go on', () => {
    const timeline = [change('wall', 'blocked', ['get'], 150)];
    const known = behind({}, 10, { ms: 350, timeline });
    expect(known.where('users', ' 1')).toEqual(['101 users ok 1', '201 users ok 1', '301 users ok 1']);
    const none = behind({ mode: 'stateless' }, 10, { ms: 350, timeline });
    expect(none.log('users').slice(1)).toEqual([
      '200 users rejected 0: blocked by a rule at wall',
      '300 users rejected 0: blocked by a rule at wall',
    ]);
  });

  it('deny a user who opens connections too fast, and no other', () => {
    const nodes = [users('good', 1), users('bad', 20), wall({ mode: 'stateless', sourceRate: 5 }), app];
    const told = story(nodes, [link('good', 'wall'), link('bad', 'wall'), link('wall', 'app')], { ms: 10_020 });
    expect(told.where('good', ' 1').length).toBe(10);
    // A burst of 5 and 5 a second from the first request on, at 50 ms.
    const passed = told.where('bad', ' 1').length;
    expect(passed).toBe(5 + Math.floor(5 * 9.95));
    expect(told.report.nodes['wall']?.figures).toMatchObject({ tooFast: 200 - passed, blocked: 200 - passed });
  });
});

describe('the table of connections', () => {
  it('drops new connections without a word when it is full; they come in when others have been idle', () => {
    const nodes = [users('first', 10), users('second', 10), wall({ connections: 1, idle: 300 }), app];
    const links = [link('first', 'wall', delayed(1)), link('second', 'wall', delayed(2)), link('wall', 'app')];
    const told = story(nodes, links, { ms: 1000, timeline: [change('first', 'rate', 0.001, 350), change('second', 'rate', 0.001, 150)] });
    expect(told.log('first')).toEqual(['103 first ok 3', '203 first ok 3', '303 first ok 3']);
    // Dropped at 102 ms and, sent again, at 304; the first user's last answer was at 302, so at 706 there is room.
    expect(told.log('second')).toEqual(['709 second ok 609']);
    expect(told.report.nodes['wall']?.figures).toMatchObject({ dropped: 2 });
  });

  it('is emptied by a crash', () => {
    const told = behind({ rules: 1000, ruleTime: 0.002 }, 10, { ms: 550, timeline: [fault('crash', 'wall', 250, 100)] });
    expect(told.log('users')).toEqual([
      '103 users ok 3',
      '201 users ok 1',
      '300 users refused 0: down at wall',
      '403 users ok 3',
      '501 users ok 1',
    ]);
  });
});

describe('what finds no room', () => {
  it('before the cores is dropped without a word, and sent again', () => {
    const told = behind({ time: constant(150), cores: 1, backlog: 0 }, 10, { ms: 460 });
    expect(told.where('wall', ' in')).toEqual([100, 200, 300, 400, 400].map((ms) => `${ms} wall in`));
    expect(told.report.nodes['wall']?.figures['dropped']).toBe(3);
  });

  it('in the throughput too; each direction has its own', () => {
    const told = behind({ throughput: 1e6 }, 20, { ms: 480, classes: [cls('get', { bytesUp: 80_000, bytesDown: 20_000 })] });
    // 80 ms a request: the second waits 30 ms for the first, the third 60, the fourth 90, the fifth would 120.
    expect(told.log('app').filter((line) => line.endsWith(' in'))).toEqual([130, 210, 290, 370, 450].map((ms) => `${ms} app in`));
    expect(told.log('users')[0]).toBe('151 users ok 101');
    expect(told.report.nodes['wall']?.figures['dropped']).toBe(3);
  });

  it('heals with what else is wrong: after overlapping faults all goes as before', () => {
    const timeline = [fault('crash', 'wall', 150, 300), fault('slow', 'wall', 250, 400, { factor: 5 })];
    const told = behind({ mode: 'stateless', time: constant(2) }, 10, { ms: 850, timeline });
    expect(told.log('users')).toEqual([
      '103 users ok 3',
      '200 users refused 0: down at wall',
      '300 users refused 0: down at wall',
      '400 users refused 0: down at wall',
      '511 users ok 11',
      '611 users ok 11',
      '703 users ok 3',
      '803 users ok 3',
    ]);
  });
});
