/**
 * Which groups of settings are folded in. Where there are few settings all are open; where there are many the first group is (with
 * the next, while there is little to see), and those of policies that stand. What somebody opened or closed is remembered for each kind, and holds for every part of it.
 */
import type { ParamBag, ParamSpecs } from '../../../src/std/parameter.ts';
import { type ParamGroup, sharedValue } from '../subject.ts';

/** What somebody chose, by `kind/group`: open or closed. */
export type Folds = Readonly<Record<string, boolean>>;

export interface FoldedGroup extends ParamGroup {
  readonly key: string;
  readonly open: boolean;
  /** Settings of it that differ from their defaults. */
  readonly changed: number;
}

/** Groups are open from the first on until there are so many settings to see (chosen). */
const SEEN = 4;

export interface Unfolding {
  /** What is selected: a kind, several of them, or `link`. */
  readonly of: string;
  /** There are so many settings that folding helps. */
  readonly many: boolean;
  /** Groups that are open by themselves beside the first. */
  readonly standing: ReadonlySet<string>;
  /** What was found is shown, folded or not. */
  readonly sought: boolean;
}

export function foldedGroups(
  groups: readonly ParamGroup[],
  specs: ParamSpecs,
  bags: readonly ParamBag[],
  folds: Folds,
  { of, many, standing, sought }: Unfolding,
): readonly FoldedGroup[] {
  let before = 0;
  return groups.map((group) => {
    const key = `${of}/${group.name}`;
    const usual = !many || before < SEEN || standing.has(group.name);
    before += group.params.length;
    const open = sought || (Object.hasOwn(folds, key) ? folds[key] === true : usual);
    const changed = group.params.filter((param) => sharedValue(specs, bags, param).modified).length;
    return { ...group, key, open, changed };
  });
}
