// Connections of clients: when one is used again, when it ends, and how many there may be. Times in plain numbers.
import { describe, expect, it } from 'vitest';
import { type ConnectionSettings, Connections } from './connections.ts';

const table = (more: Partial<ConnectionSettings> = {}) => new Connections({ idle: 0, life: 0, requests: 0, most: 0, ...more });

/** One request of a session from `now` to `end`; whether it opened a connection, or that there was no room. */
function ask(c: Connections, session: number, now: number, end = now): 'opened' | 'reused' | 'refused' {
  let slot = c.find(session, now);
  if (slot < 0) slot = c.connect(session, now);
  if (slot < 0) return 'refused';
  const opened = c.isNew(slot);
  c.begin(slot, now);
  c.end(slot, end);
  return opened ? 'opened' : 'reused';
}

describe('a connection', () => {
  it('is opened by the first request of a session and carries the next ones', () => {
    const c = table();
    expect([ask(c, 7, 0), ask(c, 7, 1), ask(c, 8, 2), ask(c, 7, 1e15)]).toEqual(['opened', 'reused', 'opened', 'reused']);
    expect([c.open, c.opened]).toEqual([2, 2]);
  });

  it('ends when it was idle for so long since its last answer, and not while a request is under way', () => {
    const c = table({ idle: 10 });
    expect([ask(c, 7, 0, 5), ask(c, 7, 14), ask(c, 7, 24)]).toEqual(['opened', 'reused', 'opened']);
    const slot = c.find(7, 25);
    c.begin(slot, 25);
    expect(ask(c, 7, 100)).toBe('reused');
    c.end(slot, 100);
    expect([ask(c, 7, 109), ask(c, 7, 119)]).toEqual(['reused', 'opened']);
  });

  it('is not used again beyond its age or its number of requests', () => {
    expect([0, 4, 9, 10, 19, 20].map((now) => ask(old, 7, now))).toEqual(['opened', 'reused', 'reused', 'opened', 'reused', 'opened']);
    const c = table({ requests: 2 });
    expect([0, 1, 2, 3, 4].map((now) => ask(c, 7, now))).toEqual(['opened', 'reused', 'opened', 'reused', 'opened']);
    expect([c.open, c.opened]).toEqual([1, 3]);
  });
  const old = table({ life: 10 });

  it('is refused when so many are open, until an idle one has ended', () => {
    const c = table({ most: 2, idle: 10 });
    expect([ask(c, 1, 0), ask(c, 2, 5), ask(c, 3, 9), ask(c, 3, 10), ask(c, 1, 11)]).toEqual([
      'opened',
      'opened',
      'refused',
      'opened',
      'refused',
    ]);
    expect(c.refused).toBe(2);
  });

  it('keeps what it leads to, until that is forgotten, and keeps all of it while the table grows', () => {
    const c = table();
    for (let session = 0; session < 5000; session++) {
      ask(c, session, session);
      c.leadTo(c.find(session, session), session % 7);
    }
    const leads = () => [0, 1, 2, 3, 4999].map((session) => c.targetOf(c.find(session, 5000)));
    expect(leads()).toEqual([0, 1, 2, 3, 1]);
    c.forgetTarget(1);
    expect(leads()).toEqual([0, -1, 2, 3, -1]);
    expect(c.open).toBe(5000);
  });
});
