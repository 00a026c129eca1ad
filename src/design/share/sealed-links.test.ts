import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeLink } from './link.ts';

/** Links as the command line made them, sealed with the digest of their run. These lists only grow. */
const folder = new URL('../../../e2e/old-links/', import.meta.url);

interface SealedLink {
  readonly title: string;
  readonly engine: string;
  readonly digest: string;
  readonly seconds: number;
  readonly link: string;
}

describe('sealed links that were handed out', () => {
  const files = readdirSync(folder).filter((name) => /^sealed-\d+\.json$/.test(name));

  it('are there', () => expect(files).toContain('sealed-1.json'));

  it.each(files)('still say what they hold and how it must end: %s', (name) => {
    const { links } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { readonly links: readonly SealedLink[] };
    expect(links.length).toBeGreaterThanOrEqual(3);
    for (const { link, title, digest, engine, seconds } of links) {
      const decoded = decodeLink(link);
      expect(decoded.ok ? [] : decoded.error, title).toEqual([]);
      if (!decoded.ok) continue;
      const { design } = decoded.value;
      expect({ title: design.title, seconds: design.scenario.durationMs / 1_000 }).toEqual({ title, seconds });
      expect({ digest: decoded.value.digest, engine: decoded.value.engine }, title).toEqual({ digest, engine });
    }
  });
});
