// The palette of commands reaches everything, and says why something cannot be done (A11).
import { expect, it } from 'vitest';
import { getDesign, openDesign } from '../../state/design-store.ts';
import { EXAMPLE_ACTIONS } from '../examples/example-actions.ts';
import { SHELL_ACTIONS } from '../shell-actions.ts';
import { findActions } from './find-actions.ts';

const ACTIONS = [...SHELL_ACTIONS, ...EXAMPLE_ACTIONS];

it('lists every action of the registry, group by group', () => {
  const found = findActions(ACTIONS, '').map(({ action }) => action);
  expect(new Set(found)).toEqual(new Set(ACTIONS));
  const groups = found.map(({ group }) => group);
  expect(groups.filter((group, i) => group !== groups[i - 1])).toEqual([...new Set(groups)]);
});

it.each(ACTIONS.map((action) => [action.label, action] as const))('finds “%s” first by its own name', (label, action) => {
  expect(findActions(ACTIONS, label)[0]?.action).toBe(action);
});

it('finds by the name of the group too, after those that bear the letters themselves', () => {
  const found = findActions(ACTIONS, 'file').map(({ action }) => action.id);
  expect(found).toContain('file.share');
});

it('says why something cannot be done now', () => {
  openDesign(getDesign());
  expect(findActions(SHELL_ACTIONS, 'undo')[0]).toMatchObject({ blocked: 'Nothing to undo yet.' });
});
