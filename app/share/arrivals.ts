/**
 * What comes in: a link in the address bar, a dropped or chosen file, a pasted text. All of it goes through the one gate of
 * the design room, and opens as a new document; what was open stays kept. What cannot be read is shown with the reason,
 * its text untouched and ready to be copied. Nobody is asked whether they trust it: it is data, and stays data.
 */
import type { Problem } from '../../src/design/document.ts';
import { openText, problemWords } from '../../src/design/read.ts';
import { decodeLink } from '../../src/design/share/link.ts';
import { isPng, linkInPng, linkInSvg } from '../../src/design/share/picture.ts';
import { forgetUnreadable, openAsNew, showLeftOut, showUnreadable } from '../state/documents.ts';
import { expectDigest } from '../state/run-store.ts';
import { setView } from '../state/view-store.ts';

/** Where something came from, as people call it. */
export type Source = 'link' | 'file' | 'paste' | 'example';

const SOURCE_WORDS: Readonly<Record<Source, string>> = { link: 'a link', file: 'a file', paste: 'the clipboard', example: 'the examples' };

/** Files larger than this are not even read: no design is, and no picture that is exported here (bytes). */
const LARGEST_FILE = 8_000_000;

/** Opens a link, an address or a design's text. @returns whether it was opened. */
export async function receiveText(text: string, source: Source): Promise<boolean> {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    const opened = openText(trimmed);
    if (!opened.ok) return refuse(text, opened.error, source);
    const { design, leftOut } = opened.value;
    await openAsNew(design);
    welcome(design.title, source);
    showLeftOut(text, `“${design.title}” is open, but not all of it.`, leftOut);
    return true;
  }
  const decoded = decodeLink(trimmed);
  if (!decoded.ok) return refuse(text, decoded.error, source);
  const { design, digest, engine, leftOut = [] } = decoded.value;
  await openAsNew(design);
  expectDigest(digest, engine);
  welcome(design.title, source, digest !== undefined);
  showLeftOut(text, `“${design.title}” is open, but not all of it.`, leftOut);
  return true;
}

/** Opens a file that somebody chose or dropped. */
export async function receiveFile(file: File): Promise<boolean> {
  if (file.size > LARGEST_FILE) {
    setView({ notice: { text: `“${file.name}” is larger than any design can be.`, tone: 'bad' } });
    return false;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const isPicture = isPng(bytes) || /^\s*(<\?xml[^>]*>\s*)?<svg[\s>]/.test(text);
  if (!isPicture) return receiveText(text, 'file');
  const link = isPng(bytes) ? linkInPng(bytes) : linkInSvg(text);
  if (link !== undefined) return receiveText(link, 'file');
  setView({
    notice: { text: `“${file.name}” is a picture without a design inside. Pictures that this page exports carry theirs.`, tone: 'bad' },
  });
  return false;
}

function refuse(text: string, problems: readonly Problem[], source: Source): false {
  const words = source === 'link' ? 'This link cannot be opened' : `What came from ${SOURCE_WORDS[source]} cannot be opened`;
  showUnreadable(text, `${words}. ${problemWords(problems) ?? 'It is no design.'} Nothing of yours was touched.`);
  return false;
}

function welcome(title: string, source: Source, sealed = false): void {
  forgetUnreadable();
  const check = sealed ? ' It is sealed: at the end of the run you see whether it replayed identically.' : '';
  if (source !== 'example') setView({ notice: { text: `“${title}” opened from ${SOURCE_WORDS[source]}.${check}`, tone: 'good' } });
}
