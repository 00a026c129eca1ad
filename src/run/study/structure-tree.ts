/**
 * What a class of requests needs to be answered, read off the drawing: parts in series, choices in parallel, copies of which k must be up.
 * From it follow single points of failure, what is lost while a part is down, and the availability that independent failures leave
 * (Trivedi, Probability and Statistics …, 2nd ed., chapters 3 and 6). It knows nothing of time: no detection, no take-over, no overload.
 */
import { type Drawing, drawingOf, isAside, numberIn, type Part, type Wire } from '../../design/advice/drawing.ts';
import type { ClassDoc, Design } from '../../design/document.ts';
import { CATALOG } from '../../design/registry.ts';
import { inSeries, kOfN } from '../../theory/availability-structure.ts';

export type Tree =
  | { readonly is: 'part'; readonly node: string }
  | { readonly is: 'all' | 'any'; readonly of: readonly Tree[] }
  /** Only this share of the requests goes there. */
  | { readonly is: 'share'; readonly share: number; readonly of: Tree }
  /** Requests are divided by weight. */
  | { readonly is: 'mix'; readonly of: readonly { readonly weight: number; readonly tree: Tree }[] };

export interface Copies {
  readonly node: string;
  readonly name: string;
  readonly copies: number;
  /** How many of them must be up. */
  readonly needed: number;
}

export interface ClassStructure {
  readonly class: ClassDoc;
  readonly tree: Tree;
}

export interface Structure {
  readonly classes: readonly ClassStructure[];
  /** Parts that some class may need, in document order. */
  readonly parts: readonly Copies[];
}

/** Stores that answer only with most of their copies. */
const MAJORITY: ReadonlySet<string> = new Set(['consensus-store', 'coordination', 'quorum-store']);

/** The structure of a design; a class that nobody sends is left out. */
export function structureOf(design: Design): Structure {
  const drawing = drawingOf(design, CATALOG);
  const sources = drawing.sources.filter(({ kind }) => kind.hostile !== true);
  const classes = design.classes.flatMap((one): ClassStructure[] => {
    const of = sources.flatMap((source) => {
      const sent = source.values['classes'];
      const sends = !Array.isArray(sent) || sent.length === 0 || sent.includes(one.id);
      const tree = sends ? callsOf(source, one.id, new Set([source])) : undefined;
      return tree === undefined ? [] : [{ weight: weightOf(source), tree }];
    });
    return of.length === 0 ? [] : [{ class: one, tree: of.length === 1 ? (of[0] as (typeof of)[number]).tree : { is: 'mix', of } }];
  });
  const named = new Set(classes.flatMap(({ tree }) => partsIn(tree)));
  return { classes, parts: copiesOf(drawing).filter(({ node }) => named.has(node)) };
}

function copiesOf({ parts }: Drawing): readonly Copies[] {
  return parts.map(({ doc, instances }) => ({
    node: doc.id,
    name: doc.name || doc.id,
    copies: instances,
    needed: MAJORITY.has(doc.kind) ? Math.floor(instances / 2) + 1 : 1,
  }));
}

/** How much a source sends, as far as a setting says so. */
function weightOf({ values }: Part): number {
  return numberIn(values, 'rate', 1) || 1;
}

/** What a call of the class to a part needs. */
function needOf(part: Part, classId: string, above: ReadonlySet<Part>): Tree {
  const self: Tree = { is: 'part', node: part.doc.id };
  if (above.has(part) || part.kind.role === 'store' || part.kind.role === 'broker') return self;
  const below = callsOf(part, classId, new Set([...above, part]));
  return below === undefined ? self : { is: 'all', of: [self, below] };
}

/** What the calls that a part makes for a request of the class need; undefined when it makes none that it waits for. */
function callsOf(part: Part, classId: string, above: ReadonlySet<Part>): Tree | undefined {
  const wires = part.out.filter((wire) => wire.waits && serves(wire, classId) && !isAside(wire.to) && wire.values['fallback'] !== true);
  const trees = wires.map((wire) => ({ wire, tree: needOf(wire.to, classId, above) }));
  if (trees.length === 0) return undefined;
  if (part.kind.role === 'source' || part.kind.role === 'relay') {
    const of = trees.filter(({ wire }) => numberIn(wire.values, 'weight', 1) > 0).map(({ tree }) => tree);
    return of.length === 1 ? of[0] : { is: 'any', of };
  }
  const of = trees.map(({ wire, tree }): Tree => {
    const share = numberIn(wire.values, 'probability', 1);
    return share < 1 ? { is: 'share', share, of: tree } : tree;
  });
  return of.length === 1 ? of[0] : { is: 'all', of };
}

