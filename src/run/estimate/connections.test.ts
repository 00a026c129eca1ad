// What the estimate adds for connections, beside the run itself.
import { describe, expect, it } from 'vitest';
import { constant, delayed } from '../../laws/story.ts';
import { design, link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';
import { estimate } from '../estimate.ts';
import { Session } from '../session.ts';
import { reportOf } from '../verdict.ts';

/** Ten requests a second over a link of 10 ms each way to a service that works for 1 ms. */
function both(params: ParamBag, seconds = 100, rate = 10) {
  const parts = [node('users', 'client', { rate, keys: 1 }), node('app', 'service', { instances: 1, workers: 1000, work: constant(1) })];
  const d = design(parts, [link('users', 'app', { ...delayed(10), ...params })], seconds);
  const session = new Session(d);
  session.advance(session.end);
  return { told: estimate(d).links['users-app']!, ran: reportOf(session, 0).total.latencyMs.mean! };
}

describe('the estimate of a link with a protocol', () => {
  it('has the handshake of every request where none is kept, to the microsecond', () => {
    for (const params of [{ protocol: 'http10' }, { protocol: 'http10', tls: '1.2', key: 'rsa' }]) {
      const { told, ran } = both({ connections: 100, ...params }, 40, 1);
      expect(told.valid === true || told.valid.every(({ hides }) => hides === 'none')).toBe(true);
      expect(Math.abs(told.meanMs! - ran)).toBeLessThan(0.01);
    }
    expect(both({ protocol: 'http10', tls: '1.3' }).told.meanMs).toBeCloseTo(20 + 1 + 40 + 0.12, 2);
  });

  it('has nothing of it where connections are kept, and a share where they are closed in between', () => {
    const kept = both({ protocol: 'http2', tls: '1.3' });
    expect(Math.abs(kept.told.meanMs! - kept.ran) / kept.ran).toBeLessThan(0.01);
    // Closed after a mean gap: about 37 % open a new one.
    const some = both({ protocol: 'http2', tls: '1.3', idle: 100 }, 600);
    expect(some.told.meanMs).toBeGreaterThan(33);
    expect(Math.abs(some.told.meanMs! - some.ran) / some.ran).toBeLessThan(0.15);
  });

  it('says what it does not reckon with, and shows no time then', () => {
    const text = (params: ParamBag) => {
      const { valid, meanMs } = both(params, 1).told;
      return valid === true ? '' : `${meanMs === undefined ? 'hidden: ' : ''}${valid.map((doubt) => doubt.text).join(' ')}`;
    };
    expect(text({ protocol: 'http2' })).toBe('');
    expect(text({ protocol: 'http2', loss: 0.01 })).toContain('hidden: users to app: what losses do');
    expect(text({ protocol: 'http11', connections: 1, idle: 10, latency: constant(100) })).toContain('connections are nearly all taken');
    expect(text({ protocol: 'http2', perSession: true })).toContain('sessions');
  });
});
