// Which key press means which action, by where the focus is (A28, E03), and what the registry promises about itself (A11, A13).
import { describe, expect, it } from 'vitest';
import type { Action } from '../state/actions.ts';
import { isSingleKey, type KeyPress } from '../ui/chord.ts';
import { actionFor, type Focus } from './keys.ts';
import { SHELL_ACTIONS } from './shell-actions.ts';

const press = (key: string, mods: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...mods,
});
const actionOf = (pressed: KeyPress, focus: Focus, actions: readonly Action[] = SHELL_ACTIONS, single = true): string | undefined =>
  actionFor(pressed, focus, actions, single, false)?.id;
const ctrl = { ctrlKey: true };

describe('a single letter', () => {
  it('acts only while the canvas has the focus (WCAG 2.1.4)', () => {
    expect(actionOf(press('r'), 'canvas')).toBe('run.reset');
    for (const focus of ['typing', 'dialog', 'elsewhere'] as const) expect(actionOf(press('r'), focus)).toBeUndefined();
  });

  it('can be turned off', () => {
    expect(actionOf(press('r'), 'canvas', SHELL_ACTIONS, false)).toBeUndefined();
    expect(actionOf(press(' '), 'canvas', SHELL_ACTIONS, false)).toBeUndefined();
    expect(actionOf(press('z', ctrl), 'canvas', SHELL_ACTIONS, false)).toBe('edit.undo');
  });
});

describe('a chord', () => {
  it('acts from anywhere but dialogs', () => {
    for (const focus of ['canvas', 'elsewhere', 'typing'] as const) expect(actionOf(press('k', ctrl), focus)).toBe('help.commands');
    expect(actionOf(press('k', ctrl), 'dialog')).toBeUndefined();
    expect(actionOf(press('F6'), 'elsewhere')).toBe('view.next-region');
    expect(actionOf(press('F6', { shiftKey: true }), 'elsewhere')).toBe('view.previous-region');
  });

  it('leaves a text field what belongs to it', () => {
    for (const key of ['z', 'y']) expect(actionOf(press(key, ctrl), 'typing')).toBeUndefined();
    expect(actionOf(press('z', ctrl), 'elsewhere')).toBe('edit.undo');
  });

  it('that goes to another region works in a text field too', () => {
    expect(actionOf(press('F6'), 'typing')).toBe('view.next-region');
    expect(actionOf(press('F6', { shiftKey: true }), 'typing')).toBe('view.previous-region');
  });

  it('of arrows and Delete belongs to the canvas', () => {
    const nudge: Action = { id: 'nudge', label: 'Nudge', group: 'Edit', keys: ['ArrowUp', 'Delete'], run: () => {} };
    expect(actionOf(press('ArrowUp'), 'canvas', [nudge])).toBe('nudge');
    expect(actionOf(press('Delete'), 'elsewhere', [nudge])).toBeUndefined();
  });
});

describe('the registry', () => {
  it('gives no key to two actions', () => {
    const keys = SHELL_ACTIONS.flatMap((action) => action.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('reaches nothing by \\ or / alone: not every keyboard has them', () => {
    for (const { keys = [] } of SHELL_ACTIONS) {
      const rare = keys.filter((key) => /[\\/]$/.test(key));
      if (rare.length > 0) expect(keys.length).toBeGreaterThan(rare.length);
    }
  });

  it('reaches every action with a single key by name as well: label and group are never empty', () => {
    for (const { keys = [], label, group } of SHELL_ACTIONS) {
      expect(`${group} ${label}`.length).toBeGreaterThan(5);
      if (keys.some(isSingleKey)) expect(label).not.toBe('');
    }
  });
});
