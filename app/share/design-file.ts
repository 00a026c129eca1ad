/** Designs as files: saved through a link that the page clicks itself, named after the title. */
import type { Design } from '../../src/design/document.ts';
import { fileText } from '../../src/design/share/file.ts';

/** The media type and ending of a design's file. */
const TYPE = 'application/json';
const ENDING = '.loadbearing.json';

/** Offers the design as a download. */
export function saveDesignFile(design: Design): void {
  saveFile(fileName(design.title), fileText(design));
}

/** Offers text as a download. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: TYPE }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address a moment after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A file name from a title: letters and digits of any script, the rest as dashes. */
export function fileName(title: string): string {
  const slug = title
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${slug === '' ? 'design' : slug.slice(0, 60)}${ENDING}`;
}
