/**
 * What travels in a link, and the rules by which codec `c` leaves out what can be worked out: ids that follow from names,
 * kinds or ends, and positions between the lines of a grid. The rules are part of the links that exist and never change;
 * a codec with better ones gets a letter of its own.
 */
import type { Design, NodeDoc } from '../document.ts';

/** What travels in a link: a design, the digest its run must have (16 hexadecimal digits), and the engine that ran it. */
export interface Capsule {
  readonly design: Design;
  readonly digest: string | undefined;
  readonly engine: string;
}

/** Positions are held to a grid of so many px, and counted from the far corner, so that none is negative. */
export const GRID = 4;
export const MIDDLE = 25_000;
/** Ids are cut to this length. A number of its own, since what is a limit today may be another one tomorrow. */
const ID_LENGTH = 40;

/** How an id came about: written out; from the name; from kind and number, with or without the same name. */
export const ID_OWN = 0;
export const ID_OF_NAME = 1;
export const ID_OF_KIND = 2;
export const ID_AND_NAME_OF_KIND = 3;

/** How a node's id can be told from the rest of it, and the number in it when it has one. */
export function naming({ id, kind, name }: NodeDoc): { readonly way: number; readonly number: number } {
  const number = numberIn(id, kind);
  if (number !== undefined) return { way: name === id ? ID_AND_NAME_OF_KIND : ID_OF_KIND, number };
  return { way: nameId(name) === id ? ID_OF_NAME : ID_OWN, number: 0 };
}

export function kindId(kind: string, number: number): string {
  return number <= 1 ? kind : `${kind}-${number}`;
}

function numberIn(id: string, kind: string): number | undefined {
  if (id === kind) return 1;
  const tail = id.startsWith(`${kind}-`) ? id.slice(kind.length + 1) : '';
  return /^[1-9][0-9]{0,6}$/.test(tail) && tail !== '1' ? Number(tail) : undefined;
}

/** The id that a name of plain letters suggests. Other names differ between versions of Unicode and suggest none. */
export function nameId(name: string): string {
  return /^[a-zA-Z0-9 -]*$/.test(name) ? name.toLowerCase().replace(/[ -]+/g, '-').slice(0, ID_LENGTH) : '';
}

export function linkId(from: string, to: string): string {
  return `${from}-${to}`.slice(0, ID_LENGTH);
}
