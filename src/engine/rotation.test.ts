// Stories of instances that come and go while the run is on: who is called, what is finished, what counts.
import { describe, expect, it } from 'vitest';
import { constant, delayed, fault, type StoryOptions, story } from '../laws/story.ts';
import { link, node } from '../proof/small-design.ts';
import { INSTANCE, INSTANCE_STATES, NODE } from '../run/frame.ts';
import type { ParamBag } from '../std/parameter.ts';
import { ABSENT, DRAINING, IN_ROTATION } from './rotation.ts';
import type { Sim } from './sim.ts';

const users = node('users', 'client', { rate: 100, arrivals: 'even', keys: 1, sessions: 1 });
const app = (more: ParamBag = {}) => node('app', 'service', { instances: 1, reserve: 1, workers: 10, work: constant(5), ...more });
const wire = link('users', 'app', delayed(1));
const at = (ms: number, act: (sim: Sim) => void) => ({ at: ms, act });
/** The instances of app follow that of users. */
const FIRST = 1;

const run = (options: StoryOptions, more: ParamBag = {}) => story([users, app(more)], [wire], options);

describe('the reserve', () => {
  it('is not called, not counted and not paid for until it is started, and is called once it has booted', () => {
    const told = run({ ms: 70, acts: [at(15, (sim) => sim.rotation.boot(FIRST + 1, 20e6))] });
    expect(told.visits('app')).toEqual(['app/1', 'app/1', 'app/1', 'app/2', 'app/1', 'app/2']);
    const { sim } = told.session.compiled;
    expect(sim.rotation.existed(FIRST) / 1e6).toBe(70);
    expect(sim.rotation.existed(FIRST + 1) / 1e6).toBe(55);
    // Busy 6 × 5 ms, out of 10 slots for 70 ms and 10 more from 35 on.
    expect(told.report.nodes['app']?.utilisation).toBeCloseTo(30 / (10 * (70 + 35)), 10);
  });

  it('is drawn as absent, booting and up', () => {
    const told = run({ ms: 20, acts: [at(15, (sim) => sim.rotation.boot(FIRST + 1, 1e6))] });
    const { session } = told;
    const frame = new Float64Array(session.layout.length);
    const look = () => {
      session.writer.write(frame, { state: 'paused', durationMs: 20, speed: 1, epoch: 0 }, 0);
      const row = session.layout.instanceAt + (FIRST + 1) * INSTANCE.size;
      return [INSTANCE_STATES[frame[row + INSTANCE.state]!], frame[session.layout.nodeAt + NODE.size + NODE.there]];
    };
    expect(look()).toEqual(['up', 2]);
    session.compiled.sim.rotation.leave(FIRST + 1);
    expect(look()).toEqual(['absent', 1]);
    session.compiled.sim.rotation.boot(FIRST + 1, 1e6);
    expect(look()).toEqual(['booting', 2]);
  });

  it('is probed by a balancer only once it is there, and gets its share', () => {
    const balanced = story(
      [
        users,
        node('lb', 'load-balancer', { overhead: constant(0), checkInterval: 10, checkTimeout: 5, checkFall: 1, checkRise: 1 }),
        app(),
      ],
      [link('users', 'lb'), link('lb', 'app')],
      { ms: 65, acts: [at(35, (sim) => sim.rotation.boot(2 + 1, 10e6))] },
    );
    expect(balanced.visits('app')).toEqual(['app/1', 'app/1', 'app/1', 'app/1', 'app/2', 'app/1']);
    expect(balanced.report.nodes['lb']?.figures['ejections']).toBe(0);
  });
});

describe('an instance that drains', () => {
  it('gets nothing new, finishes what it holds and what is on its way, and leaves', () => {
    const told = run({ ms: 60, acts: [at(30.5, (sim) => sim.rotation.drain(FIRST, 1e9))] }, { instances: 2, reserve: 0 });
    expect(told.log('app').slice(4)).toEqual(['31 app/1 in', '36 app/1 ok', '41 app/2 in', '46 app/2 ok', '51 app/2 in', '56 app/2 ok']);
    const { rotation } = told.session.compiled.sim;
    expect(rotation.stateOf(FIRST)).toBe(ABSENT);
    expect(rotation.existed(FIRST) / 1e6).toBe(40.5);
  });

  it('ends what it holds when its time is up', () => {
    const told = run(
      { ms: 60, acts: [at(35, (sim) => sim.rotation.drain(FIRST, 20e6))] },
      { instances: 2, reserve: 0, work: constant(90) },
    );
    expect(told.where('app', 'error')).toEqual(['55 app/1 error', '55 app/1 error']);
  });

  it('may be kept after all', () => {
    const acts = [at(15, (sim: Sim) => sim.rotation.drain(FIRST, 1e9)), at(25, (sim: Sim) => sim.rotation.keep(FIRST))];
    const told = run({ ms: 45, acts }, { instances: 2, reserve: 0, work: constant(90) });
    expect(told.session.compiled.sim.rotation.stateOf(FIRST)).toBe(IN_ROTATION);
    expect(told.visits('app')).toEqual(['app/1', 'app/2', 'app/1', 'app/2']);
  });
});

describe('an instance that ends by itself', () => {
  it('resets what it held, refuses until it has booted, and starts empty', () => {
    const told = run({ ms: 60, acts: [at(12, (sim) => sim.rotation.reboot(FIRST, 25e6))] }, { reserve: 0 });
    expect(told.log('users')).toEqual([
      '13 users error 3: crashed at app',
      '22 users refused 2: down at app',
      '32 users refused 2: down at app',
      '47 users ok 7',
      '57 users ok 7',
    ]);
  });

  it('stays away while a fault has it down, and a fault that ends wakes nobody who is not there', () => {
    const crash = fault('crash', 'app/1', 15, 30);
    const acts = [at(12, (sim: Sim) => sim.rotation.reboot(FIRST, 10e6))];
    const told = run({ ms: 70, timeline: [crash], acts }, { reserve: 0 });
    expect(told.where('app', 'in')).toEqual(['11 app in', '51 app in', '61 app in']);
    const gone = run({ ms: 70, timeline: [crash], acts: [at(20, (sim) => sim.rotation.leave(FIRST))] }, { reserve: 0 });
    expect(gone.where('app', 'in')).toEqual(['11 app in']);
    expect(gone.session.compiled.sim.rotation.stateOf(FIRST)).not.toBe(DRAINING);
  });
});
