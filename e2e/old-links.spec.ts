/** Links that were handed out once open for ever, and replay the same as long as the engine is the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine, root } from './cli.ts';
import { expect, test } from './visit.ts';

/** A link with the digest of its run, made by the command line with an engine of this version. */
interface SealedLink {
  readonly title: string;
  readonly engine: string;
  readonly digest: string;
  readonly seconds: number;
  readonly link: string;
}

/** A link with the design that it must still mean; the unit tests compare the two. */
interface MeantLink {
  readonly what: string;
  readonly link: string;
  readonly design: { readonly title: string; readonly nodes: readonly unknown[] };
}

const folder = join(root, 'e2e/old-links');
const files = (name: RegExp) => readdirSync(folder).filter((file) => name.test(file));
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

const meant = files(/^v\d+\.json$/).map((file) => read(file) as readonly MeantLink[]);
const sealed = files(/^sealed-\d+\.json$/).map((file) => (read(file) as { readonly links: readonly SealedLink[] }).links);

// One after the other in one page, as somebody opens them who pastes each into the address bar.
for (const [i, links] of meant.entries()) {
  test(`old links open, ${i + 1}: ${links.map(({ what }) => what).join(', ')}`, async ({ bench }) => {
    for (const { link, design } of links) {
      await bench.visit(`#${link}`);
      await expect(bench.title).toHaveValue(design.title);
      await expect(bench.drawing.allParts).toHaveCount(design.nodes.length);
    }
  });
}

test(`old links open: ${sealed.map((links) => `${links.length} of engine ${links[0]?.engine}`).join(', ')}`, async ({ bench }) => {
  for (const { title, link } of sealed.flat()) {
    await bench.visit(link);
    await expect(bench.title).toHaveValue(title);
    await expect(bench.verdict).toHaveText(/replay to be checked/);
  }
});

test('links of this engine replay identically, and of each older one the last of its links says how it went', async ({ bench }) => {
  const present = await engine();
  const run = sealed.flatMap((links) => (links[0]?.engine === present ? links : links.slice(-1)));
  for (const { title, engine: made, digest, seconds, link } of run)
    await test.step(`${title}, engine ${made}`, async () => {
      await bench.visit(link);
      await expect(bench.title).toHaveValue(title);
      await bench.runToEnd(seconds);
      // Another version of the engine may end otherwise, and says so; the same one may not.
      if (present !== made) return expect(bench.verdict).toHaveText(/replayed identically|diverged/);
      await expect(bench.verdict).toHaveText(/replayed identically/);
      expect((await bench.share()).digest).toBe(digest);
    });
});

test('there are old links of every sort', () => {
  expect(meant.flat().length).toBeGreaterThanOrEqual(3);
  expect(sealed.flat().length).toBeGreaterThanOrEqual(3);
});
