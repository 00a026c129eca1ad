/**
 * The run behind a figure of a study, on the canvas: the very design that was run, as a new document that knows how its run must end. What
 * was open stays kept, and the way back is offered, as with anything that is opened.
 */
import type { Design } from '../../src/design/document.ts';
import { openAsNew } from '../state/documents.ts';
import { expectDigest, getRun, play } from '../state/run-store.ts';
import { setView } from '../state/view-store.ts';

export async function openRun(design: Design, digest: string): Promise<void> {
  await openAsNew(design);
  expectDigest(digest === '' ? undefined : digest, getRun().engine);
  const text = `“${design.title}”, as it was run for the study. At the end of the run you see whether it replayed identically.`;
  setView({ dialog: undefined, notice: { text, tone: 'info', action: { label: 'Play', run: play } } });
}
