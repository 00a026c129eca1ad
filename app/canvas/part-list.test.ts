import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/catalog/index.ts';
import { groupsOf, linksWords } from './part-list.ts';

describe('the list of parts', () => {
  it('shows every kind once, by group', () => {
    const shown = groupsOf(KINDS, '').flatMap(({ kinds }) => kinds);
    expect(new Set(shown)).toEqual(new Set(KINDS));
    expect(shown).toHaveLength(KINDS.length);
  });

  it('finds by name first, then by what is said about a part', () => {
    expect(groupsOf(KINDS, 'serv')[0]?.kinds[0]?.id).toBe('service');
    expect(groupsOf(KINDS, 'load')[0]?.kinds[0]?.id).toBe('load-balancer');
    expect(groupsOf(KINDS, '  CLIENT ')[0]?.kinds[0]?.id).toBe('client');
    expect(groupsOf(KINDS, 'no such thingummy')).toEqual([]);
  });

  it('says of every part what it takes and gives', () => {
    for (const kind of KINDS) expect(linksWords(kind)).toMatch(/\.$/);
  });
});
