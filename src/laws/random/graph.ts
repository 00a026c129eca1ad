/**
 * Drawings for random scenarios: which kinds, and who calls whom. Every part but the clients is called by somebody, most calls
 * lead onward, and now and then one leads back, so that requests go round in circles. Three sorts of circle are left out
 * because they never come to rest by their own rules and would drown everything else: circles through a queue (each message
 * brings forth others), services that call back more often than not, and more than one way back.
 */
import { KINDS } from '../../catalog/index.ts';
import type { Kind } from '../../catalog/kind.ts';
import type { NodeDoc } from '../../design/document.ts';
import type { Dice } from '../../design/random-values.ts';

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** It leads back to where calls came from. */
  readonly back: boolean;
}

/** What designs are drawn from. */
export interface Palette {
  readonly clients: readonly Kind[];
  readonly services: readonly Kind[];
  readonly others: readonly Kind[];
}

function paletteOf(kinds: readonly Kind[]): Palette {
  return {
    clients: kinds.filter((kind) => kind.role === 'source'),
    services: kinds.filter((kind) => kind.role === 'compute'),
    others: kinds.filter((kind) => kind.role !== 'source' && kind.role !== 'control'),
  };
}

const EVERY = paletteOf(KINDS);
/** The simplest kind of each role: designs in which a bug put in on purpose soon shows. */
const FEW_IDS = ['client', 'load-balancer', 'api-gateway', 'service', 'cache', 'sql-database', 'queue'];
export const FEW = paletteOf(KINDS.filter(({ id }) => FEW_IDS.includes(id)));

/** Kinds in the order in which calls walk through them; the first ones are clients. */
export function drawKinds(dice: Dice, palette: Palette = EVERY): readonly Kind[] {
  const clients = Array.from({ length: dice.chance(0.25) ? 2 : 1 }, () => dice.of(palette.clients));
  const others = Array.from({ length: 1 + dice.below(5) }, () => dice.of(palette.others));
  const callers = others.filter((kind) => kind.links.out);
  const last = callers[callers.length - 1];
  // What only passes calls on is of little use at the end, and parts that call nobody are of use there only.
  const end = last !== undefined && last.role !== 'compute' && dice.chance(0.7) ? palette.services : [];
  return [...clients, ...callers, ...end, ...others.filter((kind) => !kind.links.out)];
}

/** Who calls whom among these nodes, which stand in the order of `drawKinds`. */
export function drawArrows(dice: Dice, nodes: readonly NodeDoc[], kinds: readonly Kind[]): Arrow[] {
  const arrows: Arrow[] = [];
  const add = (i: number, j: number, back: boolean) => {
    const [from, to] = [nodes[i]!.id, nodes[j]!.id];
    if (!arrows.some((arrow) => arrow.from === from && arrow.to === to)) arrows.push({ from, to, back });
  };
  const callers = kinds.flatMap((kind, i) => (kind.links.out ? [i] : []));
  kinds.forEach((kind, j) => {
    if (!kind.links.in) return;
    // Mostly one of the last callers before it, which makes chains; sometimes any.
    const before = callers.filter((i) => i < j);
    add(dice.chance(0.6) ? before[before.length - 1]! : dice.of(before), j, false);
    if (dice.chance(0.35)) add(dice.of(before), j, false);
  });
  for (const i of callers) if (kinds[i]!.role === 'source' && !arrows.some((arrow) => arrow.from === nodes[i]!.id)) addAnywhere(i);
  if (dice.chance(0.15)) addBack();
  return arrows;

  /** A client that calls nobody yet. */
  function addAnywhere(i: number): void {
    const targets = kinds.flatMap((kind, j) => (kind.links.in ? [j] : []));
    if (!dice.chance(0.1)) add(i, dice.of(targets), false);
  }

  function addBack(): void {
    const pairs = callers.flatMap((i) =>
      callers.filter((j) => j < i && kinds[j]!.links.in && leadsTo(arrows, nodes[j]!.id, nodes[i]!.id)).map((j) => [i, j] as const),
    );
    const quiet = pairs.filter(
      ([i, j]) => !kinds.some((kind, k) => kind.role === 'broker' && onTheWay(arrows, nodes[j]!.id, nodes[k]!.id, nodes[i]!.id)),
    );
    if (quiet.length === 0) return;
    const [i, j] = dice.of(quiet);
    add(i, j, true);
  }
}

/** Whether calls walk from one node to another. */
export function leadsTo(arrows: readonly Pick<Arrow, 'from' | 'to'>[], from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const at of seen) for (const arrow of arrows) if (arrow.from === at) seen.add(arrow.to);
  return seen.has(to);
}

function onTheWay(arrows: readonly Arrow[], from: string, by: string, to: string): boolean {
  return leadsTo(arrows, from, by) && leadsTo(arrows, by, to);
}
