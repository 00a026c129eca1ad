/** Files to keep: handed to the browser through a link that the page clicks itself, named after the design's title. */
import { fileName } from '../share/design-file.ts';

/** The browser reads the address a moment after the click. */
const KEEP_MS = 10_000;

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}

export function saveText(name: string, text: string, type: string): void {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** `shop-latency.svg` of “Shop”. */
export function named(title: string, what: string, ending: string): string {
  const stem = fileName(title).replace(/\.loadbearing\.json$/, '');
  return `${stem}${what === '' ? '' : `-${what}`}.${ending}`;
}
