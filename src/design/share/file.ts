/** A design as the text of a file, with keys in the order of the document's own types, and readable by people. */
import type { Design } from '../document.ts';

export function fileText(design: Design): string {
  return `${JSON.stringify(design, null, 2)}\n`;
}
