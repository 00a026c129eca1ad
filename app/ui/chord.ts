/**
 * Key chords: how they are written in the registry (`Mod+Shift+Z`), matched against what was typed, and shown. Matching goes
 * by the character (`event.key`), so that a shortcut is where the letter is on this keyboard; a layout without Latin
 * letters falls back to the position of the key.
 */

/** What a chord needs to know of a key press; a KeyboardEvent has it. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
  Escape: 'Esc',
};
const SHOWN_ON_MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃' };

/** Whether this machine's keyboard has a Cmd key. */
export const isMac: boolean = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The parts of a chord as they are printed on keys. */
export function chordKeys(chord: string, mac: boolean = isMac): readonly string[] {
  return parts(chord).map((part) => (mac ? SHOWN_ON_MAC[part] : undefined) ?? (part === 'Mod' ? 'Ctrl' : (SHOWN[part] ?? part)));
}

/** Whether a key press is this chord. */
export function matchesChord(chord: string, press: KeyPress, mac: boolean = isMac): boolean {
  const all = parts(chord);
  const key = all.at(-1) ?? '';
  const wants = (name: string): boolean => all.includes(name) && name !== key;
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  if (mod !== wants('Mod') || other !== (mac && wants('Ctrl')) || press.altKey !== wants('Alt')) return false;
  // A sign such as ? may need Shift on one keyboard and not on another: the sign alone decides.
  const sign = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!sign && press.shiftKey !== wants('Shift')) return false;
  // With Shift a digit becomes a sign (or the other way round, in France): it is where it stands.
  if (/^[0-9]$/.test(key) && press.code === `Digit${key}`) return true;
  return typedKey(press).toLowerCase() === (key === 'Space' ? ' ' : key.toLowerCase());
}

/** Whether a chord is a single character without Ctrl, Alt or Cmd: such keys act only while the canvas has the focus. */
export function isSingleKey(chord: string): boolean {
  const all = parts(chord);
  const key = all.at(-1) ?? '';
  return (key.length === 1 || key === 'Space') && !all.some((part) => part === 'Mod' || part === 'Alt' || part === 'Ctrl');
}

function typedKey(press: KeyPress): string {
  const latin = /^[\x20-\x7e]$/.test(press.key) || press.key.length > 1;
  if (latin && press.key !== 'Process' && press.key !== 'Unidentified' && press.key !== 'Dead') return press.key;
  const position = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(press.code);
  return position?.[1] ?? position?.[2] ?? press.key;
}

function parts(chord: string): readonly string[] {
  return chord === '+' ? ['+'] : chord.endsWith('++') ? [...chord.slice(0, -2).split('+'), '+'] : chord.split('+');
}
