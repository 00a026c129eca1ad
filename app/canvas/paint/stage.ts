/**
 * The stage: everything that is painted and nothing that is typed or clicked. Three surfaces: links beneath the nodes,
 * dots beneath the nodes, faces above them. Dots move at 30 frames a second and only their surface is painted then;
 * numbers change ten times a second; a moved view or a dragged node repaints at once. When nothing moves, nothing runs.
 *
 * Two more surfaces than the least possible: a line must run behind a card and a number in front of it, and a dot that
 * moves must not repaint all numbers.
 */
import { HEADER, RUN_STATES } from '../../../src/run/frame.ts';
import type { Frame } from '../../state/frames.ts';
import type { Curve } from '../shape/curve.ts';
import type { Cut } from '../shape/cuts.ts';
import { DotFlow } from '../shape/dot-flow.ts';
import { type Viewport, worldSeen } from '../shape/geometry.ts';
import type { Guide } from '../shape/guides.ts';
import type { Scene } from '../shape/scene.ts';
import { paintDots } from './dot-paint.ts';
import { paintFace } from './face-paint.ts';
import { paintLinkLabel } from './glyph-paint.ts';
import type { Ink } from './ink.ts';
import { paintLinks } from './layers.ts';
import { paintDraft } from './link-paint.ts';
import { paintGuides } from './room-paint.ts';
import type { Surface } from './surface.ts';

/** Numbers change at most this often, dots move at most that often, ms. */
const NUMBERS_EVERY_MS = 100;
const DOTS_EVERY_MS = 30;
/** A dot never jumps further than this in time: after a hidden tab it goes on where it was. */
const LONGEST_STEP_MS = 100;

/** What is shown beside the scene itself. */
export interface Extras {
  readonly selected: ReadonlySet<string>;
  /** Links into and out of the selected parts: lit, so that it is seen who calls them and whom they call. */
  readonly touching: ReadonlySet<string>;
  readonly hovered: string | undefined;
  readonly draft: { readonly curve: Curve; readonly refused: boolean } | undefined;
  readonly guides: readonly Guide[];
  readonly cuts: readonly { readonly cut: Cut; readonly words: string }[];
}

const NO_EXTRAS: Extras = { selected: new Set(), touching: new Set(), hovered: undefined, draft: undefined, guides: [], cuts: [] };

export interface Surfaces {
  readonly links: Surface;
  readonly dots: Surface;
  readonly faces: Surface;
}

export class Stage {
  readonly scene: Scene;
  readonly flow = new DotFlow();
  extras: Extras = NO_EXTRAS;
  /** Reduced motion: no dots, widths only. */
  still = false;
  /** Called before numbers are painted, to bring traces and badges up to date. */
  onNumbers: (frame: Frame | undefined) => void = () => {};
  #surfaces: Surfaces | undefined;
  #ink: Ink | undefined;
  #view: Viewport = { x: 0, y: 0, zoom: 1 };
  #size = { width: 1, height: 1 };
  #frame: Frame | undefined;
  #playing = false;
  #all = true;
  #numbers = true;
  #numbersAt = Number.NEGATIVE_INFINITY;
  #dotsAt = Number.NEGATIVE_INFINITY;
  #scheduled = 0;

  constructor(scene: Scene) {
    this.scene = scene;
  }

  mount(surfaces: Surfaces, ink: Ink): () => void {
    this.#surfaces = surfaces;
    this.dress(ink);
    return () => {
      this.#surfaces = undefined;
      cancelAnimationFrame(this.#scheduled);
      this.#scheduled = 0;
    };
  }

  /** Takes on the colours and fonts of a theme. */
  dress(ink: Ink): void {
    this.#ink = ink;
    for (const { letters } of Object.values(this.#surfaces ?? {}) as Surface[]) letters.refresh(ink.font);
    this.repaint();
  }

  resize(width: number, height: number, density: number): void {
    this.#size = { width, height };
    for (const surface of Object.values(this.#surfaces ?? {}) as Surface[]) surface.resize(width, height, density);
    this.look(this.#view);
  }

  look(view: Viewport): void {
    this.#view = view;
    this.scene.look(worldSeen(view, this.#size.width, this.#size.height));
    this.repaint();
  }

  /** A new frame of the run; undefined when there is none any more. */
  show(frame: Frame | undefined): void {
    this.#frame = frame;
    const state = frame === undefined ? 'empty' : RUN_STATES[frame.data[HEADER.state] ?? 0];
    this.#playing = state === 'playing';
    if (frame === undefined || state === 'ready') this.flow.clear();
    else if (!this.still && state !== 'catching-up') this.flow.take(frame.data, frame.layout, this.scene.lengths, this.#playing);
    this.#numbers = true;
    this.#schedule();
  }

  repaint(): void {
    this.#all = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled !== 0 || this.#surfaces === undefined) return;
    this.#scheduled = requestAnimationFrame((now) => {
      this.#scheduled = 0;
      this.#turn(now);
    });
  }

  #turn(now: number): void {
    const [surfaces, ink] = [this.#surfaces, this.#ink];
    if (surfaces === undefined || ink === undefined) return;
    const numbersDue = this.#numbers && now - this.#numbersAt >= NUMBERS_EVERY_MS;
    const dotsDue = this.#all || now - this.#dotsAt >= DOTS_EVERY_MS;
    if (numbersDue) {
      this.#numbersAt = now;
      this.#numbers = false;
      this.onNumbers(this.#frame);
    }
    if (this.#all || numbersDue) {
      this.#paintLinks(surfaces.links, ink);
      this.#paintFaces(surfaces.faces, ink);
    }
    if (dotsDue) {
      if (this.#playing) this.flow.advance(Math.min(LONGEST_STEP_MS, now - this.#dotsAt));
      this.#dotsAt = now;
      const ctx = surfaces.dots.begin(this.#view);
      if (!this.still && this.flow.count > 0) paintDots(ctx, ink, this.flow, this.scene, this.#view.zoom);
    }
    this.#all = false;
    if (this.#numbers || (this.#playing && this.flow.count > 0)) this.#schedule();
  }

  #paintLinks(surface: Surface, ink: Ink): void {
    const pen = surface.begin(this.#view);
    paintLinks({ pen, ink, letters: surface.letters, zoom: this.#view.zoom, frame: this.#frame, extras: this.extras }, this.scene);
  }

  #paintFaces(surface: Surface, ink: Ink): void {
    const ctx = surface.begin(this.#view);
    const { zoom } = this.#view;
    const { scene, extras } = this;
    const context = { ctx, ink, letters: surface.letters, zoom, frame: this.#frame };
    for (const node of scene.nodes) if (node.seen) paintFace(context, node);
    for (const link of scene.links) {
      if (!link.seen || (extras.hovered !== link.doc.id && !extras.selected.has(link.doc.id))) continue;
      paintLinkLabel(ctx, ink, surface.letters, link, this.#frame, Math.max(1, 0.9 / zoom));
    }
    if (extras.draft !== undefined) paintDraft(ctx, ink, extras.draft.curve, extras.draft.refused);
    if (extras.guides.length > 0) paintGuides(ctx, ink, extras.guides, zoom);
  }
}
