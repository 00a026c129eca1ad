/**
 * The scene: what stands where on the canvas, ready to be painted and hit. It is the design turned into rectangles and
 * lines, with the places of a drag in progress, and knows which row of a frame belongs to what. It holds no run and
 * no React state; painters read it, interactions ask it what is under the pointer.
 */
import { kindOf } from '../../../src/catalog/index.ts';
import { isFeed, type Kind, onlySteers } from '../../../src/catalog/kind.ts';
import type { Design, LinkDoc, NodeDoc } from '../../../src/design/document.ts';
import type { Estimate, LinkEstimate, NodeEstimate } from '../../../src/run/estimate.ts';
import type { RunShape } from '../../../src/worker/protocol.ts';
import { type Curve, curveBetween, distanceTo, extentOf, middleOf } from './curve.ts';
import { type FaceFigure, faceOf, instancesOf, runningOf } from './face-figures.ts';
import { boundsOf, contains, inflate, NODE_HEIGHT, NODE_WIDTH, overlap, type Point, type Rect } from './geometry.ts';
import { type Room, roomsOf } from './rooms.ts';
import { TRACE_STEPS } from './trace.ts';

export interface SceneNode {
  doc: NodeDoc;
  kind: Kind | undefined;
  readonly rect: { x: number; y: number; readonly width: number; readonly height: number };
  /** Row in the frame, -1 when the run does not know it. */
  index: number;
  firstInstance: number;
  instances: number;
  /** How many of them run at first. */
  running: number;
  face: readonly FaceFigure[];
  seen: boolean;
  badge: string;
  readonly trace: Float64Array;
  traceTop: number;
  /** What is predicted of it; undefined when predictions are not shown. */
  told: NodeEstimate | undefined;
}

export interface SceneLink {
  doc: LinkDoc;
  readonly from: SceneNode;
  readonly to: SceneNode;
  readonly pair: boolean;
  /** It says what its part watches or steers; no request crosses it. */
  readonly steers: boolean;
  /** What one end writes goes to the other, which follows it; no request crosses it. */
  readonly feeds: boolean;
  curve: Curve;
  index: number;
  seen: boolean;
  /** Width of the signs on its middle as last painted, px; 0 for none. Dots pass behind them. */
  signs: number;
  /** Its signs stand above its middle, not on it. */
  signsBeside: boolean;
  told: LinkEstimate | undefined;
}

/** What is this near to the part of the world in sight counts as seen, px: badges and lines reach beyond their box. */
const NEARBY = 40;

export class Scene {
  nodes: readonly SceneNode[] = [];
  links: readonly SceneLink[] = [];
  rooms: readonly Room[] = [];
  /** px of each link of the compiled design, by its row in the frame; NaN where it is not in sight. */
  lengths = new Float64Array(0);
  /** Links by their row in the frame. */
  byRow: readonly (SceneLink | undefined)[] = [];
  /** Grows whenever anything moved or changed. */
  version = 0;
  readonly #byId = new Map<string, SceneNode>();
  #linksById = new Map<string, SceneLink>();
  #shape: RunShape | undefined;
  #told: Estimate | undefined;
  #view: Rect = { x: 0, y: 0, width: 0, height: 0 };

  node(id: string): SceneNode | undefined {
    return this.#byId.get(id);
  }

  link(id: string): SceneLink | undefined {
    return this.#linksById.get(id);
  }

