/**
 * What becomes of a scenario that breaks a law: it is shrunk to a small design that breaks the same law, saved as a file that
 * the product opens, and told of in words: number, file, and how to run it again.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Design } from '../../design/document.ts';
import { fileText } from '../../design/share/file.ts';
import { type Findings, runScenario } from './run-scenario.ts';
import { shrink } from './shrink.ts';

/** Outside version control. */
const FAILURES = join('node_modules', '.cache', 'loadbearing', 'failures');

/** The law that a sentence is about: without the names and numbers of one run. */
export function lawOf(flaw: string): string {
  const law = flaw.startsWith('threw')
    ? (flaw.split('\n')[0] ?? flaw)
    : flaw.replace(/^report: [^:]+: |^window \d+: /, '').replace(/^[\w-]+(\/\d+)?( \(instance \d+\))?: (?=[a-z])/, '');
  return law
    .replace(/\b[0-9a-f]{16}\b/g, '#')
    .replace(/utilisation [\d.e+-]+ of [\w-]+/, '#')
    .replace(/[\d.e+-]*\d/g, '#');
}

/** Shrinks a design that breaks a law, asking `run` of every candidate. */
export function shrunk(design: Design, flaw: string, run: (design: Design) => Findings = runScenario, tries = 1000): Design {
  const law = lawOf(flaw);
  return shrink(design, (candidate) => run(candidate).flaws.some((one) => lawOf(one) === law), tries);
}

/** Saves a design that breaks a law; where. */
export function save(name: string, design: Design, folder: string = FAILURES): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.json`);
  writeFileSync(path, fileText(design));
  return path;
}

/** What to tell of a scenario that broke laws. */
export function told(number: number, flaws: readonly string[], small: Design, path: string): string {
  return [
    `scenario ${number} breaks ${flaws.length === 1 ? 'a law' : `${flaws.length} laws`}:`,
    ...flaws.slice(0, 5).map((flaw) => `  ${flaw}`),
    `  shrunk to ${small.nodes.length} parts, ${small.links.length} links, ${small.scenario.timeline.length} entries: ${path}`,
    `  the laws again:   RANDOM_DESIGN=${path} npx vitest run --project laws src/laws/random`,
    `  the scenario:     RANDOM_SEED=${number} RANDOM_COUNT=1 npx vitest run --project laws src/laws/random`,
    `  see it happen:    npm run -s sim -- run ${path}   (or drop the file on the page)`,
  ].join('\n');
}
