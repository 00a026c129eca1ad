import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Design } from '../document.ts';
import { read } from '../read.ts';
import { decodeLink, encodeLink } from './link.ts';
import { type Packable, pack, unpack } from './pack.ts';

const SEED = 20261121;
const WORDS = ['checkout', 'catalog', 'orders', 'payments', 'search', 'users', 'stock', 'mail', 'basket', 'prices'];

/** A realistic design: a tree of services with some parameters changed. */
function fixture(nodes: number, seed: number): Design {
  const name = (i: number) => `${WORDS[(i * 7 + seed) % WORDS.length]}-${i}`;
  const document = {
    version: 1,
    title: `Shop number ${seed}`,
    about: 'Watch what happens to p99 when one copy is slow.',
    classes: [
      { id: 'read', name: 'Read', route: '/items', write: false, weight: 9, bytesUp: 500, bytesDown: 8000 },
      { id: 'buy', name: 'Buy', route: '/checkout', write: true, weight: 1, bytesUp: 2000, bytesDown: 500 },
    ],
    nodes: Array.from({ length: nodes }, (_, i) => ({
      id: name(i),
      kind: i === 0 ? 'client' : 'service',
      name: name(i),
      x: (i % 8) * 220 + ((seed * i) % 5) * 4,
      y: Math.floor(i / 8) * 140,
      params:
        i === 0
          ? { rate: 1000 + seed }
          : i % 3 === 0
            ? { instances: 2 + (i % 5), work: { type: 'lognormal', p50: 4 + (i % 9), p99: 40 } }
            : {},
      region: '',
      zones: ['a'],
    })),
    links: Array.from({ length: nodes - 1 }, (_, i) => ({
      id: `${name(Math.floor(i / 2))}-${name(i + 1)}`,
      from: name(Math.floor(i / 2)),
      to: name(i + 1),
      params: i % 4 === 0 ? { timeout: 250, retries: 2 } : {},
    })),
    scenario: {
      seed,
      durationMs: 60_000,
      warmupMs: 5000,
      timeline: [{ type: 'fault', id: 'f1', at: 22_000, duration: 15_500, fault: 'slow', target: `${name(3)}/1`, params: { factor: 8 } }],
      objectives: [{ id: 'o1', metric: 'availability', bound: 'least', value: 0.999, class: '' }],
    },
  };
  const result = read(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const FIXTURES = Array.from({ length: 20 }, (_, i) => fixture(50, i + 1));
const DIGEST = '0123456789abcdef';

describe('a link', () => {
  it('gives back the very same design, digest and engine', () => {
    for (const design of [...FIXTURES, fixture(5, 1)]) {
      const decoded = decodeLink(`https://example.org/app/#${encodeLink({ design, digest: DIGEST, engine: '1' })}`);
      expect(decoded).toEqual({ ok: true, value: { design, digest: DIGEST, engine: '1' } });
    }
  });

  it('has at most 2,000 characters for 50 parts', () => {
    const lengths = FIXTURES.map((design) => encodeLink({ design, digest: DIGEST, engine: '1' }).length);
    console.info(`links of 50 parts: ${Math.min(...lengths)} … ${Math.max(...lengths)} characters`);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2000);
  });

  it('cut anywhere, says that it was cut, and how much is there', () => {
    for (const design of FIXTURES) {
      const link = encodeLink({ design, digest: DIGEST, engine: '1' });
      for (let length = 0; length < link.length; length++) {
        const decoded = decodeLink(link.slice(0, length));
        expect(decoded.ok, `${length} of ${link.length}`).toBe(false);
        if (decoded.ok || length < 14) continue;
        expect(decoded.error[0]?.code).toBe('link-cut');
        expect(decoded.error[0]?.message).toContain(`${length.toLocaleString('en')} of ${link.length.toLocaleString('en')} characters`);
      }
    }
  });

  it('changed anywhere, gives a design or a problem in words, and never throws', () => {
    const link = encodeLink({ design: fixture(12, 3), digest: DIGEST, engine: '1' });
    const edit = fc.record({ at: fc.nat(link.length - 1), to: fc.string({ minLength: 0, maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = link;
        for (const { at, to } of edits) text = text.slice(0, at) + to + text.slice(at + 1);
        const decoded = decodeLink(text);
        if (!decoded.ok) expect(decoded.error[0]?.message).not.toBe('');
      }),
      { seed: SEED, numRuns: 4000 },
    );
  });

  it('whose bytes are changed beneath the checksum gives a design or a problem in words', () => {
    const bytes = pack([1, 'x', [0.25, -3, 1e300, null, true, ['a', 'a', 'b']]]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(bytes.length - 1), (noise, at) => {
        const changed = new Uint8Array([...bytes.subarray(0, at), ...noise]);
        expect(() => unpack(changed)).not.toThrow();
      }),
      { seed: SEED, numRuns: 4000 },
    );
  });

  it('survives percent-encoding once and twice, line breaks and an address before it', () => {
    const design = fixture(8, 2);
    const link = `https://example.org/x/?embed=1#${encodeLink({ design, digest: undefined, engine: '1' })}`;
    const once = encodeURIComponent(link);
    for (const text of [link, once, encodeURIComponent(once), link.replace(/(.{70})/g, '$1\n'), ` ${link} `]) {
      expect(decodeLink(text)).toEqual({ ok: true, value: { design, digest: undefined, engine: '1' } });
    }
  });

  it('of a newer form, and what is no link at all, are told apart', () => {
    const code = (text: string) => {
      const decoded = decodeLink(text);
      return decoded.ok ? 'ok' : decoded.error[0]?.code;
    };
    expect(code('#lb2.x.abc')).toBe('newer-version');
    expect(code('hello')).toBe('not-a-link');
    expect(code(`#lb1.d.${'z'.repeat(3)}.${'A'.repeat(46_655)}.0000000`)).toBe('link-damaged');
    expect(code('a'.repeat(200_000))).toBe('too-large');
  });
});

describe('packing', () => {
  const leaf: fc.Arbitrary<Packable> = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.string({ maxLength: 20 }),
    fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 1000),
  );
  const value = fc.letrec<{ node: Packable }>((tie) => ({
    node: fc.oneof({ depthSize: 'small', maxDepth: 6 }, leaf, fc.array(tie('node'), { maxLength: 30 })),
  })).node;

  it('gives every value back', () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(unpack(pack(v))).toEqual({ value: v });
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});
