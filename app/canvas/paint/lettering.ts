/**
 * Words and numbers on the canvas. Canvas text knows no tabular figures, so digits are set one by one in cells of equal
 * width: a number that changes ten times a second stays where it is. Widths are measured once per font.
 */
import type { Pen } from '../../ui/pen.ts';

const DIGITS = /^[0-9]$/;

interface Measured {
  readonly cell: number;
  readonly widths: Map<string, number>;
}

/** Sets text on one canvas in a given family. Sizes are px of the world. */
export class Lettering {
  readonly #ctx: Pen;
  #family: string;
  readonly #fonts = new Map<string, string>();
  readonly #measured = new Map<string, Measured>();
  #font = '';

  constructor(ctx: Pen, family: string) {
    this.#ctx = ctx;
    this.#family = family;
  }

  /** Fonts arrived or changed: everything is measured anew. */
  refresh(family: string): void {
    this.#family = family;
    this.#fonts.clear();
    this.#measured.clear();
  }

  /** Chooses the font for what follows. Call it again after the canvas state was restored. */
  use(size: number, weight = 450): void {
    const key = `${weight} ${size}`;
    let font = this.#fonts.get(key);
    if (font === undefined) {
      font = `${weight} ${size}px ${this.#family}`;
      this.#fonts.set(key, font);
    }
    this.#font = font;
    this.#ctx.font = font;
  }

  /** Width of a text in the chosen font, digits in their cells. */
  width(text: string): number {
    const { cell, widths } = this.#sizes();
    let known = widths.get(text);
    if (known === undefined) {
      known = this.#runs(text).reduce((sum, run) => sum + (DIGITS.test(run) ? cell : this.#ctx.measureText(run).width), 0);
      if (widths.size > 2_000) widths.clear();
      widths.set(text, known);
    }
    return known;
  }

  /** Writes a text with its left end at x (or its right end, or its middle). The baseline is at y. */
  write(text: string, x: number, y: number, align: 'left' | 'right' | 'middle' = 'left'): void {
    const { cell } = this.#sizes();
    const ctx = this.#ctx;
    const start = align === 'left' ? x : align === 'right' ? x - this.width(text) : x - this.width(text) / 2;
    let at = start;
    for (const run of this.#runs(text)) {
      const width = DIGITS.test(run) ? cell : this.width(run);
      const inset = DIGITS.test(run) ? (cell - this.#glyph(run)) / 2 : 0;
      ctx.fillText(run, at + inset, y);
      at += width;
    }
  }

  /** The text, or as much of it as fits with an ellipsis. */
  fit(text: string, room: number): string {
    if (this.width(text) <= room) return text;
    let length = text.length - 1;
    while (length > 1 && this.width(`${text.slice(0, length)}…`) > room) length--;
    return `${text.slice(0, length).trimEnd()}…`;
  }

  #glyph(digit: string): number {
    const { widths } = this.#sizes();
    const key = `#${digit}`;
    let width = widths.get(key);
    if (width === undefined) {
      width = this.#ctx.measureText(digit).width;
      widths.set(key, width);
    }
    return width;
  }

  #sizes(): Measured {
    let sizes = this.#measured.get(this.#font);
    if (sizes === undefined) {
      let cell = 0;
      for (let digit = 0; digit <= 9; digit++) cell = Math.max(cell, this.#ctx.measureText(String(digit)).width);
      sizes = { cell, widths: new Map() };
      this.#measured.set(this.#font, sizes);
    }
    return sizes;
  }

  #runs(text: string): readonly string[] {
    return text.match(/[0-9]|[^0-9]+/g) ?? [];
  }
}
