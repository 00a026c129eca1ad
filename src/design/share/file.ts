/**
 * A design as the text of a file: readable by people, with fields in the order of the document's own types, the same text
 * for the same design however it was made. Reading it back allows more text than a paste: a design at the caps is large.
 */
import { assert } from '../../std/assert.ts';
import type { Result } from '../../std/result.ts';
import type { Design, Problem } from '../document.ts';
import { type Opened, openText, read, readText } from '../read.ts';
import { CATALOG, type Registry } from '../registry.ts';

/** Characters of a file that are read (chosen: 2,000 parts and 5,000 links with many settings stay below 4 million). */
const MOST_TEXT = 8_000_000;

/** The text of a file. The design must be one that `read` gave or `apply` made. */
export function fileText(design: Design, registry: Registry = CATALOG): string {
  const canonical = read(design, registry);
  assert(canonical.ok, 'a design that is saved can be read');
  return `${JSON.stringify(canonical.value, null, 2)}\n`;
}

/** Reads the text of a file. */
export function readFileText(text: string, registry: Registry = CATALOG): Result<Design, readonly Problem[]> {
  return readText(text, registry, MOST_TEXT);
}

/** The same, saying what was left out. */
export function openFileText(text: string): Result<Opened, readonly Problem[]> {
  return openText(text, CATALOG, MOST_TEXT);
}
