import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Design, LIMITS } from '../document.ts';
import { randomDesign } from '../random-design.ts';
import { read } from '../read.ts';
import { TOY_FAULTS, TOY_KINDS, TOYS } from '../toy-registry.ts';
import { fileText, readFileText } from './file.ts';

const palette = { registry: TOYS, kinds: TOY_KINDS, faults: TOY_FAULTS };

/** The same value with the fields of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  );
}

describe('a file', () => {
  it('gives back any design, and is the same text however the design was made', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(15), (seed, size) => {
        const design = randomDesign(seed, size, palette);
        const text = fileText(design, TOYS);
        expect(readFileText(text, TOYS)).toEqual({ ok: true, value: design });
        expect(fileText(shuffled(design) as Design, TOYS)).toBe(text);
      }),
      { seed: 31, numRuns: 200 },
    );
  });

  it('is read by people: a field a line, in the order of the document, without defaults', () => {
    const design = randomDesign(3, 0, palette);
    expect(fileText(design, TOYS).split('\n').slice(0, 3)).toEqual(['{', '  "version": 1,', `  "title": ${JSON.stringify(design.title)},`]);
  });

  it('F09: of a design at the caps can be read again', () => {
    const nodes = Array.from({ length: LIMITS.nodes }, (_, i) => ({
      id: `service-${i}`,
      kind: 'service',
      name: `Some service number ${i}`,
      params: { instances: 3, workers: 5, queueLimit: 7, work: { type: 'exponential', mean: 12.5 } },
    }));
    const links = Array.from({ length: LIMITS.links }, (_, i) => ({
      id: `link-number-${i}`,
      from: `service-${i % 2000}`,
      to: `service-${(i + 1 + Math.floor(i / 2000)) % 2000}`,
      params: { timeout: 250, retries: 2, backoff: 50 },
    }));
    const full = read({ nodes, links }, TOYS);
    if (!full.ok) throw new Error(JSON.stringify(full.error[0]));
    const text = fileText(full.value, TOYS);
    expect(text.length).toBeGreaterThan(1_000_000);
    expect(readFileText(text, TOYS)).toEqual(full);
  });
});
