import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../std/bytes.ts';
import { encodeUtf8 } from '../../std/utf8.ts';
import type { Design } from '../document.ts';
import { read } from '../read.ts';
import { SAMPLE, WORDS } from './lexicon.ts';
import { decodeLink } from './link.ts';

/** Links of every version ever shipped. Files here are only ever added, and entries in them never changed. */
const folder = new URL('../../../e2e/old-links/', import.meta.url);

interface OldLink {
  readonly what: string;
  readonly link: string;
  readonly digest: string | null;
  /** The document as it was written when the link was made. */
  readonly design: unknown;
}

const files = readdirSync(folder).filter((name) => /^v\d+\.json$/.test(name));

describe('C03: links of every version that was ever shipped', () => {
  it.each(files)('still open and mean what they meant: %s', (name) => {
    const links = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as readonly OldLink[];
    expect(links.length).toBeGreaterThanOrEqual(3);
    for (const { what, link, digest, design } of links) {
      const then = read(design);
      const decoded = decodeLink(`https://example.org/#${link}`);
      expect(decoded.ok ? [] : decoded.error, what).toEqual([]);
      expect(decoded.ok && decoded.value.digest, what).toBe(digest ?? undefined);
      expect(decoded.ok && withoutVersion(decoded.value.design), what).toEqual(then.ok && withoutVersion(then.value));
    }
  });

  it('cover the version written now, and rest on lists that have not changed', () => {
    expect(files).toContain('v1.json');
    expect([crc32(encodeUtf8(WORDS.join(' '))), crc32(encodeUtf8(SAMPLE))]).toEqual([466523843, 236771792]);
  });
});

function withoutVersion({ version: _, ...rest }: Design): object {
  return rest;
}
