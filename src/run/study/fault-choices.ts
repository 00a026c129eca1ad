/**
 * The faults that are worth trying in a design, each with the reason why: what a copy, a part, a link, a zone or a region can lose.
 * Copies that are alike are tried once, for all of them; a store's first copy, which leads, and a follower are not alike.
 */
import { kindOf } from '../../catalog/index.ts';
import type { Kind } from '../../catalog/kind.ts';
import type { Design, NodeDoc } from '../../design/document.ts';
import { instancesOf, placeOf } from '../../design/registry.ts';
import { faultOf } from '../../faults/index.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** One fault at one target. */
export interface Aimed {
  readonly fault: string;
  readonly target: string;
  readonly params: ParamBag;
}

export type FaultSort = 'crash' | 'leader' | 'all' | 'zone' | 'region' | 'cut' | 'slow' | 'hang';

export interface FaultChoice extends Aimed {
  readonly id: string;
  readonly sort: FaultSort;
  /** In a few words, for headings: `crash web/1`. */
  readonly short: string;
  /** As a sentence has it: `one of 3 copies of web crashes`. */
  readonly words: string;
  readonly reason: string;
  /** The same at a second copy that is like it: what “twice” means. */
  readonly twin: Aimed | undefined;
  /** Whether it is tried unless somebody says otherwise. */
  readonly usual: boolean;
}

/** How much slower a slow copy is (the default of the fault). */
const SLOW_FACTOR = 5;

export const SORT_WORDS: Readonly<Record<FaultSort, string>> = {
  crash: 'Crash of a copy',
  leader: 'Loss of the leader',
  all: 'Crash of all copies',
  zone: 'Loss of a zone',
  region: 'Loss of a region',
  cut: 'Cut of a link',
  slow: `A copy ${SLOW_FACTOR} times slower`,
  hang: 'A copy hangs',
};

/** All choices of a design: parts in document order, then links, then places. */
export function faultChoices(design: Design): readonly FaultChoice[] {
  const parts = design.nodes.flatMap((node) => {
    const kind = kindOf(node.kind);
    return kind === undefined || kind.role === 'source' || kind.role === 'control' ? [] : ofPart(node, kind);
  });
  return [...parts, ...ofLinks(design), ...ofPlaces(design)];
}

function ofPart(node: NodeDoc, kind: Kind): readonly FaultChoice[] {
  const copies = instancesOf(node);
  const name = node.name || node.id;
  const leads = kind.abilities.includes('leader') && copies > 1;
  const which = copies === 1 ? name : `one of ${copies} copies of ${name}`;
  const first = copies === 1 ? node.id : `${node.id}/1`;
  const second = copies > 1 ? `${node.id}/2` : undefined;
  const alike = copies === 1 ? 'It is the only one.' : `Its copies are alike: one stands for all ${copies}.`;
  const one = (sort: FaultSort, fault: string, verb: string, why: string, params: ParamBag = {}): FaultChoice => {
    const target = leads ? `${node.id}/2` : first;
    const other = leads ? (copies > 2 ? `${node.id}/3` : undefined) : second;
    const short = `${sort} ${target}`;
    const words = leads ? `a follower of ${name} ${verb}` : `${which} ${verb}`;
    const twin = other === undefined ? undefined : { fault, target: other, params };
    return { id: short.replace(' ', ':'), sort, fault, target, params, short, words, reason: why, twin, usual: true };
  };
  const found = [
    one('crash', 'crash', 'crashes', leads ? 'A copy that follows; the leader is tried by itself.' : alike),
    one('slow', 'slow', `is ${SLOW_FACTOR} times slower`, 'Up and healthy to a ping, yet late: what health checks miss.', {
      factor: SLOW_FACTOR,
    }),
    one('hang', 'hang', 'hangs', 'Takes calls and answers none: only callers with a timeout get away.'),
  ];
  if (leads) found.unshift(leaderOf(node, name));
  if (copies > 1) found.push(allOf(node, name, copies));
  return found;
}

function leaderOf(node: NodeDoc, name: string): FaultChoice {
  return {
    id: `leader:${node.id}`,
    sort: 'leader',
    fault: 'kill-leader',
    target: node.id,
    params: {},
    short: `leader ${node.id}`,
    words: `the leader of ${name} crashes`,
    reason: 'Writes stop until another takes over; what it had confirmed alone is lost.',
    twin: undefined,
    usual: true,
  };
}

function allOf(node: NodeDoc, name: string, copies: number): FaultChoice {
  return {
    id: `all:${node.id}`,
    sort: 'all',
    fault: 'crash',
    target: node.id,
    params: {},
    short: `all ${node.id}`,
    words: `all ${copies} copies of ${name} crash`,
    reason: 'A shared cause: a bad release, one power supply. Copies do not help.',
    twin: undefined,
    usual: false,
  };
}

function ofLinks(design: Design): readonly FaultChoice[] {
  const nodes = new Map(design.nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  return design.links.flatMap((link): FaultChoice[] => {
    const [from, to] = [nodes.get(link.from), nodes.get(link.to)];
    const target = `${link.from}>${link.to}`;
    if (from === undefined || to === undefined || kindOf(from.kind)?.role === 'control' || seen.has(target)) return [];
    seen.add(target);
    const words = `the link from ${from.name || from.id} to ${to.name || to.id} is cut`;
    const reason = 'Both ends are up and do not hear each other; nobody is told.';
    return [
      {
        id: `cut:${target}`,
        sort: 'cut',
        fault: 'partition',
        target,
        params: {},
        short: `cut ${target}`,
        words,
        reason,
        twin: undefined,
        usual: true,
      },
    ];
  });
}

/** Zones and regions, where there are several: the loss of the only one needs no run. */
function ofPlaces(design: Design): readonly FaultChoice[] {
  const standing = design.nodes.filter((node) => kindOf(node.kind)?.role !== 'source');
  const places = standing.flatMap((node) => Array.from({ length: instancesOf(node) }, (_, i) => placeOf(node, i)));
  return (['zone', 'region'] as const).flatMap((sort) => {
    const names = [...new Set(places.map((place) => place[sort]))].filter((name) => name !== '').sort();
    if (names.length < 2) return [];
    return names.map(
      (name): FaultChoice => ({
        id: `${sort}:${name}`,
        sort,
        fault: `${sort}-loss`,
        target: `${sort}:${name}`,
        params: {},
        short: `${sort} ${name}`,
        words: `${sort} ${name} is lost`,
        reason: `Everything that stands in ${sort} ${name} goes at once.`,
        twin: undefined,
        usual: true,
      }),
    );
  });
}

/** Whether one choice is a part of the other, so that both together say nothing new. */
export function sameTarget(a: Aimed, b: Aimed): boolean {
  return a.target === b.target || a.target.startsWith(`${b.target}/`) || b.target.startsWith(`${a.target}/`);
}

/** What a set of faults is called, as a heading has it. */
export function faultWords(aimed: Aimed): string {
  return `${faultOf(aimed.fault)?.name.toLowerCase() ?? aimed.fault} ${aimed.target}`;
}
