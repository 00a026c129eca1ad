// Keys by their character, with the position as a way out (A28).
import { describe, expect, it } from 'vitest';
import { chordKeys, isSingleKey, type KeyPress, matchesChord } from './chord.ts';

const press = (key: string, code: string, mods: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...mods,
});
const ctrl = { ctrlKey: true };

describe('a chord', () => {
  it.each([
    ['QWERTY', press('z', 'KeyZ', ctrl)],
    ['QWERTZ, where Z is where Y is elsewhere', press('z', 'KeyY', ctrl)],
    ['AZERTY, where Z is where W is elsewhere', press('z', 'KeyW', ctrl)],
    ['Dvorak', press('z', 'Slash', ctrl)],
    ['Cyrillic, by position', press('я', 'KeyZ', ctrl)],
    ['Caps Lock', press('Z', 'KeyZ', ctrl)],
  ])('goes by the letter on %s', (_, pressed) => {
    expect(matchesChord('Mod+Z', pressed, false)).toBe(true);
  });

  it('is not another chord: Shift, Alt and Cmd count', () => {
    expect(matchesChord('Mod+Z', press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matchesChord('Mod+Shift+Z', press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
    expect(matchesChord('Mod+Z', press('z', 'KeyZ', { metaKey: true }), false)).toBe(false);
    expect(matchesChord('Mod+Z', press('z', 'KeyZ', { metaKey: true }), true)).toBe(true);
    expect(matchesChord('R', press('r', 'KeyR', { altKey: true }), false)).toBe(false);
  });

  it.each([
    ['US', press('?', 'Slash', { shiftKey: true })],
    ['German', press('?', 'Minus', { shiftKey: true })],
    ['a keyboard with ? of its own', press('?', 'KeyM')],
  ])('of a sign takes it however it is typed: %s', (_, pressed) => {
    expect(matchesChord('?', pressed, false)).toBe(true);
  });

  it('knows Space, arrows and function keys by name', () => {
    expect(matchesChord('Space', press(' ', 'Space'), false)).toBe(true);
    expect(matchesChord('Shift+F6', press('F6', 'F6', { shiftKey: true }), false)).toBe(true);
    expect(matchesChord('F6', press('F6', 'F6', { shiftKey: true }), false)).toBe(false);
    expect(matchesChord('Mod++', press('+', 'Equal', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  });

  it('of a digit goes by its place, for Shift makes it a sign', () => {
    expect(matchesChord('Shift+1', press('!', 'Digit1', { shiftKey: true }), false)).toBe(true);
    expect(matchesChord('Shift+1', press('!', 'Digit1'), false)).toBe(false);
    expect(matchesChord('Mod+1', press('&', 'Digit1', { ctrlKey: true }), false)).toBe(true);
    expect(matchesChord('Mod+1', press('2', 'Digit2', { ctrlKey: true }), false)).toBe(false);
  });

  it('is a single key when nothing is held but Shift', () => {
    expect(['R', '?', 'Space', 'Shift+R', 'Mod+R', 'F6', 'Escape', 'ArrowUp'].map(isSingleKey)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is shown as it is printed', () => {
    expect(chordKeys('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(chordKeys('Mod+Shift+Z', true)).toEqual(['⌘', '⇧', 'Z']);
  });
});
