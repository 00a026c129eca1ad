import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../src/design/document.ts';
import { movedBy, withGroup } from './edit.ts';

const note = (id: string, at: number, group?: string): TimelineEntry => ({
  type: 'note',
  id,
  at,
  text: id,
  ...(group !== undefined && { group }),
});
const TIMELINE = [note('a', 1000, 'storm'), note('b', 2000), note('c', 9000, 'storm'), note('d', 500, 'calm')];

describe('a group', () => {
  it('is whatever bears the names of the groups of what is held', () => {
    expect(withGroup(TIMELINE, ['a']).map(({ id }) => id)).toEqual(['a', 'c']);
    expect(withGroup(TIMELINE, ['b']).map(({ id }) => id)).toEqual(['b']);
    expect(withGroup(TIMELINE, ['a', 'd']).map(({ id }) => id)).toEqual(['a', 'c', 'd']);
  });

  it('moves as one, no further than its first and its last can, and leaves alone what follows others', () => {
    const after: TimelineEntry = {
      type: 'change',
      id: 'e',
      at: 1000,
      target: 'x',
      param: 'rate',
      value: 1,
      after: { entry: 'a', offset: 0 },
    };
    const times = (ms: number) => movedBy([...withGroup(TIMELINE, ['a']), after], ms, 10_000).map(({ id, at }) => `${id} ${at}`);
    expect(times(500)).toEqual(['a 1500', 'c 9500']);
    expect(times(5000)).toEqual(['a 2000', 'c 10000']);
    expect(times(-5000)).toEqual(['a 0', 'c 8000']);
  });
});
