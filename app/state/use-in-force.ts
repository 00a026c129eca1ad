/** The design as the run has it at this moment: what the inspector shows and edits while a run is in progress. */
import { useMemo } from 'react';
import type { Design } from '../../src/design/document.ts';
import { useDesign } from './design-store.ts';
import { designInForce } from './in-force.ts';
import { simulatedMs } from './run-driver.ts';
import { useRun } from './run-store.ts';
import { useStory } from './story-store.ts';

/** The design with live changes laid over it. The same object as the document's while there are none. */
export function useDesignInForce(): Design {
  const design = useDesign((state) => state.design);
  const pending = useRun((run) => run.pending);
  const lapsed = useRun((run) => run.lapsed);
  const events = useStory((story) => story.events);
  return useMemo(() => {
    const begun = new Map(events.flatMap(({ kind, of, atMs }) => (kind === 'change' ? [[of, atMs] as const] : [])));
    return designInForce(design, lapsed > 0 ? simulatedMs() : -1, pending, begun);
  }, [design, pending, lapsed, events]);
}
