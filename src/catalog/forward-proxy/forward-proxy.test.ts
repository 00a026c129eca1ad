/** Stories of the forward proxy: what it keeps, what it denies, and which requests it makes one. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const proxy = (params: ParamBag) => node('proxy', 'forward-proxy', { time: constant(1), ...params });
const site = (work: number) => node('site', 'service', { instances: 1, workers: 1000, work: constant(work) });

function out(params: ParamBag, rate: number, work: number, options: StoryOptions, more: ParamBag = {}) {
  return story([users(rate, more), proxy(params), site(work)], [link('users', 'proxy'), link('proxy', 'site')], options);
}

describe('answers', () => {
  it('are kept for their time to live, and answer at once', () => {
    const told = out({ capacity: 10, ttl: 250 }, 10, 20, { ms: 550 });
    expect(told.log('users')).toEqual(['121 users ok 21', '201 users ok 1', '301 users ok 1', '421 users ok 21', '501 users ok 1']);
    expect(told.report.nodes['proxy']?.figures).toMatchObject({ hitRatio: 3 / 5, entries: 1, passed: 2 });
  });

  it('of classes that are not to be kept are asked for each time', () => {
    const told = out({ capacity: 10, cached: ['other'] }, 10, 20, { ms: 350, classes: [cls('get'), cls('other')] }, { classes: ['get'] });
    expect(told.visits('site').length).toBe(3);
  });

  it('are of one class: the same key asked for by another is another answer', () => {
    const clients = ['get', 'list'].map((id) => node(id, 'client', { rate: 10, arrivals: 'even', keys: 1, classes: [id] }));
    const links = [link('get', 'proxy'), link('list', 'proxy'), link('proxy', 'site')];
    const told = story([...clients, proxy({ capacity: 10 }), site(20)], links, { ms: 350, classes: [cls('get'), cls('list')] });
    expect(told.visits('site').length).toBe(2);
  });

  it('make room for others when there are too many: the one not asked for longest goes', () => {
    const told = out({ capacity: 2 }, 1000, 0, { ms: 3000 }, { keys: 100, skew: 0 });
    expect(told.report.nodes['proxy']?.figures['entries']).toBe(2);
    const hit = Number(told.report.nodes['proxy']?.figures['hitRatio']);
    expect(Math.abs(hit - 0.02)).toBeLessThan(4 * Math.sqrt((0.02 * 0.98) / 3000));
  });

  it('are made old by a write that passes', () => {
    const classes = [cls('get'), cls('put', { write: true })];
    const writer = node('writer', 'client', { rate: 4, arrivals: 'even', keys: 1, classes: ['put'] });
    const links = [link('users', 'proxy'), link('writer', 'proxy'), link('proxy', 'site')];
    const told = story([users(10, { classes: ['get'] }), writer, proxy({ capacity: 10 }), site(20)], links, { ms: 450, classes });
    expect(told.log('users')).toEqual(['121 users ok 21', '201 users ok 1', '321 users ok 21', '401 users ok 1']);
  });

  it('are lost with a crash, and when the cache is flushed', () => {
    const told = out({ capacity: 10, ttl: 0 }, 10, 20, {
      ms: 550,
      timeline: [fault('crash', 'proxy', 210, 50), fault('cache-flush', 'proxy', 410, 1)],
    });
    expect(told.log('users')).toEqual(['121 users ok 21', '201 users ok 1', '321 users ok 21', '401 users ok 1', '521 users ok 21']);
  });
});

describe('equal requests', () => {
  it('are passed on each for itself by default', () => {
    expect(out({ capacity: 10 }, 50, 100, { ms: 115 }).visits('site').length).toBe(5);
  });

  it('that come while one is on its way can wait for its answer', () => {
    const told = out({ collapse: true, capacity: 10 }, 50, 100, { ms: 145 });
    expect(told.log('site')).toEqual(['21 site in', '121 site ok']);
    expect(told.log('users')).toEqual([...[101, 81, 61, 41, 21].map((ms) => `121 users ok ${ms}`), '121 users ok 1', '141 users ok 1']);
    expect(told.report.nodes['proxy']?.figures).toMatchObject({ collapsed: 4, passed: 1 });
  });

  it('share a failure too', () => {
    const told = out({ collapse: true }, 50, 100, { ms: 115, timeline: [fault('crash', 'site', 70, 1000)] });
    expect(told.log('users')).toEqual(
      [50, 30, 10]
        .map((ms) => `70 users error ${ms}: crashed at site`)
        .concat('81 users refused 1: down at site', '101 users refused 1: down at site'),
    );
  });

  it('that wait are let go when collapsing is switched off', () => {
    const told = out({ collapse: true }, 50, 100, { ms: 130, timeline: [change('proxy', 'collapse', false, 70)] });
    // The one passed on at 21 ms brings the answer of those at 41 and 61; later ones go by themselves.
    expect(told.log('users')).toEqual([101, 81, 61].map((ms) => `121 users ok ${ms}`));
    expect(told.visits('site').length).toBe(4);
  });
});

describe('limits', () => {
  it('of the filter deny a class', () => {
    const told = out({ blocked: ['get'] }, 10, 20, { ms: 150 });
    expect(told.log('users')).toEqual(['101 users rejected 1: blocked by a rule at proxy']);
  });

  it('on connections reject what would be one too many', () => {
    const told = out({ connections: 2 }, 50, 100, { ms: 135 });
    expect(told.log('users')).toEqual([
      '61 users rejected 1: too many connections at proxy',
      '81 users rejected 1: too many connections at proxy',
      '101 users rejected 1: too many connections at proxy',
      '121 users ok 101',
    ]);
  });

  it('heal with overlapping faults: nothing of them is left', () => {
    const timeline = [fault('crash', 'proxy', 150, 100), fault('slow', 'proxy', 200, 150, { factor: 5 })];
    const told = out({}, 10, 20, { ms: 550, timeline });
    expect(told.log('users')).toEqual([
      '121 users ok 21',
      '200 users refused 0: down at proxy',
      '325 users ok 25',
      '421 users ok 21',
      '521 users ok 21',
    ]);
  });
});
