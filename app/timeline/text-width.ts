/** How wide a label of the timeline is, measured once for each text. */

const known = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** Used until fonts can be measured: the mean width of a letter at 11 px. */
const GUESS = 6.1;
const MOST_KNOWN = 2000;

export function textWidth(text: string): number {
  const found = known.get(text);
  if (found !== undefined) return found;
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return text.length * GUESS;
  context.font = '500 11px "Inter Variable", system-ui, sans-serif';
  const width = Math.ceil(context.measureText(text).width);
  // Before the font is there the measure would be that of another one.
  if (document.fonts.check(context.font)) {
    if (known.size > MOST_KNOWN) known.clear();
    known.set(text, width);
  }
  return width;
}
