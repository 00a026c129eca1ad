/** Opens an example as a document of one's own, and says what to watch in it until it plays. */
import type { Example } from '../../../src/design/examples/index.ts';
import { openAsNew } from '../../state/documents.ts';
import { play, subscribeRun } from '../../state/run-store.ts';
import { getView, type Notice, setView } from '../../state/view-store.ts';

export async function openExample({ design, watch }: Example): Promise<void> {
  await openAsNew(design);
  const notice: Notice = { text: watch, tone: 'info', action: { label: 'Play', run: play } };
  setView({ notice });
  const end = subscribeRun(({ state }) => {
    if (state === 'ready' || state === 'empty') return;
    end();
    if (getView().notice === notice) setView({ notice: undefined });
  });
}