function serves({ values }: Wire, classId: string): boolean {
  const classes = values['classes'];
  return !Array.isArray(classes) || classes.length === 0 || classes.includes(classId);
}

function partsIn(tree: Tree): readonly string[] {
  switch (tree.is) {
    case 'part':
      return [tree.node];
    case 'share':
      return partsIn(tree.of);
    case 'mix':
      return tree.of.flatMap((one) => partsIn(one.tree));
    default:
      return tree.of.flatMap(partsIn);
  }
}

/** Parts met more than once are taken up and down in turn, exactly, up to so many of them; beyond, as if they were several (chosen). */
const MOST_SHARED = 12;

/** The share of requests that are answered when each part is up with this probability, failures being independent. */
export function answeredShare(tree: Tree, up: (node: string) => number): number {
  const counts = new Map<string, number>();
  for (const node of partsIn(tree)) counts.set(node, (counts.get(node) ?? 0) + 1);
  const shared = [...counts].filter(([node, count]) => count > 1 && up(node) > 0 && up(node) < 1).map(([node]) => node);
  return conditioned(tree, shared.slice(0, MOST_SHARED), up);
}

function conditioned(tree: Tree, [first, ...rest]: readonly string[], up: (node: string) => number): number {
  if (first === undefined) return shareOf(tree, up);
  const p = up(first);
  const given = (state: number) => conditioned(tree, rest, (node) => (node === first ? state : up(node)));
  return p * given(1) + (1 - p) * given(0);
}

function shareOf(tree: Tree, up: (node: string) => number): number {
  switch (tree.is) {
    case 'part':
      return up(tree.node);
    case 'all':
      return inSeries(tree.of.map((one) => shareOf(one, up)));
    case 'any':
      return 1 - tree.of.reduce((none, one) => none * (1 - shareOf(one, up)), 1);
    case 'share':
      return 1 - tree.share * (1 - shareOf(tree.of, up));
    case 'mix': {
      const all = tree.of.reduce((sum, { weight }) => sum + weight, 0);
      return tree.of.reduce((sum, { weight, tree: one }) => sum + (weight / all) * shareOf(one, up), 0);
    }
  }
}

/** How much of a class is lost while all copies of a part are down, 0 … 1. */
export function lostWithout(tree: Tree, node: string): number {
  return 1 - answeredShare(tree, (one) => (one === node ? 0 : 1));
}

/** Parts of which the loss of one copy alone stops every request of a class. */
export function singlePoints({ parts }: Structure, { tree }: ClassStructure): readonly Copies[] {
  return parts.filter(({ node, copies, needed }) => copies - 1 < needed && lostWithout(tree, node) === 1);
}

/** The availability of a class when every copy is up with this probability. */
export function availabilityOf({ parts }: Structure, { tree }: ClassStructure, copyUp: number): number {
  const byNode = new Map(parts.map((part) => [part.node, kOfN(part.needed, part.copies, copyUp)]));
  return answeredShare(tree, (node) => byNode.get(node) ?? 1);
}

/** How a class needs its parts, as a formula: `lb × web (1 of 3) × db`. */
export function treeWords(tree: Tree, { parts }: Structure): string {
  const name = (node: string): string => {
    const part = parts.find((one) => one.node === node);
    if (part === undefined) return node;
    return part.copies === 1 ? part.name : `${part.name} (${part.needed} of ${part.copies})`;
  };
  switch (tree.is) {
    case 'part':
      return name(tree.node);
    case 'all':
      return tree.of.map((one) => treeWords(one, { parts, classes: [] })).join(' × ');
    case 'any':
      return `(${tree.of.map((one) => treeWords(one, { parts, classes: [] })).join(' or ')})`;
    case 'share':
      return `${Number((tree.share * 100).toPrecision(2))} % of (${treeWords(tree.of, { parts, classes: [] })})`;
    case 'mix':
      return tree.of.map((one) => treeWords(one.tree, { parts, classes: [] })).join(' / ');
  }
}
