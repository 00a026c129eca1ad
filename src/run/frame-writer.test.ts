import { describe, expect, it } from 'vitest';
import { design, link, node } from '../proof/small-design.ts';
import { INSTANCE, LINK, NODE } from './frame.ts';
import { Session } from './session.ts';

describe('a frame', () => {
  it("has room for a kind's first four figures, and the rest spill over nothing", () => {
    // The queue comes last and has eight figures; the block of instances follows it.
    const nodes = [node('users', 'client', { rate: 100 }), node('app', 'service'), node('queue', 'queue')];
    const session = new Session(design(nodes, [link('users', 'queue')], 3));
    session.advance(session.end);
    const { layout, compiled, writer } = session;
    const frame = new Float64Array(layout.length);
    writer.write(frame, { state: 'finished', durationMs: 3000, speed: 1, epoch: 1 }, 0);
    const own = new Float64Array(8);
    compiled.sim.stations[2]!.figures?.(own, 0);
    const at = layout.nodeAt + 2 * NODE.size;
    expect([...frame.subarray(at + NODE.figure0, at + NODE.size)]).toEqual([...own.subarray(0, 4)]);
    // The first instance is the client's: up, no role, no workers and so no utilisation, nothing queued.
    expect([...frame.subarray(layout.instanceAt, layout.instanceAt + INSTANCE.queue + 1)]).toEqual([0, 0, Number.NaN, 0]);
    // Its own first figure is the share that was answered: of none that ended, or all of them.
    expect(frame[layout.nodeAt + NODE.figure0]).toBe(1);
  });

  it('says of each consumer of a log how far it is behind, and of no other link', () => {
    const away = { type: 'fault', id: 'away', at: 0, duration: 60_000, fault: 'crash', target: 'away', params: {} } as const;
    const nodes = [
      node('users', 'client', { rate: 100, arrivals: 'even' }),
      node('log', 'log'),
      node('app', 'service'),
      node('away', 'service'),
    ];
    const plain = design(nodes, [link('users', 'log'), link('log', 'app'), link('log', 'away')], 3);
    const session = new Session({ ...plain, scenario: { ...plain.scenario, timeline: [away] } });
    session.advance(session.end);
    const frame = new Float64Array(session.layout.length);
    session.writer.write(frame, { state: 'finished', durationMs: 3000, speed: 1, epoch: 1 }, 0);
    const lag = (index: number) => frame[session.layout.linkAt + index * LINK.size + LINK.backlog]!;
    expect(lag(0)).toBeNaN();
    expect(lag(1)).toBeLessThan(5);
    expect(lag(2)).toBeGreaterThan(290);
  });

  it('says the same when it is asked again at the same moment', () => {
    const session = new Session(design([node('users', 'client', { rate: 100 }), node('app', 'service')], [link('users', 'app')], 3));
    const look = (): number[] => {
      const frame = new Float64Array(session.layout.length);
      session.writer.write(frame, { state: 'paused', durationMs: 3000, speed: 1, epoch: 1 }, session.recorder.windows);
      return [...frame];
    };
    look();
    session.advance(1_530_000_000);
    const first = look();
    expect(first[session.layout.nodeAt + NODE.size + NODE.utilisation]).toBeGreaterThan(0);
    expect(look()).toEqual(first);
  });
});
