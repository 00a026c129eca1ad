/** Links that were handed out once open for ever, and replay the same as long as the engine is the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleFile, reportOf, root } from './cli.ts';
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

const meant = files(/^v\d+\.json$/).flatMap((file) => read(file) as readonly MeantLink[]);
const sealed = files(/^sealed-\d+\.json$/).flatMap((file) => (read(file) as { readonly links: readonly SealedLink[] }).links);

for (const { what, link, design } of meant) {
  test(`the old link to ${what} opens`, async ({ bench }) => {
    await bench.visit(`#${link}`);
    await expect(bench.title).toHaveValue(design.title);
    await expect(bench.drawing.allParts).toHaveCount(design.nodes.length);
  });
}

for (const { title, engine, digest, seconds, link } of sealed) {
  test(`the old link to “${title}” of engine ${engine} opens and replays`, async ({ bench }) => {
    const present = await reportOf(exampleFile('retry-storm'));
    await bench.visit(link);
    await expect(bench.title).toHaveValue(title);
    await expect(bench.verdict).toHaveText(/replay to be checked/);
    await bench.runToEnd(seconds);
    // Another version of the engine may end otherwise, and says so; the same one may not.
    if (present.engine !== engine) return expect(bench.verdict).toHaveText(/replayed identically|diverged/);
    await expect(bench.verdict).toHaveText(/replayed identically/);
    expect((await bench.share()).digest).toBe(digest);
  });
}

test('there are old links of every sort', () => {
  expect(meant.length).toBeGreaterThanOrEqual(3);
  expect(sealed.length).toBeGreaterThanOrEqual(3);
});
