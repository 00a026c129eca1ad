/**
 * Drawings for random scenarios: which kinds, and who calls whom. Every part but the clients is called by somebody, most calls
 * lead onward, and now and then one leads back, so that requests go round in circles. Three sorts of circle are left out
 * because they never come to rest by their own rules and would drown everything else: circles through a queue (each message
 * brings forth others), services that call back more often than not, and more than one way back.
 */
import { KINDS } from '../../catalog/index.ts';
import { isFeed, type Kind, onlySteers } from '../../catalog/kind.ts';
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
  readonly controls: readonly Kind[];
}

function paletteOf(kinds: readonly Kind[]): Palette {
  return {
    clients: kinds.filter((kind) => kind.role === 'source'),
    services: kinds.filter((kind) => kind.role === 'compute'),
    others: kinds.filter((kind) => kind.role !== 'source' && kind.role !== 'control'),
    controls: kinds.filter(onlySteers),
  };
}

export const EVERY = paletteOf(KINDS);
/** The simplest kind of each role: designs in which a bug put in on purpose soon shows. */
const FEW_IDS = ['client', 'load-balancer', 'api-gateway', 'service', 'cache', 'sql-database', 'queue'];
export const FEW = paletteOf(KINDS.filter(({ id }) => FEW_IDS.includes(id)));

/**
 * Kinds in the order in which calls walk through them; the first ones are clients. Scenario by scenario each kind has its turn, so that
 * all of them, the rare ones as well, come up about equally often.
 */
export function drawKinds(dice: Dice, number: number, palette: Palette): readonly Kind[] {
  const clients = Array.from({ length: dice.chance(0.25) ? 2 : 1 }, () => dice.of(palette.clients));
  clients[0] = turnOf(palette.clients, number);
  const others = Array.from({ length: 1 + dice.below(4) }, () => dice.of(palette.others));
  others[dice.below(others.length)] = turnOf(palette.others, number);
  const callers = others.filter((kind) => kind.links.out);
  const last = callers[callers.length - 1];
  // What only passes calls on is of little use at the end, and parts that call nobody are of use there only.
  const end = last !== undefined && last.role !== 'compute' && dice.chance(0.7) ? [dice.of(palette.services)] : [];
  // Now and then something watches or steers some of them.
  const control = palette.controls.length > 0 && dice.chance(0.2) ? [dice.of(palette.controls)] : [];
  return [...clients, ...callers, ...end, ...others.filter((kind) => !kind.links.out), ...control];
}

/** Whose turn it is. Where several lists take turns, each goes round by itself: the same two do not always meet. */
export function turnOf<T>(list: readonly T[], number: number): T {
  return list[(number + Math.floor(number / list.length) + Math.floor(number / 997)) % list.length]!;
}

/** Who calls whom among these nodes, which stand in the order of `drawKinds`. */
export function drawArrows(dice: Dice, nodes: readonly NodeDoc[], kinds: readonly Kind[]): Arrow[] {
  const arrows: Arrow[] = [];
  const add = (i: number, j: number, back: boolean) => {
    const [from, to] = [nodes[i]!.id, nodes[j]!.id];
    if (!arrows.some((arrow) => arrow.from === from && arrow.to === to)) arrows.push({ from, to, back });
  };
  const callers = kinds.flatMap((kind, i) => (kind.links.out && !onlySteers(kind) ? [i] : []));
  kinds.forEach((kind, j) => {
    if (!kind.links.in) return;
    // Mostly one of the last callers before it, which makes chains; sometimes any.
    const before = callers.filter((i) => i < j);
    add(dice.chance(0.6) ? before[before.length - 1]! : dice.of(before), j, false);
    if (dice.chance(0.35)) add(dice.of(before), j, false);
  });
  // What chooses where calls go has something to choose from.
  for (const i of callers) {
    const targets = kinds.flatMap((kind, j) => (j > i && kind.links.in ? [j] : []));
    if (kinds[i]!.choosesTarget === true && targets.length > 1 && dice.chance(0.7)) add(i, dice.of(targets), false);
  }
  for (const i of callers) if (kinds[i]!.role === 'source' && !arrows.some((arrow) => arrow.from === nodes[i]!.id)) addAnywhere(i);
  for (const i of kinds.keys()) if (onlySteers(kinds[i]!)) for (let k = 0; k <= dice.below(2); k++) addAnywhere(i);
  // What can follow something follows it, where there is something.
  for (const [j, kind] of kinds.entries()) {
    const fed = kinds.flatMap((other, i) => (i !== j && isFeed(other, kind) ? [i] : []));
    if (fed.length > 0) add(dice.of(fed), j, false);
  }
  if (dice.chance(0.15)) addBack();
  return arrows;

  /** A client that calls nobody yet, or what watches and steers. */
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
