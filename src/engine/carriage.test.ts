// Stories of messages on their way, and of instances that hang or go down with calls in their hands: exact moments.
import { describe, expect, it } from 'vitest';
import { cls, constant, delayed, fault, type StoryOptions, story } from '../laws/story.ts';
import { link, node } from '../proof/small-design.ts';
import type { ParamBag } from '../std/parameter.ts';

const users = (rate: number, more: ParamBag = {}) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, ...more });
const app = (work: number, more: ParamBag = {}, id = 'app') =>
  node(id, 'service', { instances: 1, workers: 1000, work: constant(work), ...more });
/** No requests from this moment on. */
const quiet = (from: number) => fault('traffic-spike', 'users', from, 100_000, { factor: 0 });
const cut = (from: number, duration: number) => fault('partition', 'users>app', from, duration);

/** Users call app every so many ms over a link of 5 ms each way, unless told otherwise. */
function calling(every: number, work: number, options: StoryOptions, more: ParamBag = {}, instances = 1) {
  return story([users(1000 / every), app(work, { instances })], [link('users', 'app', { ...delayed(5), ...more })], options);
}

describe('a message', () => {
  it('takes the delay of its link each way', () => {
    expect(calling(100, 7, { ms: 150 }).log()).toEqual(['105 app in', '112 app ok', '117 users ok 17']);
  });

  it('queues for the wire behind those of its direction, request and answer by their sizes', () => {
    // 1,000 B/s: a request of 20 B takes 20 ms, an answer of 5 B takes 5 ms.
    const told = story([users(100), app(0)], [link('users', 'app', { bandwidth: 1000 })], {
      ms: 75,
      classes: [cls('get', { bytesUp: 20, bytesDown: 5 })],
    });
    expect(told.log()).toEqual([
      '30 app in',
      '30 app ok',
      '35 users ok 25',
      '50 app in',
      '50 app ok',
      '55 users ok 35',
      '70 app in',
      '70 app ok',
    ]);
  });

  it('goes on at the new rate when the wire gets slower or faster, and those behind it with it', () => {
    // 1,000 B/s, requests of 20 B at 10, 20 and 30. From 40 to 60 the wire carries 100 B/s, so it sends 2 B of the second in that time.
    const wire = { bandwidth: 1000 };
    const capped = (duration: number) =>
      story([users(100), app(0)], [link('users', 'app', wire)], {
        ms: 120,
        classes: [cls('get', { bytesUp: 20 })],
        timeline: [fault('bandwidth-cap', 'users>app', 40, duration, { rate: 100 }), quiet(35)],
      });
    expect(capped(20).where('app', ' in')).toEqual(['30 app in', '68 app in', '88 app in']);
    // Without end the second arrives after 100 ms more.
    expect(capped(1000).where('app', ' in')).toEqual(['30 app in']);
  });

  it('leaves the wire at once when a cap heals, whatever it had been waiting for', () => {
    const told = story([users(100), app(0)], [link('users', 'app', delayed(5))], {
      ms: 200,
      classes: [cls('get', { bytesUp: 1000, bytesDown: 1000 })],
      timeline: [fault('bandwidth-cap', 'users>app', 5, 80, { rate: 1 }), quiet(35)],
    });
    // Sent off at 85, when the cap ends.
    expect(told.where('app', ' in')).toEqual(['90 app in', '90 app in', '90 app in']);
    expect(told.log('users')).toEqual(['95 users ok 85', '95 users ok 75', '95 users ok 65']);
  });

  it('of those that a crash ends is ended in the order in which they began, whatever others did before', () => {
    // The row of the quick one's request is free again when the second of the users begins, so it lies before that of the first.
    const nodes = [node('quick', 'client', { rate: 100, arrivals: 'even', keys: 1 }), users(50), app(15, {}, 'other'), app(1000)];
    const told = story(nodes, [link('quick', 'other'), link('users', 'app')], {
      ms: 70,
      timeline: [fault('traffic-spike', 'quick', 15, 1000, { factor: 0 }), fault('crash', 'app', 50, 1000)],
    });
    const rows = [...told.log('users')];
    expect(rows).toEqual(['50 users error 30: crashed at app', '50 users error 10: crashed at app', '60 users refused 0: down at app']);
  });

  it('that is lost is sent again after 200 ms, 400 ms and so on', () => {
    // Sent at 100, 300, 700 into the cut, and at 1500 out of it.
    const told = calling(100, 7, { ms: 2000, timeline: [cut(50, 1000), quiet(150)] });
    expect(told.log()).toEqual(['1505 app in', '1512 app ok', '1517 users ok 1417']);
  });

  it('that is an answer is sent again just so', () => {
    const told = calling(100, 7, { ms: 2000, timeline: [cut(110, 500), quiet(150)] });
    // The answer sets out at 112, 312 and 712.
    expect(told.log()).toEqual(['105 app in', '112 app ok', '717 users ok 617']);
  });

  it('gives up with its connection after 12.6 s of trying', () => {
    const told = calling(100, 7, { ms: 20_000, timeline: [cut(50, 15_000), quiet(150)] });
    expect(told.log()).toEqual(['12700 users timeout 12600: connection lost at app']);
  });

  it('is not sent again for a caller that hung up', () => {
    const told = calling(100, 7, { ms: 2000, timeline: [cut(50, 100), quiet(150)] }, { timeout: 150 });
    expect(told.log()).toEqual(['250 users timeout 150: timed out at app']);
    expect(told.session.compiled.sim.requests.used).toBe(0);
  });

  it('on its way when the cut begins still arrives', () => {
    const told = calling(100, 7, { ms: 400, timeline: [cut(103, 5), quiet(150)] });
    expect(told.log()).toEqual(['105 app in', '112 app ok', '117 users ok 17']);
  });

  it('is not carried between two sides of a cut, and is to instances that stand on neither', () => {
    const told = calling(100, 7, { ms: 450, timeline: [fault('partition', '{users}|{app/1}', 50, 250)] }, {}, 2);
    // In turn: app/1 at 100 and 300, app/2 at 200 and 400. The cut is over at 300.
    expect(told.log('users')).toEqual(['217 users ok 17', '317 users ok 217', '317 users ok 17', '417 users ok 17']);
  });
});

