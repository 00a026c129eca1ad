/** Putting the drawing in order: all of it, or what is chosen. One step of undo; a drawing changed meanwhile is left alone. */
import { getDesign } from '../state/design-store.ts';
import { getView, setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { fitView, scene } from './desk.ts';
import { doAll } from './edits.ts';
import type { LayoutJob } from './layout.thread.ts';
import type { Places } from './shape/arrange.ts';

/** A layout that takes longer than this is given up, ms. */
const LONGEST_MS = 20_000;

/** Lays out two or more chosen nodes, else all. */
export async function tidy(): Promise<void> {
  const design = getDesign();
  const chosen = new Set(getView().selection.nodes);
  const nodes = chosen.size > 1 ? design.nodes.filter(({ id }) => chosen.has(id)) : design.nodes;
  const job: LayoutJob = {
    nodes: nodes.map(({ id, x, y, region }) => ({ id, x, y, region })),
    links: design.links.map(({ from, to }) => ({ from, to })),
  };
  const to = await layOut(job).catch(() => undefined);
  if (to === undefined) setView({ notice: { text: 'The drawing could not be put in order.', tone: 'bad' } });
  if (to === undefined || getDesign() !== design) return;
  doAll('tidy', [{ do: 'move', to }]);
  if (chosen.size <= 1) fitView(scene.bounds());
  announce('The drawing is in order');
}

function layOut(job: LayoutJob): Promise<Places> {
  const worker = new Worker(new URL('./layout.thread.ts', import.meta.url), { type: 'module', name: 'layout' });
  const answer = new Promise<Places>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Places>) => resolve(data);
    worker.onerror = reject;
    setTimeout(reject, LONGEST_MS);
    worker.postMessage(job);
  });
  return answer.finally(() => worker.terminate());
}
