// Contrast of every pair of tokens that the page uses, computed in both themes (E12; WCAG 2.2: 1.4.3 and 1.4.11).
import { describe, expect, it } from 'vitest';

// The test runner empties style sheets that are imported, and the page knows no types of Node: so the file is read by its name.
const files: string = 'node:fs';
const { readFileSync } = (await import(files)) as { readonly readFileSync: (file: URL, encoding: 'utf8') => string };
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const light = colours(/:root \{([^}]*)\}/);
const dark = { ...light, ...colours(/:root\[data-theme="dark"\] \{([^}]*)\}/) };

const TEXT_ON: readonly [string, readonly string[]][] = [
  ['ink', ['paper', 'card', 'well', 'room', 'accent-wash', 'ok-wash', 'bad-wash', 'warn-wash']],
  ['ink2', ['paper', 'card', 'well', 'room']],
  ['ink3', ['paper', 'card', 'well']],
  ['accent', ['card', 'paper', 'well', 'accent-wash']],
  ['accent-ink', ['accent']],
  ['strong-ink', ['strong']],
  ['ok', ['card', 'paper', 'ok-wash']],
  ['bad', ['card', 'paper', 'bad-wash']],
  ['warn', ['card', 'paper', 'warn-wash']],
  ['stale', ['card', 'paper']],
  ['wait', ['card', 'paper']],
  ['on-state', ['ok', 'bad', 'stale', 'warn', 'wait']],
];
const MARKS = ['s1', 's2', 's3', 's4', 's5', 's6', 'ok', 'bad', 'warn', 'stale', 'wait', 'accent', 'edge'];

describe.each([
  ['light', light],
  ['dark', dark],
])('in the %s theme', (_, theme) => {
  it.each(TEXT_ON.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground] as const)))(
    '%s on %s is readable: 4.5:1',
    (ink, ground) => {
      expect(contrast(theme[ink], theme[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(MARKS)('the mark %s stands out from card and paper: 3:1', (mark) => {
    for (const ground of ['card', 'paper']) expect(contrast(theme[mark], theme[ground])).toBeGreaterThanOrEqual(3);
  });
});

it('the dark theme names every colour of the light one', () => {
  const own = colours(/:root\[data-theme="dark"\] \{([^}]*)\}/);
  expect(Object.keys(light).filter((name) => !(name in own))).toEqual([]);
});

function colours(block: RegExp): Record<string, string> {
  const text = block.exec(css)?.[1] ?? '';
  return Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

/** WCAG 2.2, "contrast ratio": relative luminances of two sRGB colours. */
function contrast(a: string | undefined, b: string | undefined): number {
  const [one, two] = [luminance(a ?? ''), luminance(b ?? '')];
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

function luminance(hex: string): number {
  const [r = Number.NaN, g = Number.NaN, b = Number.NaN] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
