// What is reckoned anew when the design changes, and what is not.
import { describe, expect, it } from 'vitest';
import type { NodeDoc } from '../../src/design/document.ts';
import { emptyDesign } from '../../src/design/fresh.ts';
import { sameSystem } from './estimates.ts';

const app: NodeDoc = { id: 'app', kind: 'service', name: 'app', x: 0, y: 0, params: {}, region: '', zones: ['a'] };
const design = { ...emptyDesign(), nodes: [app] };

describe('a design', () => {
  it('is the same system when its parts only moved', () => {
    expect(sameSystem(design, { ...design, title: 'Other', nodes: [{ ...app, x: 40, y: -8 }] })).toBe(true);
  });

  it('is another when anything else changed', () => {
    for (const nodes of [
      [{ ...app, params: { workers: 2 } }],
      [{ ...app, zones: ['b'] }],
      [{ ...app, name: 'web' }],
      [],
      [app, { ...app, id: 'b' }],
    ]) {
      expect(sameSystem(design, { ...design, nodes })).toBe(false);
    }
    expect(sameSystem(design, { ...design, links: [{ id: 'l', from: 'app', to: 'app', params: {} }] })).toBe(false);
    expect(sameSystem(design, { ...design, scenario: { ...design.scenario, durationMs: 1 } })).toBe(false);
  });
});
