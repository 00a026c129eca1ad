// What a machine has besides cores: memory that fills, a disk with a line, a slow start, another size, sessions it keeps.
import { describe, expect, it } from 'vitest';
import { change, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (more: ParamBag = {}) => node('users', 'client', { rate: 100, arrivals: 'even', keys: 1, sessions: 1, ...more });
const run = (more: ParamBag, options: StoryOptions, client: ParamBag = {}) =>
  story(
    [users(client), node('app', 'service', { instances: 1, workers: 100, work: constant(5), boot: 20, ...more })],
    [link('users', 'app')],
    options,
  );
/** 10 bytes of heap of which 4 are live; 2 of garbage a request; 2 ms of pause a live byte. */
const HEAP = { heap: 10, base: 4, garbage: 2, gcPause: 2e9 };

describe('memory', () => {
  it('that is full stops everything for as long as there is much to keep', () => {
    const told = run(HEAP, { ms: 66 });
    // The fourth request finds 10 of 10 taken: 4 live bytes and its own 2 are looked through in 12 ms, then it works.
    expect(told.log('users')).toEqual([
      '15 users ok 5',
      '25 users ok 5',
      '35 users ok 5',
      '57 users ok 17',
      '57 users ok 7',
      '65 users ok 5',
    ]);
    expect(told.report.nodes['app']?.figures['paused']).toBeCloseTo(12 / 66, 9);
  });

  it('may stop the whole process: it takes nothing in, and whoever probes it thinks it dead', () => {
    const crowded = { ...HEAP, workers: 1, queueLimit: 0 };
    const told = (gcStops: string) =>
      run({ ...crowded, gcStops }, { ms: 66 })
        .log('users')
        .slice(3);
    // The one of 50 comes into the pause from 40 to 52, in which the one of 40 has the worker.
    expect(told('work')).toEqual(['50 users rejected 0: queue full at app', '57 users ok 17', '65 users ok 5']);
    expect(told('all')).toEqual(['52 users rejected 2: queue full at app', '57 users ok 17', '65 users ok 5']);
    const checked = (gcStops: string) => {
      const lb = node('lb', 'load-balancer', {
        ...{ instances: 1, overhead: constant(0) },
        checkInterval: 10,
        checkTimeout: 4,
        checkFall: 1,
        checkRise: 1,
      });
      const app = node('app', 'service', { instances: 1, workers: 100, work: constant(5), boot: 20, ...HEAP, gcStops });
      return story([users(), lb, app], [link('users', 'lb'), link('lb', 'app')], { ms: 300 });
    };
    expect(checked('work').report.nodes['lb']?.figures['ejections']).toBe(0);
    expect(checked('all').report.nodes['lb']?.figures['ejections']).toBeGreaterThan(3);
    // A process that dies in a pause is not still standing still when it is up again.
    const killed = run({ ...HEAP, gcStops: 'all' }, { ms: 100, timeline: [fault('crash', 'app', 45, 3)] });
    expect(killed.log('users').slice(3, 6)).toEqual(['45 users error 5: crashed at app', '55 users ok 5', '65 users ok 5']);
  });

  it('that leaks makes pauses longer and closer, until the process dies and starts empty', () => {
    const told = run({ ...HEAP, heap: 14, leak: 1 }, { ms: 125 });
    const failures = told.log('users').filter((line) => !line.includes('ok'));
    expect(failures).toEqual([
      '60 users error 20: out of memory at app',
      '60 users error 10: out of memory at app',
      '60 users error 0: out of memory at app',
      '70 users refused 0: down at app',
    ]);
    expect(told.report.nodes['app']?.figures['deaths']).toBe(1);
    expect(told.log('users').filter((line) => line.startsWith('85'))).toEqual(['85 users ok 5']);
  });

  it('is told as its fullest instance has it', () => {
    expect(run(HEAP, { ms: 36 }).report.nodes['app']?.figures['memory']).toBe(10);
  });
});

describe('a disk', () => {
  it('does so many reads at a time, in order, and takes no core for it', () => {
    const told = run({ diskShare: 1, diskTime: constant(12), cores: 1 }, { ms: 62 });
    expect(told.log('users')).toEqual(['27 users ok 17', '39 users ok 19', '51 users ok 21']);
    expect(told.report.nodes['app']?.figures['disk']).toBeCloseTo(47 / 62, 9);
    expect(run({ diskShare: 1, diskTime: constant(12), diskParallel: 2 }, { ms: 40 }).log('users')).toEqual([
      '27 users ok 17',
      '37 users ok 17',
    ]);
  });
});

describe('a start', () => {
  it('is slow at first, after a crash as after a boot, and not for what ran before', () => {
    const told = run({ warmup: 100, cold: 3 }, { ms: 110, timeline: [fault('crash', 'app', 26, 24)] });
    // Back at 50: the request of 50 takes 3 times as long, that of 60 2.8 times, …
    expect(told.log('users').filter((line) => line.includes('ok'))).toEqual([
      '15 users ok 5',
      '25 users ok 5',
      '65 users ok 15',
      '74 users ok 14',
      '83 users ok 13',
      '92 users ok 12',
      '101 users ok 11',
    ]);
  });
});

describe('another size', () => {
  it('takes effect at once, or restarts every instance, which is down for as long as it boots', () => {
    const to = (resize: string) => run({ resize, workers: 1, work: constant(15) }, { ms: 61, timeline: [change('app', 'workers', 2, 22)] });
    expect(to('live').log('users')).toEqual(['25 users ok 15', '37 users ok 17', '45 users ok 15', '55 users ok 15']);
    expect(to('restart').log('users')).toEqual([
      '22 users error 12: crashed at app',
      '22 users error 2: crashed at app',
      '30 users refused 0: down at app',
      '40 users refused 0: down at app',
    ]);
  });
});

describe('another size, one copy after the other', () => {
  it('takes down one at a time, and counts once the last has booted', () => {
    const two = run({ instances: 2, resize: 'rolling' }, { ms: 100, timeline: [change('app', 'workers', 2, 22)] });
    // The first boots from 22 to 42, the second, with the call of 40, from 42 to 62.
    expect(two.log('users').filter((line) => !line.includes('ok'))).toEqual(['42 users error 2: crashed at app']);
    const one = run({ resize: 'rolling', workers: 1, work: constant(15) }, { ms: 80, timeline: [change('app', 'workers', 2, 22)] });
    expect(one.log('users').slice(-2)).toEqual(['65 users ok 15', '75 users ok 15']);
    // Another change while it goes on begins anew.
    const again = run(
      { instances: 2, resize: 'rolling' },
      { ms: 130, timeline: [change('app', 'workers', 2, 22), change('app', 'workers', 3, 52)] },
    );
    expect(again.report.total.requests).toBe(12);
  });
});

describe('sessions', () => {
  it('in memory live at one copy: elsewhere they are not found, and a crash loses them', () => {
    const spread = run({ instances: 2, state: 'memory' }, { ms: 45 });
    expect(spread.log('users')).toEqual([
      '15 users ok 5',
      '20 users error 0: session lost at app',
      '30 users error 0: session lost at app',
      '40 users error 0: session lost at app',
    ]);
    expect(run({ instances: 2 }, { ms: 45 }).log('users')).toEqual(['15 users ok 5', '25 users ok 5', '35 users ok 5']);
    const crashed = run({ state: 'memory' }, { ms: 60, timeline: [fault('crash', 'app', 16, 10)] });
    expect(crashed.log('users')).toEqual([
      '15 users ok 5',
      '20 users refused 0: down at app',
      '30 users error 0: session lost at app',
      '45 users ok 5',
      '55 users ok 5',
    ]);
    expect(crashed.report.nodes['app']?.figures['sessionsLost']).toBe(1);
  });

  it('stay with their copy where a balancer keeps them there', () => {
    const sticky = story(
      [
        users({ sessions: 8 }),
        node('lb', 'load-balancer', { algorithm: 'session-hash', overhead: constant(0) }),
        node('app', 'service', { instances: 3, workers: 100, work: constant(5), state: 'memory' }),
      ],
      [link('users', 'lb'), link('lb', 'app')],
      { ms: 500 },
    );
    expect(sticky.report.total.ok).toBe(sticky.report.total.requests);
    expect(sticky.report.nodes['app']?.instances.filter(({ arrivals }) => arrivals > 0).length).toBeGreaterThan(1);
  });
});