describe('a process that crashes', () => {
  it('resets what it holds: its callers know one way later; and refuses what comes', () => {
    const told = calling(100, 50, { ms: 450, timeline: [fault('crash', 'app', 120, 200)] });
    expect(told.log()).toEqual([
      '105 app in',
      '120 app error',
      '125 users error 25: crashed at app',
      '210 users refused 10: down at app',
      '310 users refused 10: down at app',
      '405 app in',
    ]);
  });

  it('asks for nothing more: what it had asked others goes on without it', () => {
    const told = story([users(10), app(10, {}, 'front'), app(50)], [link('users', 'front'), link('front', 'app', delayed(5))], {
      ms: 190,
      timeline: [fault('crash', 'front', 120, 10)],
    });
    expect(told.log()).toEqual(['100 front in', '115 app in', '120 front error', '120 users error 20: crashed at front', '165 app ok']);
    expect(told.session.compiled.sim.requests.used).toBe(0);
  });

  it('does not take back an answer that is on its way', () => {
    const told = calling(100, 7, { ms: 190, timeline: [fault('crash', 'app', 114, 50)] });
    expect(told.log()).toEqual(['105 app in', '112 app ok', '117 users ok 17']);
  });

  it('refuses a request that was on its way to it', () => {
    const told = calling(100, 7, { ms: 190, timeline: [fault('crash', 'app', 103, 50)] });
    expect(told.log()).toEqual(['110 users refused 10: down at app']);
  });
});

describe('a machine that dies', () => {
  const dead = (from: number, duration: number) => fault('crash', 'app', from, duration, { how: 'machine' });

  it('says nothing: what it held is lost after 15 s', () => {
    const told = calling(100, 50, { ms: 20_000, timeline: [dead(120, 1000), quiet(150)] });
    expect(told.log()).toEqual(['105 app in', '120 app error', '15120 users timeout 15020: connection lost at app']);
    expect(told.session.compiled.sim.requests.used).toBe(0);
  });

  it('costs a caller with a timeout just that', () => {
    const told = calling(100, 50, { ms: 20_000, timeline: [dead(120, 1000), quiet(150)] }, { timeout: 80 });
    expect(told.log('users')).toEqual(['180 users timeout 80: timed out at app']);
  });

  it('gets what is sent to it meanwhile once it is up again, when it is sent again', () => {
    const told = calling(100, 7, { ms: 1000, timeline: [dead(50, 100), quiet(150)] });
    // Reached a dead machine at 105; sent again 200 ms later, which reaches it 5 ms after that.
    expect(told.log()).toEqual(['310 app in', '317 app ok', '322 users ok 222']);
  });
});

describe('an instance that hangs', () => {
  it('goes on with what it had ready first, then with what came in, in order', () => {
    const told = calling(10, 8, { ms: 100, timeline: [fault('hang', 'app', 20, 40), quiet(45)] }, delayed(0));
    expect(told.log()).toEqual([
      '10 app in',
      '18 app ok',
      '18 users ok 8',
      '20 app in',
      '30 app in',
      '40 app in',
      '68 app ok',
      '68 users ok 48',
      '68 app ok',
      '68 users ok 38',
      '68 app ok',
      '68 users ok 28',
    ]);
  });

  it('keeps an answer that became ready while it hung', () => {
    const told = calling(10, 15, { ms: 100, timeline: [fault('hang', 'app', 20, 40), quiet(25)] }, delayed(0));
    // In at 10 and ready at 25; in at 20, when it hung already.
    expect(told.log('users')).toEqual(['60 users ok 50', '75 users ok 55']);
  });

  it('lets a caller with a timeout go, and does the work all the same when it goes on', () => {
    const told = calling(10, 8, { ms: 100, timeline: [fault('hang', 'app', 5, 55), quiet(15)] }, { ...delayed(0), timeout: 30 });
    expect(told.log()).toEqual(['10 app in', '40 users timeout 30: timed out at app', '68 app ok']);
  });

  it('that crashes loses what it kept, and goes on with none of it', () => {
    const told = calling(10, 8, { ms: 100, timeline: [fault('hang', 'app', 5, 40), fault('crash', 'app', 25, 5), quiet(15)] }, delayed(0));
    expect(told.log()).toEqual(['10 app in', '25 app error', '25 users error 15: crashed at app']);
    expect(told.session.compiled.sim.requests.used).toBe(0);
  });
});
