import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../std/bytes.ts';
import { encodeUtf8 } from '../../std/utf8.ts';
import type { Design } from '../document.ts';
import { randomDesign } from '../random-design.ts';
import { grouped } from '../read/intake.ts';
import { TOY_FAULTS, TOY_KINDS, TOYS } from '../toy-registry.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import type { Capsule } from './capsule.ts';
import { decodeLink, encodeLink } from './link.ts';
import { packCapsule } from './pack-capsule.ts';

const palette = { registry: TOYS, kinds: TOY_KINDS, faults: TOY_FAULTS };
const DIGEST = '0123456789abcdef';
const SEED = 20261121;
/** How many times as often as usual to try: the full million of C06 is FUZZ=250. */
const FUZZ = Number(process.env['FUZZ'] ?? 1);

function capsule(seed: number, size: number, digest: string | undefined = DIGEST): Capsule {
  return { design: randomDesign(seed, size, palette), digest, engine: '0.1.0' };
}

const CAPSULES = Array.from({ length: 20 }, (_, i) => capsule(i, 3 * i));

function code(text: string): string {
  const decoded = decodeLink(text, TOYS);
  return decoded.ok ? 'ok' : (decoded.error[0]?.code ?? '');
}

/** A link around any bytes, with a length and a checksum that fit. */
function wrapped(bytes: Uint8Array, head = 'lb1.c'): string {
  const payload = toBase64Url(bytes);
  const text = `${head}.${payload.length.toString(36)}.${payload}`;
  return `${text}.${crc32(encodeUtf8(text)).toString(36).padStart(7, '0')}`;
}

