/**
 * What every edit works with: the design before it, the registry, and the intake that judges new values exactly as it
 * judges a document. An edit that is refused leaves its problem there and its result is thrown away.
 */
import type { Design } from '../document.ts';
import { Intake } from '../read/intake.ts';
import type { Surroundings } from '../read/parts.ts';
import type { Registry } from '../registry.ts';

export interface Editing extends Surroundings {
  readonly design: Design;
}

export function editing(design: Design, registry: Registry): Editing {
  return { design, registry, intake: new Intake(), classes: new Set(design.classes.map((one) => one.id)) };
}

/** Each element changed, or the very same list when none was: what did not change is shared between designs. */
export function mapKept<T>(list: readonly T[], change: (one: T) => T): readonly T[] {
  let changed = false;
  const mapped = list.map((one) => {
    const next = change(one);
    changed ||= next !== one;
    return next;
  });
  return changed ? mapped : list;
}

/** The list without some elements, or the very same list when none of them was in it. */
export function without<T>(list: readonly T[], gone: (one: T) => boolean): readonly T[] {
  return list.some(gone) ? list.filter((one) => !gone(one)) : list;
}

/** The list with one element of the same id exchanged, or with a new one at the end. */
export function withOne<T extends { readonly id: string }>(list: readonly T[], one: T): readonly T[] {
  return list.some(({ id }) => id === one.id) ? list.map((old) => (old.id === one.id ? one : old)) : [...list, one];
}
