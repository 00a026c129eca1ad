/** A vector picture shown on the page: the elements that a pen wrote down, as React's own, so nothing is parsed and nothing can slip in. */
import { createElement, type ReactNode } from 'react';
import type { Picture } from './pictures.ts';
import type { SvgElement } from './svg-pen.ts';

export interface SvgPictureProps {
  readonly picture: Picture;
  readonly elements: readonly SvgElement[];
}

export function SvgPicture({ picture: { title, width, height }, elements }: SvgPictureProps) {
  return (
    <svg role="img" aria-label={title} viewBox={`0 0 ${width} ${height}`}>
      {elements.map(shown)}
    </svg>
  );
}

function shown({ name, attributes, children, text }: SvgElement, key: number): ReactNode {
  return createElement(name, { key, ...propsOf(attributes) }, text ?? children.map(shown));
}

/** `stroke-width` as `strokeWidth`. */
function propsOf(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]),
  );
}
