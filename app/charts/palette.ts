/**
 * How series look: a colour by meaning from the page's tokens, and a dash and weight of its own, so that lines stay apart
 * without colour. Colours are read from the page when the theme changes, because a canvas knows no custom properties.
 */

export type Tone = 's1' | 's2' | 's3' | 's4' | 's6' | 'ok' | 'bad' | 'warn' | 'stale' | 'wait' | 'ink2';

export interface Look {
  readonly tone: Tone;
  /** Lengths of strokes and gaps, px; none for a full line. */
  readonly dash: readonly number[];
  /** Width of the line, px. */
  readonly weight: number;
}

const SOLID: readonly number[] = [];
const DASHED: readonly number[] = [5, 3];
const DOTTED: readonly number[] = [1.5, 2.5];
const DASH_DOT: readonly number[] = [7, 2.5, 1.5, 2.5];

const look = (tone: Tone, dash: readonly number[] = SOLID, weight = 1.75): Look => ({ tone, dash, weight });

/** Every look in use, by chart. Within a chart no two share dash and weight; the test beside this file holds that. */
export const LOOKS = {
  latency: {
    p999: look('s2', DOTTED, 1.5),
    p99: look('s2'),
    p95: look('s1', DASHED, 1.5),
    p50: look('s1', SOLID, 2.25),
  },
  traffic: { offered: look('s6', DASHED, 1.25), answered: look('ok'), failed: look('bad', SOLID, 2.5) },
  causes: {
    error: look('bad'),
    timeout: look('warn', DASHED, 1.5),
    refused: look('wait', DOTTED, 1.5),
    rejected: look('s1', DASH_DOT, 1.25),
    unavailable: look('stale', SOLID, 2.5),
    shortCircuited: look('s6', DASHED, 2.25),
    cancelled: look('ink2', DOTTED, 2.25),
  },
  availability: { share: look('ok'), sofar: look('s1', DASHED, 1.5) },
  budget: { left: look('wait') },
  burn: { fast: look('bad', SOLID, 2), middle: look('warn', DASHED, 1.5), slow: look('wait', DOTTED, 1.75) },
  stale: { share: look('stale') },
  lag: { ms: look('s6', DASHED, 1.5) },
  lost: { writes: look('bad', SOLID, 2) },
  utilisation: { share: look('s2') },
  queue: { length: look('wait') },
  seen: { p99: look('ink2', DASHED, 1.25), rate: look('ink2', DASH_DOT, 1.5) },
  compared: { a: look('ink2', DASHED, 1.5), b: look('s1'), difference: look('s2', SOLID, 1.25) },
  figure: { own: look('s1', DASHED, 1.5) },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Look>>>>;

/** Resolved colours of the page. */
export interface Colours {
  readonly series: Readonly<Record<Tone, string>>;
  readonly card: string;
  readonly line: string;
  readonly baseline: string;
  readonly ink: string;
  readonly ink3: string;
  readonly bad: string;
  readonly warn: string;
  /** Forced colours are on: areas and washes are left out. */
  readonly forced: boolean;
}

const TONES: readonly Tone[] = ['s1', 's2', 's3', 's4', 's6', 'ok', 'bad', 'warn', 'stale', 'wait', 'ink2'];

/** Reads the tokens in force at an element. */
export function readColours(element: Element): Colours {
  const forced = matchMedia('(forced-colors: active)').matches;
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim() || 'CanvasText';
  const ink = forced ? 'CanvasText' : token('ink');
  const series = Object.fromEntries(TONES.map((tone) => [tone, forced ? ink : token(tone)])) as Record<Tone, string>;
  return {
    series,
    ink,
    forced,
    card: forced ? 'Canvas' : token('card'),
    line: forced ? 'GrayText' : token('line'),
    baseline: forced ? 'CanvasText' : token('line2'),
    ink3: forced ? 'CanvasText' : token('ink3'),
    bad: forced ? 'GrayText' : token('bad'),
    warn: forced ? 'CanvasText' : token('warn'),
  };
}

/** Calls back whenever the page's colours may have changed. @returns a function that ends it. */
export function onColours(listener: () => void): () => void {
  const seen = new MutationObserver(listener);
  seen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    seen.disconnect();
    for (const query of queries) query.removeEventListener('change', listener);
  };
}
