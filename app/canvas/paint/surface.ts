/**
 * One canvas element as a painting surface: as many pixels as the screen has, cleared and set to world coordinates
 * before each painting. Words get a fresh font state with it.
 */
import type { Viewport } from '../shape/geometry.ts';
import { Lettering } from './lettering.ts';

/** More pixels than this for each CSS px are wasted on lines and dots. */
const DENSEST = 2;

export class Surface {
  readonly ctx: CanvasRenderingContext2D;
  readonly letters: Lettering;
  readonly #element: HTMLCanvasElement;
  #density = 1;

  constructor(element: HTMLCanvasElement, family: string) {
    const ctx = element.getContext('2d');
    if (ctx === null) throw new Error('this browser paints no 2d canvas');
    this.#element = element;
    this.ctx = ctx;
    this.letters = new Lettering(ctx, family);
  }

  /** Takes a size in CSS px. */
  resize(width: number, height: number, density: number): void {
    this.#density = Math.min(DENSEST, density);
    this.#element.width = Math.max(1, Math.round(width * this.#density));
    this.#element.height = Math.max(1, Math.round(height * this.#density));
  }

  /** Clears everything and looks at this part of the world. */
  begin({ x, y, zoom }: Viewport): CanvasRenderingContext2D {
    const { ctx } = this;
    const scale = this.#density;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.#element.width, this.#element.height);
    ctx.setTransform(scale * zoom, 0, 0, scale * zoom, scale * x, scale * y);
    ctx.globalAlpha = 1;
    ctx.textBaseline = 'alphabetic';
    return ctx;
  }
}
