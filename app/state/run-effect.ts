/**
 * What an edit means for a run: nothing (the drawing only), a new timeline, or a new run. Pure; it compares what the
 * simulation reads of two designs and relies on unchanged parts being the same objects.
 */
import type { Design, NodeDoc } from '../../src/design/document.ts';

export type RunEffect = 'nothing' | 'timeline' | 'structure';

export function runEffect(before: Design, after: Design): RunEffect {
  const [was, is] = [before.scenario, after.scenario];
  const kept =
    before.classes === after.classes &&
    before.links === after.links &&
    was.seed === is.seed &&
    was.durationMs === is.durationMs &&
    was.warmupMs === is.warmupMs &&
    was.objectives === is.objectives &&
    sameParts(before.nodes, after.nodes);
  if (!kept) return 'structure';
  return was.timeline === is.timeline ? 'nothing' : 'timeline';
}

/** Position and name are for people; everything else is read by the simulation. */
function sameParts(before: readonly NodeDoc[], after: readonly NodeDoc[]): boolean {
  if (before === after) return true;
  return before.length === after.length && before.every((node, i) => samePart(node, after[i]));
}

function samePart(a: NodeDoc, b: NodeDoc | undefined): boolean {
  if (a === b) return true;
  if (b === undefined) return false;
  return a.id === b.id && a.kind === b.kind && a.params === b.params && a.region === b.region && a.zones === b.zones;
}
