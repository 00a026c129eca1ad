/**
 * A case's system on the canvas: the very design that is run for the proof, under the seed of its first replication, as a new
 * document. What was open stays kept, and the way back is offered, as with anything that is opened.
 */
import type { Design, NodeDoc } from '../../src/design/document.ts';
import { type ProofCase, replicationOf, seedOf } from '../../src/proof/case.ts';
import { openAsNew } from '../state/documents.ts';
import { play } from '../state/run-store.ts';
import { setView } from '../state/view-store.ts';
import { SEEDS } from './seeds.ts';

/** Distances between parts of the drawing, px, from left to right and from top to bottom; parts are 160 × 96. */
const ACROSS = 240;
const DOWN = 136;

export async function openSystem(proof: ProofCase, offset: number): Promise<void> {
  const seed = (seedOf(proof, 0) + offset) % SEEDS;
  await openAsNew(systemOf(proof, seed));
  const text = `“${proof.title}”, as it is run for the proof. Set the speed to as fast as possible to see its figures settle.`;
  setView({ dialog: undefined, notice: { text, tone: 'info', action: { label: 'Play', run: play } } });
}

/** The design of a case under its own title, drawn from left to right along the calls. */
export function systemOf(proof: ProofCase, seed: number): Design {
  const design = replicationOf(proof, seed);
  const about = `${proof.system} Source: ${proof.source}. Not modelled: ${proof.notModelled}`;
  return { ...design, title: proof.title, about, nodes: inColumns(design) };
}

/** Each part one column right of the rightmost that calls it; parts of a column stand around one middle line. */
function inColumns({ nodes, links }: Design): readonly NodeDoc[] {
  const columns = new Map(nodes.map(({ id }) => [id, 0]));
  // As many rounds as there are parts are enough without a circle, and put an end to one.
  for (let round = 0; round < nodes.length; round++) {
    for (const { from, to } of links) {
      const next = (columns.get(from) ?? 0) + 1;
      if (next > (columns.get(to) ?? 0) && next < nodes.length) columns.set(to, next);
    }
  }
  return nodes.map((node) => {
    const column = columns.get(node.id) ?? 0;
    const peers = nodes.filter(({ id }) => columns.get(id) === column);
    const row = peers.indexOf(node) - (peers.length - 1) / 2;
    return { ...node, x: column * ACROSS, y: Math.round(row * DOWN) };
  });
}
