/** Pictures as files: the diagram or a chart, as vectors or as pixels, each with the design inside so that it opens again. */
import { pngWithLink, svgMetadata } from '../../src/design/share/picture.ts';
import type { Struck } from '../../src/run/story-report.ts';
import type { Ink } from '../canvas/paint/ink.ts';
import type { Frame } from '../state/frames.ts';
import { type ChartPicture, type ChartStyle, paintChart } from './chart-picture.ts';
import { type Diagram, paintDiagram } from './diagram.ts';
import { type Measure, type SvgElement, SvgPen, svgText } from './svg-pen.ts';

/** Something that can be painted, its size in px and its title. */
export interface Picture {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly paint: (pen: SvgPen | CanvasRenderingContext2D) => void;
}

export function diagramPicture(diagram: Diagram, frame: Frame | undefined, struck: readonly Struck[], ink: Ink): Picture {
  const { width, height } = diagram.bounds;
  return { title: diagram.design.title, width, height, paint: (pen) => paintDiagram(pen, ink, diagram, frame, struck) };
}

export function chartPicture(chart: ChartPicture, style: ChartStyle): Picture {
  const { title, width, height } = chart;
  return { title, width, height, paint: (pen) => paintChart(pen, chart, style) };
}

/** The picture's elements, to be shown on the page. */
export function elementsOf({ paint }: Picture, prefix: string): readonly SvgElement[] {
  const pen = new SvgPen(textMeasure(), prefix);
  paint(pen);
  return pen.elements();
}

export function svgFile(picture: Picture, link: string): string {
  return svgText(elementsOf(picture, 'c'), picture.width, picture.height, picture.title, svgMetadata(link));
}

/** Canvases larger than this are refused by some browser (px of one side). */
const LARGEST = 8_192;

/** @param scale pixels for each px, 1…3; less where the picture would be larger than browsers paint. @throws Error when the browser cannot. */
export async function pngFile(picture: Picture, scale: number, link: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const ratio = Math.min(scale, LARGEST / picture.width, LARGEST / picture.height);
  canvas.width = Math.max(1, Math.round(picture.width * ratio));
  canvas.height = Math.max(1, Math.round(picture.height * ratio));
  const ctx = canvas.getContext('2d');
  if (ctx === null) throw new Error('this browser paints no 2d canvas');
  // Faces clear their place before they are painted, since on the page a card lies beneath; here it is on the same canvas.
  ctx.clearRect = () => {};
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  picture.paint(ctx);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('this browser could not make the picture');
  return new Blob([pngWithLink(new Uint8Array(await blob.arrayBuffer()), link)], { type: 'image/png' });
}

function textMeasure(): Measure {
  const ctx = document.createElement('canvas').getContext('2d');
  return (font, text) => {
    if (ctx === null) return text.length * 7;
    ctx.font = font;
    return ctx.measureText(text).width;
  };
}
