/**
 * What moves above the canvas: names at the lines, the play head, the crosshair and its dots. SVG nodes that are written
 * directly, so that a pointer or a new frame repaints neither canvas nor React tree.
 */
import type { LineLabel } from './line-labels.ts';
import type { PlotBox } from './plot-box.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Class names of the parts, from the style sheet. */
export interface OverlayClasses {
  readonly label: string;
  readonly dot: string;
}

export interface OverlayNodes {
  readonly labels: SVGGElement;
  readonly dots: SVGGElement;
  readonly playHead: SVGPathElement;
  readonly crosshair: SVGPathElement;
}

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly tone: string;
}

export class Overlay {
  readonly #nodes: OverlayNodes;
  readonly #classes: OverlayClasses;

  constructor(nodes: OverlayNodes, classes: OverlayClasses) {
    this.#nodes = nodes;
    this.#classes = classes;
  }

  labels(labels: readonly LineLabel[]): void {
    const texts = pool(this.#nodes.labels, 'text', labels.length, this.#classes.label);
    labels.forEach((label, i) => {
      const text = texts[i];
      if (text === undefined) return;
      text.textContent = label.text ?? '';
      if (label.text === undefined) return;
      text.setAttribute('x', label.x.toFixed(1));
      text.setAttribute('y', label.y.toFixed(1));
      text.setAttribute('text-anchor', label.anchor);
      text.style.setProperty('--tone', `var(--${label.series.look.tone})`);
    });
  }

  /** The play head with its handle; undefined hides it. */
  playHead(x: number | undefined, { top, bottom }: PlotBox): void {
    const at = (x ?? 0).toFixed(1);
    this.#nodes.playHead.setAttribute('d', x === undefined ? '' : `M${at} ${bottom}V${top}m-3.5-5h7l-3.5 5z`);
  }

  crosshair(x: number | undefined, dots: readonly Dot[], { top, bottom }: PlotBox): void {
    this.#nodes.crosshair.setAttribute('d', x === undefined ? '' : `M${Math.round(x) + 0.5} ${top - 2}V${bottom}`);
    const circles = pool(this.#nodes.dots, 'circle', dots.length, this.#classes.dot);
    dots.forEach((dot, i) => {
      const circle = circles[i];
      circle?.setAttribute('cx', dot.x.toFixed(1));
      circle?.setAttribute('cy', dot.y.toFixed(1));
      circle?.setAttribute('r', '3');
      circle?.style.setProperty('--tone', `var(--${dot.tone})`);
    });
  }
}

/** Exactly `count` children of a sort. */
function pool(parent: SVGGElement, name: 'text' | 'circle', count: number, className: string): SVGElement[] {
  while (parent.childElementCount > count) parent.lastElementChild?.remove();
  while (parent.childElementCount < count) {
    const node = document.createElementNS(SVG, name);
    node.setAttribute('class', className);
    parent.append(node);
  }
  return [...parent.children] as SVGElement[];
}
