import { describe, expect, it } from 'vitest';
import { design, link, node } from '../proof/small-design.ts';
import { INSTANCE, NODE } from './frame.ts';
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
