import { describe, expect, it } from 'vitest';
import { design, link, node } from '../proof/small-design.ts';
import { HEADER } from './frame.ts';
import { RunRecord } from './record.ts';
import { Session } from './session.ts';

function recorded(mostBytes?: number) {
  const nodes = [node('users', 'client', { rate: 100 }), node('app', 'service')];
  const session = new Session(design(nodes, [link('users', 'app')], 30));
  session.record = new RunRecord(session, mostBytes);
  session.advance(session.end);
  return { record: session.record, session };
}

describe('the record of a run', () => {
  it('has one moment for each chart window, and the beginning', () => {
    const { record, session } = recorded();
    expect(record.rows).toBe(session.recorder.windows + 1);
    const frame = new Float64Array(session.layout.length);
    expect(record.read(0, frame)).toBe(0);
    expect(record.read(12_345, frame)).toBe(12_300);
    expect(frame[HEADER.timeMs]).toBe(12_300);
    expect(record.read(1e9, frame)).toBe(30_000);
    expect(record.read(-1, frame)).toBeUndefined();
  });

  it('keeps every second window, then every fourth, when it would grow too large', () => {
    const { record, session } = recorded(40_000);
    expect(record.stride).toBeGreaterThanOrEqual(4);
    const frame = new Float64Array(session.layout.length);
    for (let window = 0; window < session.recorder.windows; window++) {
      const ms = window * session.recorder.windowMs;
      expect(record.read(ms, frame)).toBe(ms - (ms % (record.stride * session.recorder.windowMs)));
    }
  });

  it('changes nothing about the run', () => {
    const { session } = recorded();
    const bare = new Session(session.design);
    bare.advance(bare.end);
    expect(session.digest()).toBe(bare.digest());
  });
});
