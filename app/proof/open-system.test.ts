import { describe, expect, it } from 'vitest';
import { read } from '../../src/design/read.ts';
import { replicationOf, seedOf } from '../../src/proof/case.ts';
import { CASES } from '../../src/proof/index.ts';
import { systemOf } from './open-system.ts';

describe('a system on the canvas', () => {
  it('is the design that the proof runs, apart from its title and where its parts stand', () => {
    for (const proof of CASES) {
      const seed = seedOf(proof, 0);
      const shown = systemOf(proof, seed);
      const run = replicationOf(proof, seed);
      const bare = (design: typeof run) => ({
        ...design,
        title: '',
        about: '',
        nodes: design.nodes.map((node) => ({ ...node, x: 0, y: 0 })),
      });
      expect(bare(shown), proof.id).toEqual(bare(run));
      expect(shown.title).toBe(proof.title);
    }
  });

  it('passes the gate that every design from outside must pass', () => {
    for (const proof of CASES) {
      const gate = read(JSON.parse(JSON.stringify(systemOf(proof, 1))));
      expect(gate, proof.id).toMatchObject({ ok: true, value: { title: proof.title, scenario: { seed: 1 } } });
    }
  });

  it('is drawn from callers to called, and no two parts lie over each other', () => {
    for (const proof of CASES) {
      const { nodes, links } = systemOf(proof, 1);
      const at = new Map(nodes.map((node) => [node.id, node]));
      for (const { from, to } of links) expect(at.get(to)?.x, `${proof.id}: ${from} to ${to}`).toBeGreaterThan(at.get(from)?.x ?? 0);
      expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size, proof.id).toBe(nodes.length);
    }
  });
});
