/**
 * The colours of the canvas, read once from the page's tokens for each theme, so that what is painted and what is styled
 * never drift apart. Steps between two colours are mixed here, not on every frame.
 */

export interface Ink {
  readonly paper: string;
  readonly card: string;
  readonly room: string;
  readonly line: string;
  readonly line2: string;
  readonly edge: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly accent: string;
  readonly accentInk: string;
  readonly ok: string;
  readonly bad: string;
  readonly warn: string;
  readonly stale: string;
  readonly wait: string;
  readonly onState: string;
  /** Links by how much fails on them: 0 healthy … 4 most of it. */
  readonly health: readonly string[];
  /** Families for numbers and words on the canvas. */
  readonly font: string;
}

const STEPS = 5;

/** Reads the tokens in force on an element. */
export function readInk(element: Element): Ink {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim() || '#808080';
  const edge = token('edge');
  const bad = token('bad');
  return {
    paper: token('paper'),
    card: token('card'),
    room: token('room'),
    line: token('line'),
    line2: token('line2'),
    edge,
    ink: token('ink'),
    ink2: token('ink2'),
    ink3: token('ink3'),
    accent: token('accent'),
    accentInk: token('accent-ink'),
    ok: token('ok'),
    bad,
    warn: token('warn'),
    stale: token('stale'),
    wait: token('wait'),
    onState: token('on-state'),
    health: Array.from({ length: STEPS }, (_, i) => mix(edge, bad, i / (STEPS - 1))),
    font: style.getPropertyValue('--font').trim() || 'sans-serif',
  };
}

/** Which step of `health` a share of failed calls is: none, under 1 %, under 5 %, under 20 %, more. */
export function healthStep(errorShare: number): number {
  if (!(errorShare > 0.001)) return 0;
  return errorShare < 0.01 ? 1 : errorShare < 0.05 ? 2 : errorShare < 0.2 ? 3 : 4;
}

/** A colour between two `#rrggbb` ones; the first when either is written otherwise. */
export function mix(a: string, b: string, share: number): string {
  const [from, to] = [channels(a), channels(b)];
  if (from === undefined || to === undefined) return a;
  const hex = from.map((value, i) =>
    Math.round(value + ((to[i] ?? 0) - value) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}

function channels(colour: string): readonly number[] | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  return match?.slice(1).map((pair) => Number.parseInt(pair, 16));
}