  /** Takes over a design. Nodes that stay keep what was measured about them. */
  follow(design: Design): void {
    const before = new Map(this.#byId);
    this.#byId.clear();
    this.nodes = design.nodes.map((doc) => this.#place(doc, before.get(doc.id)));
    const ways = new Set(design.links.map(({ from, to }) => `${from}>${to}`));
    this.links = design.links.flatMap((doc) => this.#join(doc, ways.has(`${doc.to}>${doc.from}`)));
    this.#linksById = new Map(this.links.map((link) => [link.doc.id, link]));
    this.foretell(this.#told);
    this.#number();
    this.#settle();
  }

  /** Takes over which row of a frame belongs to what. */
  compile(shape: RunShape | undefined): void {
    this.#shape = shape;
    this.#number();
    this.#settle();
  }

  /** Takes over what is predicted of it; undefined: nothing is shown. */
  foretell(told: Estimate | undefined): void {
    this.#told = told;
    for (const node of this.nodes) node.told = told?.nodes[node.doc.id];
    for (const link of this.links) link.told = told?.links[link.doc.id];
  }

  /** Moves nodes on the screen only, while they are dragged. */
  drag(places: ReadonlyMap<string, Point>): void {
    for (const [id, { x, y }] of places) {
      const rect = this.#byId.get(id)?.rect;
      if (rect === undefined) continue;
      rect.x = x;
      rect.y = y;
    }
    for (const link of this.links) {
      if (!places.has(link.doc.from) && !places.has(link.doc.to)) continue;
      link.curve = curveBetween(link.from.rect, link.to.rect, link.pair);
      this.#markLink(link);
    }
    this.#enclose();
    this.version++;
  }

  /** Says which part of the world is in sight. */
  look(view: Rect): void {
    this.#view = view;
    this.#mark();
  }

  /** The topmost node under a point of the world. */
  nodeAt(point: Point): SceneNode | undefined {
    return this.nodes.findLast((node) => contains(node.rect, point));
  }

  /** The nearest link within `reach` px of a point of the world. */
  linkAt(point: Point, reach: number): SceneLink | undefined {
    let best: SceneLink | undefined;
    let least = reach;
    for (const link of this.links) {
      if (!contains(inflate(extentOf(link.curve), reach), point)) continue;
      const far = distanceTo(link.curve, point);
      if (far <= least) {
        least = far;
        best = link;
      }
    }
    return best;
  }

  /** The box around these nodes, or around all. */
  bounds(ids?: readonly string[]): Rect | undefined {
    const chosen = ids === undefined ? this.nodes : ids.flatMap((id) => this.#byId.get(id) ?? []);
    return boundsOf(chosen.map((node) => node.rect));
  }

  #place(doc: NodeDoc, kept: SceneNode | undefined): SceneNode {
    const kind = kindOf(doc.kind);
    const node: SceneNode = kept ?? {
      doc,
      kind,
      rect: { x: doc.x, y: doc.y, width: NODE_WIDTH, height: NODE_HEIGHT },
      index: -1,
      firstInstance: 0,
      instances: 1,
      running: 1,
      face: [],
      seen: true,
      badge: '',
      trace: new Float64Array(TRACE_STEPS),
      traceTop: Number.NaN,
      told: undefined,
    };
    node.doc = doc;
    node.kind = kind;
    node.face = faceOf(kind);
    node.rect.x = doc.x;
    node.rect.y = doc.y;
    this.#byId.set(doc.id, node);
    return node;
  }

  #join(doc: LinkDoc, pair: boolean): readonly SceneLink[] {
    const from = this.#byId.get(doc.from);
    const to = this.#byId.get(doc.to);
    if (from === undefined || to === undefined) return [];
    return [
      {
        doc,
        from,
        to,
        pair,
        steers: onlySteers(from.kind),
        feeds: isFeed(from.kind, to.kind),
        curve: curveBetween(from.rect, to.rect, pair),
        index: -1,
        seen: true,
        signs: 0,
        signsBeside: false,
        told: undefined,
      },
    ];
  }

  #number(): void {
    const shape = this.#shape;
    const nodeRows = new Map(shape?.nodeIds.map((id, i) => [id, i]));
    const linkRows = new Map(shape?.linkIds.map((id, i) => [id, i]));
    for (const node of this.nodes) {
      node.index = nodeRows.get(node.doc.id) ?? -1;
      node.firstInstance = shape?.firstInstance[node.index] ?? 0;
      node.instances = shape?.instanceCount[node.index] ?? instancesOf(node.doc, node.kind);
      node.running = runningOf(node.doc, node.kind);
    }
    for (const link of this.links) link.index = linkRows.get(link.doc.id) ?? -1;
    const rows: (SceneLink | undefined)[] = new Array(shape?.links ?? 0).fill(undefined);
    for (const link of this.links) if (link.index >= 0) rows[link.index] = link;
    this.byRow = rows;
    this.lengths = new Float64Array(rows.length);
  }

  #settle(): void {
    this.#enclose();
    this.#mark();
    this.version++;
  }

  #enclose(): void {
    this.rooms = roomsOf(this.nodes.flatMap(({ doc, rect }) => (doc.region === '' ? [] : [{ region: doc.region, rect }])));
  }

  #mark(): void {
    const near = inflate(this.#view, NEARBY);
    for (const node of this.nodes) node.seen = overlap(node.rect, near);
    for (const link of this.links) this.#markLink(link);
  }

  #markLink(link: SceneLink): void {
    const { x, y, width, height } = this.#view;
    const { ax, ay, bx, by, cx, cy, dx, dy } = link.curve;
    link.seen =
      Math.max(ax, bx, cx, dx) > x - NEARBY &&
      Math.min(ax, bx, cx, dx) < x + width + NEARBY &&
      Math.max(ay, by, cy, dy) > y - NEARBY &&
      Math.min(ay, by, cy, dy) < y + height + NEARBY;
    if (link.index >= 0) this.lengths[link.index] = link.seen ? link.curve.length : Number.NaN;
  }
}

/** Where a link's button and glyph stand. */
export function middleOfLink(link: SceneLink): Point {
  return middleOf(link.curve);
}
