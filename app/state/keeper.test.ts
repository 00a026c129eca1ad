// The keeper against storages that work, fail and lie, and the promise of two tabs: no edit is ever overwritten by another's.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Design } from '../../src/design/document.ts';
import { emptyDesign } from '../../src/design/fresh.ts';
import type { DocumentDb } from './document-db.ts';
import { ownDocument } from './document-lock.ts';
import { Keeper } from './keeper.ts';
import { memoryDb } from './memory-db.ts';
import { beginStart, endStart, MOST_BAD_STARTS } from './start-count.ts';

function bench(db: DocumentDb = memoryDb()) {
  let now = 0;
  let design: Design = emptyDesign();
  const timers: { at: number; then: () => void }[] = [];
  const saved: string[] = [];
  const keeper = new Keeper(db, {
    design: () => design,
    onSaved: (state) => saved.push(state),
    nowMs: () => now,
    later: (then, ms) => {
      const timer = { at: now + ms, then };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer) >>> 0, timers.includes(timer) ? 1 : 0);
    },
  });
  const wait = async (ms: number): Promise<void> => {
    now += ms;
    for (const timer of timers.filter((one) => one.at <= now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.then();
    }
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  const edit = (title: string): void => {
    design = { ...design, title };
    keeper.changed();
  };
  const keptTitle = async (id: string): Promise<string | undefined> => (await db.get(id))?.title;
  const open = (read: Design): Design => {
    design = read;
    return design;
  };
  return { db, keeper, saved, wait, edit, open, keptTitle };
}

describe('the keeper', () => {
  it('writes an edit within a second, also while edits keep coming (F01)', async () => {
    const { keeper, edit, wait, keptTitle } = bench();
    keeper.own('a', undefined);
    for (let i = 1; i <= 40; i++) {
      edit(`edit ${i}`);
      await wait(100);
      if (i >= 10) expect(Number((await keptTitle('a'))?.slice(5))).toBeGreaterThanOrEqual(i - 10);
    }
    await wait(1_000);
    expect(await keptTitle('a')).toBe('edit 40');
  });

  it('writes at once when the page is hidden or left', async () => {
    const { keeper, edit, keptTitle, saved } = bench();
    keeper.own('a', undefined);
    edit('last words');
    await keeper.flush();
    expect(await keptTitle('a')).toBe('last words');
    expect(saved.at(-1)).toBe('saved');
  });

  it('says so when the storage refuses, and tries again with the next edit (F03)', async () => {
    const db = memoryDb();
    let refuses = true;
    const { keeper, edit, saved, keptTitle } = bench({
      ...db,
      put: (kept) => (refuses ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : db.put(kept)),
    });
    keeper.own('a', undefined);
    edit('one');
    await keeper.flush();
    expect(saved.at(-1)).toBe('failed');
    refuses = false;
    edit('two');
    await keeper.flush();
    expect(saved.at(-1)).toBe('saved');
    expect((await db.get('a'))?.title).toBe('two');
    expect(await keptTitle('a')).toBe('two');
  });

  it('does not believe a storage that reads back something else', async () => {
    const { keeper, edit, saved } = bench({ ...memoryDb(), put: async () => false });
    keeper.own('a', undefined);
    edit('one');
    await keeper.flush();
    expect(saved.at(-1)).toBe('failed');
  });

  it('writes nothing that it does not own', async () => {
    const { keeper, edit, db } = bench();
    edit('one');
    await keeper.flush();
    keeper.own('a', undefined);
    keeper.disown();
    edit('two');
    await keeper.flush();
    expect((await db.list()).map((one) => one.title)).not.toContain('two');
  });

  it('loses no edit of an owner in 10,000 interleavings of two tabs (F02)', async () => {
    const step = fc.record({ tab: fc.nat(1), act: fc.constantFrom('edit', 'wait', 'flush', 'close', 'open') });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
        const db = memoryDb();
        const locks = fakeLocks();
        const tabs = [bench(db), bench(db)];
        const owned: (Awaited<ReturnType<typeof ownDocument>> | undefined)[] = [undefined, undefined];
        let promised: string | undefined;
        let count = 0;
        for (const { tab, act } of steps) {
          const { keeper, edit, wait, open } = tabs[tab]!;
          if (act === 'open' && owned[tab] === undefined) {
            owned[tab] = locks.tryOwn('doc');
            if (owned[tab] !== undefined) {
              const kept = await db.get('doc');
              keeper.own('doc', kept === undefined ? undefined : open(JSON.parse(kept.text)));
            }
          }
          if (act === 'edit') {
            edit(`edit ${++count}`);
            if (owned[tab] !== undefined) promised = `edit ${count}`;
          }
          if (act === 'wait') await wait(400);
          if (act === 'flush') await keeper.flush();
          if (act === 'close' && owned[tab] !== undefined) {
            await keeper.flush();
            keeper.disown();
            owned[tab]?.release();
            owned[tab] = undefined;
            if (promised !== undefined) expect((await db.get('doc'))?.title).toBe(promised);
          }
        }
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);
});

describe('the lock on a document', () => {
  it('belongs to one tab at a time, and to the next one when that lets go', async () => {
    const locks = fakeLocks();
    const mine = await ownDocument('a', locks.manager);
    expect(mine).toBeDefined();
    expect(await ownDocument('a', locks.manager)).toBeUndefined();
    expect(await ownDocument('b', locks.manager)).toBeDefined();
    mine?.release();
    expect(await ownDocument('a', locks.manager)).toBeDefined();
  });

  it('is everybody’s where the browser has no locks', async () => {
    expect(await ownDocument('a', undefined as never)).toBeDefined();
  });
});

describe('the count of starts', () => {
  it('reaches the limit after two starts that did not end, and is forgotten after one that did (F05)', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    expect([beginStart(storage), beginStart(storage), beginStart(storage)]).toEqual([0, 1, MOST_BAD_STARTS]);
    endStart(storage);
    expect(beginStart(storage)).toBe(0);
  });
});

/** Web Locks as far as they are used here. */
function fakeLocks() {
  const held = new Set<string>();
  const tryOwn = (name: string): { release: () => void } | undefined => {
    if (held.has(name)) return undefined;
    held.add(name);
    return { release: () => void held.delete(name) };
  };
  const request = async (name: string, _options: unknown, act: (lock: object | null) => Promise<void> | undefined): Promise<void> => {
    const mine = tryOwn(name);
    await act(mine === undefined ? null : {});
    mine?.release();
  };
  return { tryOwn, manager: { request } as unknown as LockManager };
}
