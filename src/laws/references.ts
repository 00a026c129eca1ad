/** References to tests, as MODEL.md and the coverage list write them: `file.test "how its title begins"` or `case ID`. */
import { readdirSync, readFileSync } from 'node:fs';
import { CASES } from '../proof/index.ts';

const top = new URL('../../', import.meta.url);
const files = ['src', 'app', 'e2e'].flatMap((folder) =>
  readdirSync(new URL(folder, top), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(test|spec)\.tsx?$/.test(path)),
);

/** A title, as the first argument of a test before its body or its options. */
const TITLE = /(?<=\(\s*)(['"`])((?:\\.|(?!\1).)*)\1,\s*(?:\{[^}]*\},\s*)?(?:async\s*)?\(/g;
const ONE = /^(?:([a-z0-9/-]+\.(?:test|spec)) "([^"]+)"|case ([a-z0-9-]+))$/;

const titles = new Map<string, readonly string[]>();

function titlesOf(file: string): readonly string[] {
  const known = titles.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(file, top), 'utf8');
  const found = [...text.matchAll(TITLE)].map((match) => match[2]!.replaceAll(/\\(.)/g, '$1'));
  titles.set(file, found);
  return found;
}

/** What is wrong with a reference, in words; undefined when it names exactly one test or a case of the proof. */
export function wrongReference(reference: string): string | undefined {
  const [, file, title, id] = ONE.exec(reference) ?? [];
  if (id !== undefined) return CASES.some((proof) => proof.id === id) ? undefined : `names case ${id}, which does not exist`;
  if (file === undefined || title === undefined) return `"${reference}" is no reference to a test`;
  const found = files.filter((path) => `/${path.replace(/\.tsx?$/, '')}`.endsWith(`/${file}`)).flatMap(titlesOf);
  const fits = found.filter((one) => one.startsWith(title));
  return fits.length === 1 ? undefined : `names ${file} "${title}", which fits ${fits.length} tests`;
}
