import { describe, expect, it } from 'vitest';
import { emptyDesign } from '../../src/design/fresh.ts';
import { encodeLink } from '../../src/design/share/link.ts';
import { choicesOf, designIn } from './baseline-choices.ts';

const titled = (title: string) => ({ ...emptyDesign(), title });
const present = titled('now');
const version = (text: string) => ({ key: 'v', document: 'd', name: 'before the cache', keptAt: 0, text });

describe('what can be compared with', () => {
  it('is what was pinned, what was there before, and kept versions, in this order', () => {
    const sources = {
      present,
      pinned: { design: titled('pinned'), atMs: 0 },
      seen: { design: titled('seen'), atMs: 0 },
      versions: [version(JSON.stringify(titled('kept')))],
    };
    const choices = choicesOf(sources, 120_000);
    expect(choices.map(({ key }) => key)).toEqual(['pinned', 'seen', 'version:v']);
    expect(choices[0]?.help).toBe('“pinned”, pinned 2 minutes ago');
    expect(choices[2]?.design?.title).toBe('kept');
  });

  it('is never the present design itself, nor the same design twice', () => {
    const pinned = { design: titled('pinned'), atMs: 0 };
    expect(choicesOf({ present, pinned: { design: present, atMs: 0 }, seen: { design: present, atMs: 0 }, versions: [] }, 0)).toEqual([]);
    expect(choicesOf({ present, pinned, seen: pinned, versions: [] }, 0)).toHaveLength(1);
  });

  it('holds a version that cannot be read, without a design', () => {
    expect(choicesOf({ present, pinned: undefined, seen: undefined, versions: [version('{')] }, 0)[0]?.design).toBeUndefined();
  });

  it('is also what is pasted: a link or a text, or a sentence about what is wrong with it', () => {
    const link = `https://example.org/#${encodeLink({ design: titled('sent'), digest: undefined, engine: '1' })}`;
    expect(designIn(link)).toMatchObject({ ok: true, value: { key: 'pasted', design: { title: 'sent' } } });
    expect(designIn(JSON.stringify(titled('text')))).toMatchObject({ ok: true, value: { design: { title: 'text' } } });
    expect(designIn('   ')).toMatchObject({ ok: false, error: expect.stringContaining('Paste') });
    expect(designIn('{"nodes":')).toMatchObject({ ok: false });
    expect(designIn('hello')).toMatchObject({ ok: false });
  });
});
