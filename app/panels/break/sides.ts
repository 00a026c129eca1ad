/**
 * The two sides of a cut, while a person draws it: every part, or every instance of a part that was split, stands on the left, on the
 * right, or is not concerned. Pure; the answer is an address.
 */
import { partitionOf, sidesOf, sortOf } from '../../timeline/address.ts';

export type Side = 'left' | 'right' | 'out';

export interface Member {
  /** `db` or `db/2`. */
  readonly id: string;
  readonly label: string;
  readonly side: Side;
  /** Instances into which it can be split; 1 for what cannot. */
  readonly instances: number;
}

export interface Sides {
  readonly members: readonly Member[];
}

interface Part {
  readonly id: string;
  readonly name: string;
  readonly instances: number;
  /** Instance i stands in zones[i % n]. */
  readonly zones: readonly string[];
  readonly region: string;
}

/** The cut around a place or a part: what it covers against all the rest. Of a cut, the parts and instances on its two sides. */
export function cutAround(parts: readonly Part[], address: string): string {
  const cut = sortOf(address) === 'partition';
  const [one, other] = cut ? sidesOf(address) : [[address], []];
  const [left, right]: [string[], string[]] = [[], []];
  for (const part of parts) {
    const each = Array.from({ length: part.instances }, (_, i) => {
      const [near, far] = [nearness(one, part, i), nearness(other, part, i)];
      if (near === 0 && far === 0) return cut ? undefined : right;
      return far > near ? right : left;
    });
    const [first] = each;
    if (each.every((side) => side === first)) first?.push(part.id);
    else
      each.forEach((side, i) => {
        side?.push(`${part.id}/${i + 1}`);
      });
  }
  return partitionOf(left, right);
}

/** How closely the members of a side name an instance (from 0): 0 not at all, then by its region, its zone, its part, itself. */
function nearness(members: readonly string[], part: Part, i: number): number {
  const names = [`region:${part.region}`, `zone:${part.zones[i % part.zones.length]}`, part.id, `${part.id}/${i + 1}`];
  return names.reduce((near, name, k) => (members.includes(name) ? k + 1 : near), 0);
}

/** The members of a drawing with the sides that an address gives them; a part with single instances in it is split. */
export function sidesFrom(parts: readonly Part[], address: string): Sides {
  const [left, right] = sidesOf(address);
  const sideOf = (id: string): Side => (left.includes(id) ? 'left' : right.includes(id) ? 'right' : 'out');
  const members = parts.flatMap((part): Member[] => {
    const split = [...left, ...right].some((id) => id.startsWith(`${part.id}/`));
    const whole: Member = { id: part.id, label: part.name, side: sideOf(part.id), instances: part.instances };
    return split ? instancesOf(whole).map((one) => ({ ...one, side: sideOf(one.id) })) : [whole];
  });
  return { members };
}

/** The instances of a member, each on its side. */
function instancesOf({ id, label, side, instances }: Member): Member[] {
  return Array.from({ length: instances }, (_, i) => ({ id: `${id}/${i + 1}`, label: `${label}/${i + 1}`, side, instances: 1 }));
}

export function split({ members }: Sides, id: string): Sides {
  return { members: members.flatMap((member) => (member.id === id && member.instances > 1 ? instancesOf(member) : [member])) };
}

export function put({ members }: Sides, id: string, side: Side): Sides {
  return { members: members.map((member) => (member.id === id ? { ...member, side } : member)) };
}

/** The address, or why there is none yet, in words. */
export function addressOf({ members }: Sides): { readonly address: string } | { readonly why: string } {
  const on = (side: Side): string[] => members.filter((member) => member.side === side).map((member) => member.id);
  const [left, right] = [on('left'), on('right')];
  if (left.length === 0 || right.length === 0) return { why: 'Put at least one part on each side of the cut.' };
  return { address: partitionOf(left, right) };
}
