/** What the present design can be compared with: what was pinned, what it was a while ago, a kept version, something pasted. */
import type { Design } from '../../src/design/document.ts';
import { readText } from '../../src/design/read.ts';
import { decodeLink } from '../../src/design/share/link.ts';
import { err, ok, type Result } from '../../src/std/result.ts';
import { ago } from '../share/ago.ts';
import type { KeptVersion } from '../state/document-db.ts';
import type { Baseline, Moment } from './experiment-store.ts';

/** What can be chosen; `design` is undefined for a version that this build cannot read. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  readonly help: string;
  readonly design: Design | undefined;
}

export interface Sources {
  readonly present: Design;
  readonly pinned: Moment | undefined;
  readonly seen: Moment | undefined;
  readonly versions: readonly KeptVersion[];
}

/** The most likely one first. What is the present design itself is left out: comparing it with itself tells nothing. */
export function choicesOf({ present, pinned, seen, versions }: Sources, nowMs: number): readonly Choice[] {
  const choices: Choice[] = [];
  if (pinned !== undefined && pinned.design !== present) {
    choices.push({
      key: 'pinned',
      label: 'The pinned design',
      help: `“${pinned.design.title}”, pinned ${ago(pinned.atMs, nowMs)}`,
      design: pinned.design,
    });
  }
  if (seen !== undefined && seen.design !== present && seen.design !== pinned?.design) {
    const help = `“${seen.design.title}” when this dialog was last open, ${ago(seen.atMs, nowMs)}`;
    choices.push({ key: 'seen', label: 'The design as it was', help, design: seen.design });
  }
  for (const version of versions) {
    const read = readText(version.text);
    const help = read.ok ? `Version kept ${ago(version.keptAt, nowMs)}` : 'This version cannot be read.';
    choices.push({ key: `version:${version.key}`, label: version.name, help, design: read.ok ? read.value : undefined });
  }
  return choices;
}

/** The design in a link or a text, or a sentence about why there is none. */
export function designIn(text: string): Result<Baseline, string> {
  const trimmed = text.trim();
  if (trimmed === '') return err('Paste a link or the text of a design.');
  const read = trimmed.startsWith('{') ? readText(trimmed) : decodeLink(trimmed);
  if (!read.ok) return err(read.error[0]?.message ?? 'That is no design.');
  const design = 'design' in read.value ? read.value.design : read.value;
  return ok({ key: 'pasted', label: `“${design.title}” from the link`, design });
}
