/** Opens an example as a document of one's own, and says what to watch in it. */
import type { Example } from '../../../src/design/examples/index.ts';
import { openAsNew } from '../../state/documents.ts';
import { play } from '../../state/run-store.ts';
import { setView } from '../../state/view-store.ts';

export async function openExample({ design, watch }: Example): Promise<void> {
  await openAsNew(design);
  setView({ notice: { text: watch, tone: 'info', action: { label: 'Play', run: play } } });
}