describe('a link', () => {
  it('gives back the very same design, digest and engine', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(40), fc.boolean(), (seed, size, sealed) => {
        const sent = capsule(seed, size, sealed ? DIGEST : undefined);
        const link = encodeLink(sent);
        expect(decodeLink(sealed ? link : `https://example.org/app/?x=1#${link}`, TOYS)).toEqual({ ok: true, value: sent });
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('is made of characters that every program keeps, and ends in a letter or digit', () => {
    for (const sent of CAPSULES) expect(encodeLink(sent)).toMatch(/^[A-Za-z0-9._-]+[A-Za-z0-9]$/);
  });

  it('C05: cut anywhere, says that it was cut and how much is there', { timeout: 60_000 }, () => {
    let cuts = 0;
    for (const sent of CAPSULES) {
      const link = encodeLink(sent);
      const head = link.split('.').slice(0, 3).join('.').length + 1;
      for (let length = 0; length < link.length; length++) {
        const decoded = decodeLink(`#${link.slice(0, length)}`, TOYS);
        const problem = decoded.ok ? undefined : decoded.error[0];
        expect(problem?.code).toBe(length < 3 ? 'not-a-link' : 'link-cut');
        if (length >= head) expect(problem?.message).toContain(`(${grouped(length)} of ${grouped(link.length)} characters)`);
        cuts++;
      }
    }
    console.info(`${cuts} cut links, all recognised`);
  });

  it('C06: changed anywhere, gives the same design or a problem in words, and never throws', { timeout: 60_000 * FUZZ }, () => {
    const links = CAPSULES.map(encodeLink);
    const edit = fc.record({
      at: fc.nat(),
      to: fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('', '.', '%', '%2', '%00', '#', '\0', 'lb2.', '😀')),
      cut: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.nat(links.length - 1), fc.array(edit, { minLength: 1, maxLength: 4 }), (which, edits) => {
        let text = links[which]!;
        for (const { at, to, cut } of edits) text = text.slice(0, at % text.length) + to + text.slice((at % text.length) + cut) || 'x';
        const decoded = decodeLink(text, TOYS);
        if (decoded.ok) expect(decoded.value).toEqual(CAPSULES[which]);
        else expect(decoded.error[0]?.message).toMatch(/\.$/);
      }),
      { seed: SEED, numRuns: 2000 * FUZZ },
    );
  });

  it('C06: with flipped bits beneath a checksum that fits, gives a valid design or problems, quickly', { timeout: 60_000 * FUZZ }, () => {
    const packed = CAPSULES.map((sent) => fromBase64Url(encodeLink(sent).split('.')[3]!)!);
    const raw = CAPSULES.map((sent) => packCapsule(sent));
    const flip = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
    let slowest = 0;
    fc.assert(
      fc.property(fc.boolean(), fc.nat(CAPSULES.length - 1), flip, (inside, which, flips) => {
        const bytes = (inside ? raw : packed)[which]!.slice();
        for (const [at, to] of flips) bytes[at % bytes.length] = to;
        const text = wrapped(inside ? deflateSync(bytes) : bytes);
        const start = process.cpuUsage();
        const decoded = decodeLink(text, TOYS);
        slowest = Math.max(slowest, process.cpuUsage(start).user / 1000);
        if (!decoded.ok) expect(decoded.error.length).toBeGreaterThan(0);
      }),
      { seed: SEED, numRuns: 2000 * FUZZ },
    );
    expect(slowest).toBeLessThan(1000);
  });

  it('C07: that is a bomb is refused while it unpacks', { timeout: 60_000 }, () => {
    const bomb = wrapped(deflateSync(new Uint8Array(10_000_000), { level: 9 }));
    const before = process.memoryUsage().arrayBuffers;
    const start = process.cpuUsage();
    expect(code(bomb)).toBe('too-large');
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(500);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000);
    expect(code(wrapped(new Uint8Array(65_537)))).toBe('too-large');
    expect(code('x'.repeat(500_000))).toBe('too-large');
    expect(code(`lb1.c.zzzzz.${'A'.repeat(1000)}`)).toBe('link-cut');
  });

  it('that is repetitive and honest is no bomb', () => {
    const nodes = Array.from({ length: 2000 }, (_, i) => ({
      id: `service-${i + 2}`,
      kind: 'service',
      x: 40 * (i % 50),
      y: 40 * Math.floor(i / 50),
    }));
    const sent = { design: { ...randomDesign(1, 0, palette), nodes } as unknown as Design, digest: undefined, engine: 'x' };
    const full = nodes.map((node) => ({ ...node, name: node.id, params: {}, region: '', zones: ['a'] }));
    const link = encodeLink({ ...sent, design: { ...sent.design, nodes: full } });
    console.info(`2,000 equal parts: ${link.length} characters`);
    expect(decodeLink(link, TOYS)).toMatchObject({ ok: true, value: { design: { nodes: full } } });
  });

  it('C19: survives percent-encoding up to three times, wrapped and quoted lines, and link wrappers', () => {
    const sent = CAPSULES[7]!;
    const link = `https://example.org/x/?embed=1#${encodeLink(sent)}`;
    const once = encodeURIComponent(link);
    const damaged = [
      link,
      once,
      encodeURIComponent(once),
      encodeURIComponent(encodeURIComponent(once)),
      ` ${link}\n`,
      `<${link}>`,
      link.replace(/(.{60})/g, '$1\r\n'),
      link.replace(/(.{60})/g, '$1=\r\n'),
      link.replace(/(.{70})/g, '$1\n> '),
      link.replace(/-/g, '%2D').replace(/_/g, '%5f').replace(/\./g, '%2E'),
      link.replace(/-/g, '+').replace(/_(?=[^/]*$)/g, '/'),
      link.replace(/-/g, '%2B'),
      link.replace(/(.{30})/g, '$1\u200b'),
      `https://eur01.safelinks.protection.outlook.com/?url=${once}&data=05%7C01%7Cx&reserved=0`,
      `${link}).`,
      `${link}&utm_source=mail`,
    ];
    for (const text of damaged) expect(decodeLink(text, TOYS), text.slice(0, 90)).toEqual({ ok: true, value: sent });
  });

  it('C04: of a newer form or codec, or with a newer document, is told apart from what is no link', () => {
    expect(code('#lb2.x.abc')).toBe('newer-version');
    expect(code(wrapped(new Uint8Array(3), 'lb1.z'))).toBe('newer-version');
    const newer = { ...CAPSULES[3]!, design: { ...CAPSULES[3]!.design, version: 2 } as unknown as Design };
    expect(code(encodeLink(newer))).toBe('newer-version');
    for (const text of ['', 'hello', 'https://example.org/', '#', 'lb', '{"nodes":[]}', '#lbx.c', '%%%'])
      expect(code(text)).toBe('not-a-link');
    expect(code('#lb1.C.3.abc.0000000')).toBe('link-damaged');
  });

  it('C04: with settings that only a newer version knows opens without them and says which; so does one that goes on after its end', () => {
    const { design } = CAPSULES[12]!;
    const [first, ...others] = design.nodes;
    if (first === undefined) throw new Error('the design has parts');
    const nodes = [{ ...first, params: { ...first.params, novel: { deep: [1, 2] } as never } }, ...others];
    const note = { type: 'note', id: 'seen', at: 0, text: 'look', glow: 1 } as const;
    const scenario = { ...design.scenario, timeline: [note, ...design.scenario.timeline] };
    const newer = { design: { ...design, nodes, scenario }, digest: DIGEST, engine: '9' };
    const { glow: _, ...known } = note;
    const sent = { ...newer, design: { ...design, scenario: { ...scenario, timeline: [known, ...design.scenario.timeline] } } };
    const leftOut = [`nodes.${first.id}.params.novel`, 'scenario.timeline.seen.glow'];
    expect(decodeLink(encodeLink(newer), TOYS)).toEqual({ ok: true, value: { ...sent, leftOut } });
    const longer = wrapped(
      deflateSync(Uint8Array.of(...packCapsule({ ...sent, design: { ...sent.design, prices: { egress: 1 } } }), 7, 7)),
    );
    expect(decodeLink(longer, TOYS)).toMatchObject({ ok: true, value: { digest: DIGEST, leftOut: ['what follows the design'] } });
  });

  it('C08: cannot reach the prototype of anything', () => {
    const design = { ...CAPSULES[5]!.design, title: '__proto__' };
    const nodes = [
      {
        id: 'constructor',
        kind: 'service',
        name: '__proto__',
        x: 0,
        y: 0,
        params: JSON.parse('{"__proto__":{"workers":9}}'),
        region: '',
        zones: ['a'],
      },
    ];
    const link = encodeLink({
      design: { ...design, nodes, links: [], scenario: { ...design.scenario, timeline: [] } },
      digest: undefined,
      engine: '__proto__',
    });
    expect(decodeLink(link, TOYS)).toMatchObject({
      ok: true,
      value: { engine: '__proto__', design: { nodes: [{ name: '__proto__', params: {} }] } },
    });
    expect(({} as Record<string, unknown>)['workers']).toBeUndefined();
  });
});
