import { describe, expect, it } from 'vitest';
import { LOOKS, type Look } from '../charts/palette.ts';

// The test runner empties style sheets that are imported, and the page knows no types of Node: so the file is read by its name.
const files: string = 'node:fs';
const { readFileSync } = (await import(files)) as { readonly readFileSync: (file: URL, encoding: 'utf8') => string };
const tokens = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

type Rgb = readonly [number, number, number];
type Theme = ReadonlyMap<string, string>;

/** Custom properties of the light theme, and of the dark one on top of it. */
function themes(css: string): Record<'light' | 'dark', Theme> {
  const declared = (block: string): [string, string][] =>
    [...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1] ?? '', m[2] ?? '']);
  const [light = '', dark = ''] = css.split(':root[data-theme="dark"]');
  const base = declared(light);
  return { light: new Map(base), dark: new Map([...base, ...declared(dark.split('@media')[0] ?? '')]) };
}

const linear = (hex: string): Rgb => {
  const channel = (from: number): number => {
    const c = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};
const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(linear(a)), luminance(linear(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Dichromacy at full strength, on linear RGB (Machado, Oliveira, Fernandes 2009, table 1). */
const BLINDNESS: Readonly<Record<string, readonly Rgb[]>> = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
const seen = (hex: string, matrix: readonly Rgb[]): Rgb => {
  const [r, g, b] = linear(hex);
  return matrix.map((row) => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b))) as unknown as Rgb;
};
/** CIE L*a*b* under D65, and the plain distance ΔE 1976 in it. */
function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(luminance([r, g, b]));
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const distance = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

const groups = Object.entries(LOOKS).map(([chart, looks]) => [chart, Object.values(looks) as Look[]] as const);
const pairs = (looks: readonly Look[]): [Look, Look][] => looks.flatMap((a, i) => looks.slice(i + 1).map((b): [Look, Look] => [a, b]));
const stroke = ({ dash, weight }: Look): string => `${dash.join(' ')}/${weight}`;

describe('how series look', () => {
  const both = themes(tokens);

  it('is found in the tokens of both themes', () => {
    expect(both.light.size).toBeGreaterThan(20);
    expect(both.light.get('s1')).not.toBe(both.dark.get('s1'));
  });

  it('can be read as text on the card, 4.5:1, in both themes: names at the lines’ ends have the line’s colour', () => {
    for (const theme of Object.values(both)) {
      for (const [chart, looks] of groups) {
        for (const { tone } of looks)
          expect(contrast(theme.get(tone) ?? '', theme.get('card') ?? ''), `${chart} ${tone}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('differs within a chart by dash or weight, for everybody who sees no colour', () => {
    for (const [chart, looks] of groups)
      for (const [a, b] of pairs(looks)) expect(stroke(a), `${chart} ${a.tone} ${b.tone}`).not.toBe(stroke(b));
  });

  it('keeps different tones apart in the commonest kinds of colour blindness, unless the dash tells them apart', () => {
    for (const [name, theme] of Object.entries(both)) {
      for (const [kind, matrix] of Object.entries(BLINDNESS)) {
        for (const [chart, looks] of groups) {
          for (const [a, b] of pairs(looks)) {
            if (a.tone === b.tone || a.dash !== b.dash) continue;
            const apart = distance(lab(seen(theme.get(a.tone) ?? '', matrix)), lab(seen(theme.get(b.tone) ?? '', matrix)));
            expect(apart, `${name} ${kind} ${chart} ${a.tone} ${b.tone}`).toBeGreaterThan(10);
          }
        }
      }
    }
  });
});
