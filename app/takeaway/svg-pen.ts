/**
 * A pen that writes down what is painted as a vector picture: the same painters that paint the canvas make the SVG. It holds a plain tree
 * of elements, which the page shows through React or writes as text; everything in it is an attribute or a text, escaped on the way out.
 * Only moves and plain scales are known, which is all that painters use.
 */
import type { Pen } from '../ui/pen.ts';

export interface SvgElement {
  readonly name: 'g' | 'path' | 'rect' | 'text' | 'clipPath' | 'circle' | 'ellipse';
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SvgElement[];
  readonly text: string | undefined;
}

interface Open {
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: SvgElement[];
}

type Paint = string | CanvasGradient | CanvasPattern;

interface State {
  fillStyle: Paint;
  strokeStyle: Paint;
  lineWidth: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  globalAlpha: number;
  font: string;
  dash: readonly number[];
  x: number;
  y: number;
  /** Groups that were open when it was saved. */
  depth: number;
}

/** Measures a text as it will be set. */
export type Measure = (font: string, text: string) => number;

export class SvgPen implements Pen {
  readonly #measure: Measure;
  readonly #prefix: string;
  readonly #open: Open[] = [{ attributes: {}, children: [] }];
  readonly #states: State[] = [];
  #state: State = {
    fillStyle: '#000',
    strokeStyle: '#000',
    lineWidth: 1,
    lineCap: 'butt',
    lineJoin: 'miter',
    globalAlpha: 1,
    font: '400 12px sans-serif',
    dash: [],
    x: 0,
    y: 0,
    depth: 1,
  };
  #path = '';
  #clips = 0;

  /** @param prefix makes the names of its clips unlike those of other pictures on the same page. */
  constructor(measure: Measure, prefix = 'c') {
    this.#measure = measure;
    this.#prefix = prefix;
  }

  get fillStyle(): Paint {
    return this.#state.fillStyle;
  }
  set fillStyle(value: Paint) {
    this.#state.fillStyle = value;
  }
  get strokeStyle(): Paint {
    return this.#state.strokeStyle;
  }
  set strokeStyle(value: Paint) {
    this.#state.strokeStyle = value;
  }
  get lineWidth(): number {
    return this.#state.lineWidth;
  }
  set lineWidth(value: number) {
    this.#state.lineWidth = value;
  }
  get lineCap(): CanvasLineCap {
    return this.#state.lineCap;
  }
  set lineCap(value: CanvasLineCap) {
    this.#state.lineCap = value;
  }
  get lineJoin(): CanvasLineJoin {
    return this.#state.lineJoin;
  }
  set lineJoin(value: CanvasLineJoin) {
    this.#state.lineJoin = value;
  }
  get globalAlpha(): number {
    return this.#state.globalAlpha;
  }
  set globalAlpha(value: number) {
    this.#state.globalAlpha = value;
  }
  get font(): string {
    return this.#state.font;
  }
  set font(value: string) {
    this.#state.font = value;
  }

  /** All that was painted. */
  elements(): readonly SvgElement[] {
    this.#closeTo(1);
    return this.#open[0]?.children ?? [];
  }

  save(): void {
    this.#states.push({ ...this.#state, depth: this.#open.length });
  }

  restore(): void {
    const state = this.#states.pop();
    if (state === undefined) return;
    this.#closeTo(state.depth);
    this.#state = state;
  }

  translate(x: number, y: number): void {
    this.#state.x += x;
    this.#state.y += y;
  }

  beginPath(): void {
    this.#path = '';
  }

  closePath(): void {
    this.#path += 'Z';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${this.#at(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${this.#at(x, y)}`;
  }

  bezierCurveTo(bx: number, by: number, cx: number, cy: number, x: number, y: number): void {
    this.#path += `C${this.#at(bx, by)} ${this.#at(cx, cy)} ${this.#at(x, y)}`;
  }

  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const point = (angle: number): string => this.#at(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const r = short(radius);
    const whole = to - from >= Math.PI * 2 - 1e-9;
    const middle = whole ? from + Math.PI : (from + to) / 2;
    this.#path += `${this.#path === '' || this.#path.endsWith('Z') ? 'M' : 'L'}${point(from)}A${r} ${r} 0 0 1 ${point(middle)}A${r} ${r} 0 0 1 ${point(to)}`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${this.#at(x, y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number | number[]): void {
    const most = Math.min(width, height) / 2;
    const radii = typeof radius === 'number' ? [radius, radius, radius, radius] : radius;
    const [a = 0, b = 0, c = 0, d = 0] = radii.map((one) => Math.max(0, Math.min(one, most)));
    const corner = (r: number, dx: number, dy: number): string =>
      r === 0 ? '' : `a${short(r)} ${short(r)} 0 0 1 ${short(dx)} ${short(dy)}`;
    const top = `M${this.#at(x + a, y)}h${short(width - a - b)}${corner(b, b, b)}`;
    const right = `v${short(height - b - c)}${corner(c, -c, c)}`;
    const bottom = `h${short(c + d - width)}${corner(d, -d, -d)}`;
    this.#path += `${top}${right}${bottom}v${short(a + d - height)}${corner(a, a, -a)}Z`;
  }

  fill(): void {
    if (this.#path !== '') this.#put('path', { d: this.#path, ...this.#fillOf() });
  }

  stroke(): void {
    if (this.#path !== '') this.#put('path', { d: this.#path, fill: 'none', ...this.#strokeOf() });
  }

  clip(): void {
    const id = `${this.#prefix}${++this.#clips}`;
    const path = element('path', { d: this.#path });
    this.#top().children.push(element('clipPath', { id }, [path]));
    this.#open.push({ attributes: { 'clip-path': `url(#${id})` }, children: [] });
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const left = Math.min(x, x + width) + this.#state.x;
    const top = Math.min(y, y + height) + this.#state.y;
    const size = { width: short(Math.abs(width)), height: short(Math.abs(height)) };
    this.#put('rect', { x: short(left), y: short(top), ...size, ...this.#fillOf() });
  }

  /** A picture has nothing beneath what is painted. */
  clearRect(): void {}

  fillText(text: string, x: number, y: number): void {
    const [, weight = '400', size = '12', family = 'sans-serif'] = /^(\d+) ([\d.]+)px (.*)$/.exec(this.#state.font) ?? [];
    const font = { 'font-weight': weight, 'font-size': size, 'font-family': family };
    this.#put('text', { x: short(x + this.#state.x), y: short(y + this.#state.y), ...font, ...this.#fillOf() }, text);
  }

  measureText(text: string): { readonly width: number } {
    return { width: this.#measure(this.#state.font, text) };
  }

  setLineDash(dash: number[]): void {
    this.#state.dash = dash;
  }

  /** Puts in an element made elsewhere, moved to where the pen stands. */
  add(name: 'g', attributes: Readonly<Record<string, string>>, children: readonly SvgElement[]): void {
    const made = element(name, attributes, children);
    this.#top().children.push(element('g', { transform: `translate(${this.#at(0, 0)})` }, [made]));
  }

  #at(x: number, y: number): string {
    return `${short(x + this.#state.x)} ${short(y + this.#state.y)}`;
  }

  #fillOf(): Readonly<Record<string, string>> {
    const { fillStyle, globalAlpha } = this.#state;
    return { fill: colour(fillStyle), ...(globalAlpha < 1 && { 'fill-opacity': short(globalAlpha) }) };
  }

  #strokeOf(): Readonly<Record<string, string>> {
    const { strokeStyle, globalAlpha, lineWidth, lineCap, lineJoin, dash } = this.#state;
    return {
      stroke: colour(strokeStyle),
      'stroke-width': short(lineWidth),
      ...(lineCap !== 'butt' && { 'stroke-linecap': lineCap }),
      ...(lineJoin !== 'miter' && { 'stroke-linejoin': lineJoin }),
      ...(dash.length > 0 && { 'stroke-dasharray': dash.map(short).join(' ') }),
      ...(globalAlpha < 1 && { 'stroke-opacity': short(globalAlpha) }),
    };
  }

  #put(name: SvgElement['name'], attributes: Readonly<Record<string, string>>, text?: string): void {
    this.#top().children.push({ name, attributes, children: [], text });
  }

  #top(): Open {
    return this.#open.at(-1) ?? { attributes: {}, children: [] };
  }

  #closeTo(depth: number): void {
    while (this.#open.length > depth) {
      const { attributes, children } = this.#open.pop() ?? { attributes: {}, children: [] };
      this.#top().children.push(element('g', attributes, children));
    }
  }
}

export function element(
  name: SvgElement['name'],
  attributes: Readonly<Record<string, string>>,
  children: readonly SvgElement[] = [],
): SvgElement {
  return { name, attributes, children, text: undefined };
}

/** A whole picture as the text of a file; `metadata` is markup that was made for it (design/share/picture). */
export function svgText(elements: readonly SvgElement[], width: number, height: number, title: string, metadata: string): string {
  const size = `width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${metadata}<title>${escaped(title)}</title>${elements.map(written).join('')}</svg>\n`;
}

function written({ name, attributes, children, text }: SvgElement): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name}${list.join('')}>${text === undefined ? '' : escaped(text)}${children.map(written).join('')}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as XML may hold it: no markup, and none of the characters that XML 1.0 forbids. */
export function escaped(text: string): string {
  const allowed = text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (mark) => ('\t\n\r'.includes(mark) ? mark : ''));
  return allowed.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '');
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function colour(paint: Paint): string {
  return typeof paint === 'string' ? paint : '#808080';
}
