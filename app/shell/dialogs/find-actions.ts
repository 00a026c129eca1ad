/** Which actions a query finds, best first; without a query all of them, group by group. Pure but for `enabled`. */
import type { Action } from '../../state/actions.ts';
import { fuzzy } from '../../ui/fuzzy.ts';

export interface Found {
  readonly action: Action;
  /** Letters of the label that were met. */
  readonly at: readonly number[];
  /** Why it cannot be done now. */
  readonly blocked: string | undefined;
}

/** Groups in the order in which they are shown; others follow. */
const GROUPS = ['Run', 'Edit', 'Insert', 'Break', 'View', 'File', 'Help'];

export function findActions(actions: readonly Action[], query: string): readonly Found[] {
  const scored = actions.flatMap((action) => {
    const own = fuzzy(query, action.label);
    const grouped = own ?? fuzzy(query, `${action.group} ${action.label}`);
    if (grouped === undefined) return [];
    const enabled = action.enabled?.() ?? true;
    const blocked = enabled === true ? undefined : enabled;
    const score = grouped.score - (own === undefined ? 10 : 0) - (blocked === undefined ? 0 : 3);
    return [{ action, at: own?.at ?? [], blocked, score }];
  });
  if (query.trim() === '') return scored.sort((a, b) => rank(a.action) - rank(b.action));
  return scored.sort((a, b) => b.score - a.score);
}

function rank({ group }: Action): number {
  const at = GROUPS.indexOf(group);
  return at < 0 ? GROUPS.length : at;
}
