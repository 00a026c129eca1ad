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

/** The cut around a place or a part: what it covers against all the rest. A cut stays as it is. */
export function cutAround(parts: readonly Part[], address: string): string {
  if (sortOf(address) === 'partition') return address;
  const inside = (part: Part, i: number): boolean => {
    if (address.startsWith('zone:')) return `zone:${part.zones[i % part.zones.length]}` === address;
    if (address.startsWith('region:')) return `region:${part.region}` === address;
    return address === part.id || address === `${part.id}/${i + 1}`;
  };
  const [left, right]: [string[], string[]] = [[], []];
  for (const part of parts) {
    const within = Array.from({ length: part.instances }, (_, i) => inside(part, i));
    if (within.every(Boolean)) left.push(part.id);
    else if (!within.some(Boolean)) right.push(part.id);
    else for (const [i, yes] of within.entries()) (yes ? left : right).push(`${part.id}/${i + 1}`);
  }
  return partitionOf(left, right);
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
